from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from forum_app.questions import labels
from forum_app.questions.models import Outcome
from forum_app.threads.operations import Answer
from forum_app.web.egress import TellsNobody
from forum_app.web.forms import Form, Given, VersionedForm, offered

LONG = 50_000


class DraftForm(VersionedForm):
    """A response as an officer prepares it."""

    text = TextAreaField(
        "Your response",
        [Given("Write the response, or leave this page."), Length(max=LONG)],
        description="A blank line begins a new paragraph. Leave out anything that could point to a family.",
    )
    outcome = RadioField("What it comes to", choices=offered(labels.OUTCOMES), default=Outcome.ANSWERED)
    officer = StringField(
        "Your name",
        [Given("Write the name that will stand beside the response."), Length(max=120)],
        description="It stands in the minutes beside the response. Typed once, it is remembered for your next one.",
    )
    officer_title = StringField(
        "Your job title today", [Given("Write your job title: people know you by it."), Length(max=200)]
    )
    ready = BooleanField(
        "The forum may take this into its record",
        description="Until you tick this, only you and your colleagues can read it.",
    )

    def answer(self) -> Answer:
        return Answer(self.text.data, self.outcome.data, self.officer.data, self.officer_title.data)


class TakeForm(VersionedForm):
    """One press; the version says that it is about the text on the page."""


class JoinForm(Form):
    action_id = SelectField("Which action point", coerce=int)


class PassOnForm(Form):
    name = StringField("Name of the successor", [Given("Write who takes it on."), Length(max=120)])
    job_title = StringField("Their job title", [Given("Write their job title."), Length(max=200)])


class PinForm(Form):
    sentence = RadioField("Which sentence", coerce=int)
    subject = StringField(
        "Subject",
        [Given("Write the subject under which families will look for it."), Length(max=120), TellsNobody()],
        description="A word or two, such as “Exam costs”. Use the same words each time.",
    )


class PositionForm(VersionedForm):
    subject = StringField("Subject", [Given("Write the subject."), Length(max=120), TellsNobody()])
    replaced_by_id = SelectField("Replaced by", coerce=lambda value: int(value or 0))


class SearchForm(Form):
    """What was said about …, read from the address."""

    class Meta(Form.Meta):
        csrf = False

    about = StringField("A subject, or words of it", [Optional(), Length(max=100)])

    def words(self) -> str:
        return str(self.about.data or "") if self.validate() else ""
