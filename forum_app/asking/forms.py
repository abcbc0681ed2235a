import secrets
from collections.abc import Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import URL, Length, NumberRange, Optional, ValidationError

from forum_app.arranging.forms import Ticks
from forum_app.asking import labels
from forum_app.asking.models import Consent, SubmissionState
from forum_app.asking.operations import Asked
from forum_app.people.models import Person
from forum_app.questions.labels import FOI_STATES
from forum_app.questions.models import FoiState
from forum_app.web.bots import HoneypotMixin
from forum_app.web.forms import DayField, Form, Given, VersionedForm, WholeNumberField, offered

LONG = 8_000


def new_ticket() -> str:
    """What tells a button pressed twice from two questions; nobody else sees it."""
    return secrets.token_urlsafe(16)


class ContactMixin:
    """An address for the receipt, if somebody likes; and what tells a button pressed twice."""

    contact = StringField(
        "Your email address, if you like",
        [Length(max=254)],
        description="We send the receipt there. Without it you get the receipt on the next page, to write down.",
    )
    follows = BooleanField("Tell me what becomes of it, by email")
    ticket = HiddenField()

    def validate_contact(self, field: Any) -> None:
        if not field.data:
            return
        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError("Write an email address like name@example.org, or leave it empty.") from error

    def validate_follows(self, field: Any) -> None:
        if field.data and not self.contact.data:
            raise ValidationError("Give an address for that, or clear the tick: the receipt tells you as well.")

    def seems_to_be_a_program(self) -> bool:
        """Whether nobody can have read the page yet; a person only presses once more, and nothing typed is lost."""
        form: Any = self
        if form.is_from_a_bot:
            form.first_field.errors = ["Please press the button once more, so that we know you are a person."]
        return bool(form.is_from_a_bot)

    @property
    def first_field(self) -> Any:
        return self.contact


class AskForm(ContactMixin, HoneypotMixin, Form):
    """One question, without an account and without a name."""

    words = TextAreaField(
        "Your question",
        [Given("Write your question."), Length(max=LONG, message="Please keep it under 8,000 letters.")],
        description="One question at a time. Leave out names, exact ages and schools where you can.",
    )
    #: The words for which the page has already shown what could identify somebody, and what was asked before.
    looked_at = HiddenField()

    @property
    def first_field(self) -> Any:
        return self.words

    def asked(self, *, please_reword: bool, late: bool = False) -> Asked:
        return Asked(self.words.data, self.contact.data or None, bool(self.follows.data), please_reword, late)


class WordsForm(VersionedForm):
    """Whoever asked puts it otherwise."""

    words = TextAreaField("Your question", [Given("Write your question."), Length(max=LONG)])


