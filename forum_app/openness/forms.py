from wtforms import TextAreaField
from wtforms.validators import Length

from forum_app.web.egress import TellsNobody
from forum_app.web.forms import Given, VersionedForm


class PageTextForm(VersionedForm):
    text = TextAreaField(
        "Text of the page",
        [Given("Write something, or put back the text that came with the forum."), Length(max=100_000), TellsNobody()],
        description="A blank line begins a paragraph, “## ” a heading, “- ” makes a list, **two stars** make bold.",
    )
