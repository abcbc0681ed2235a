from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from forum_app.web.forms import Form, VersionedForm


class MinutesForm(VersionedForm):
    text = TextAreaField(
        "Minutes of this item",
        [Length(max=200_000)],
        description=(
            "Write plainly. A blank line begins a paragraph, “- ” makes a list, **two stars** make bold. "
            "Participants have no names here: “a participant asked”."
        ),
    )


class PublishForm(Form):
    names = BooleanField("I have looked at each of these, and none of them tells who asked or who gets news")
    note = StringField("What was corrected", [Length(max=300)], description="Shown under the minutes, with the day.")