class WithdrawForm(Form):
    """A tick, so that no program that presses the button of a mailed page takes a question back."""

    sure = BooleanField("Yes, delete my words and any address I left")

    def validate_sure(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Tick the box if you are sure. Otherwise your question stays as it is.")


class ConsentForm(VersionedForm):
    """One step up the ladder. Only what is above the present step is offered."""

    level = RadioField("What may be said", coerce=int)
    description = SelectField(
        "If something broad: which of these", choices=offered({"": "Choose one", **labels.DESCRIPTIONS}), default=""
    )
    name = StringField(
        "If your name: the name to give", [Length(max=200)], description="The public never sees it, only the council."
    )
    #: What the page showed when the button was pressed: agreement is to these words and to no others.
    shown = HiddenField()

    def agrees_to_what_was_shown(self) -> bool:
        return bool(self.shown.data) and self.shown.data == self._as_shown()

    def _as_shown(self) -> str:
        return f"{self.level.data}: {self.said()}"

    def show(self) -> str:
        """The very words, and a note of them in the form; whoever changes their mind sees the others first."""
        self.shown.data = self._as_shown()
        return self.said()

    def offer_above(self, level: int) -> None:
        self.level.choices = offered({int(step): words for step, words in labels.LEVELS.items() if step > level})

    def validate_description(self, field: Any) -> None:
        if self.level.data == Consent.DESCRIBED and not field.data:
            raise ValidationError("Choose what may be said.")

    def validate_name(self, field: Any) -> None:
        if self.level.data == Consent.NAMED_TO_AUTHORITY and not field.data:
            raise ValidationError("Write the name that the council may see.")

    def said(self) -> str:
        """The very words that will be shown."""
        if self.level.data == Consent.DESCRIBED:
            return labels.DESCRIPTIONS[self.description.data]
        if self.level.data == Consent.ASKS_IN_PERSON:
            return labels.IN_PERSON
        return str(self.name.data)


class ObjectionForm(VersionedForm):
    objection = TextAreaField(
        "What is wrong with the wording",
        [Given("Say in a few words what is wrong with it."), Length(max=1000)],
        description="For example: it says too much, or it asks something else than you meant.",
    )


class AnswerForm(Form):
    answer = TextAreaField(
        "Your answer",
        [Given("Write your answer."), Length(max=LONG)],
        description="Only the coordinator and deputies read it. Say no more than is needed.",
    )


class RequestForm(VersionedForm):
    """“Also asked by FOI”."""

    foi_link = StringField(
        "Link to the request",
        [Optional(), URL(message="Paste the whole link, beginning with https://."), Length(max=500)],
        description="Leave it empty to take it out again.",
    )
    foi_state = SelectField("How far it is", choices=offered(FOI_STATES), default=FoiState.WAITING)
    foi_shown = BooleanField(
        "Show it with the question, to everybody",
        description="A page of a request often names who made it. Without the tick only the coordinator sees it.",
    )

    def validate_foi_link(self, field: Any) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Paste the whole link, beginning with https://.")

    def validate_foi_shown(self, field: Any) -> None:
        if field.data and not self.foi_link.data:
            raise ValidationError("Paste the link to show, or clear the tick.")


class AskBackForm(VersionedForm):
    question = TextAreaField(
        "What you would like to know",
        [Given("Write what you would like to know."), Length(max=2000)],
        description="For example: which school year is this about? Ask only what the wording needs.",
    )


class PutTogetherForm(VersionedForm):
    into = RadioField("Which of these asks the same", coerce=int)


class WordingForm(VersionedForm):
    topic_name = StringField(
        "Topic", [Length(max=80)], description="A word or two, so that the answer is found with others like it."
    )
    wording = TextAreaField(
        "The question in the forum’s words",
        [Given("Write how the question will read on the agenda."), Length(max=LONG)],
        description="The council and the public will read this; whoever asked sees it first. As typed will do, too.",
    )
    looked = BooleanField("I have looked at each of these, and none of them tells who asked")


class SetAsideForm(VersionedForm):
    state = RadioField(
        "What to do with it",
        choices=offered(
            {
                SubmissionState.PARKED: "Keep it for a later meeting",
                SubmissionState.DECLINED: "Do not take it onto the agenda",
            }
        ),
        default=SubmissionState.PARKED,
    )
    because = StringField(
        "Why, for whoever asked", [Length(max=500)], description="They read it on the page of their receipt."
    )

    def validate_because(self, field: Any) -> None:
        if self.state.data == SubmissionState.DECLINED and not field.data:
            raise ValidationError("Say why, so that whoever asked understands.")


class ReleaseForm(Form):
    reply_by = DayField(
        "Reply asked for by",
        [Optional()],
        description="Ten working days from today unless you change it. The officers see it with the questions.",
    )
    officers = Ticks(
        "Who gets the link to them by mail", coerce=int,
        description="Each gets a link of their own, to read and answer without signing in. It goes with the release.",
    )  # fmt: skip
    few = BooleanField("Release them all the same")

    def offer_officers(self, officers: Sequence[Person]) -> None:
        """All of them are ticked until somebody takes one out."""
        self.officers.choices = offered({person.id: f"{person.name}, {person.email}" for person in officers})
        if not self.is_submitted():
            self.officers.data = [person.id for person in officers]


class TakeUpForm(VersionedForm):
    meeting_id = SelectField("For which meeting", coerce=int, validators=[Optional()])


class LinkForm(Form):
    days = WholeNumberField(
        "For how many days it works",
        [Given("Say for how many days."), NumberRange(1, 366, message="Choose from 1 to 366 days.")],
    )
