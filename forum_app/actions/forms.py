import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from forum_app.actions import labels
from forum_app.actions.models import ActionPoint, ActionState, OwnerKind, Said, TickOffFile
from forum_app.actions.operations import ActionFacts, Outcome
from forum_app.documents.every_text import texts_in
from forum_app.documents.uploads import TYPES, CannotRead, CleanFile, clean
from forum_app.people.models import Person
from forum_app.web.bots import HoneypotMixin
from forum_app.web.egress import TellsNobody, held_back
from forum_app.web.forms import DayField, Form, Given, VersionedForm, WholeNumberField, offered

LONG, MOST_FILES = 4000, 3


class ActionForm(VersionedForm):
    """A promise as a sentence: who, what, by when."""

    owner_kind = RadioField("Who is it for", choices=offered(labels.OWNER_KINDS), default=OwnerKind.PERSON)
    owner = StringField(
        "Who",
        [Given("Say who: a name, a post, a group, or “Anybody”."), Length(max=200), TellsNobody()],
        description="Name only officers, speakers and helpers who agreed to it. Never a participant.",
    )
    text = TextAreaField("What will they do", [Given("Write what was promised."), Length(max=2000), TellsNobody()])
    joined_by = SelectField("Is there a second half", choices=offered({"": "No", **labels.JOINS}), default="")
    second_text = TextAreaField("The second half", [Length(max=2000), TellsNobody()])
    via = StringField(
        "Passed on by",
        [Length(max=120), TellsNobody()],
        description="If it reaches families through somebody else. Then it has two halves, each with its own day: that "
        "it reaches whoever passes it on, and that families have it.",
    )
    due_on = DayField(
        "By when, as a date",
        [Optional()],
        description="Left empty, one person’s promise gets the usual day for its kind: a month to send something, two "
        "to ask a team, eight weeks before the next meeting for what that needs. You can change it.",
    )
    no_day = BooleanField("Leave it without a day")
    due_words = StringField(
        "By when, in words",
        [Length(max=120)],
        description="If no day was named, for example: before half-term.",
    )

    def validate_second_text(self, field: Any) -> None:
        if self.joined_by.data and not field.data:
            raise ValidationError("Write the second half, or choose “No” above.")
        if field.data and not self.joined_by.data:
            raise ValidationError("Choose above how the second half belongs to the first.")

    def validate_due_words(self, field: Any) -> None:
        if field.data and self.due_on.data:
            raise ValidationError("Give the date or the words, not both.")

    def wants_usual_day(self) -> bool:
        named = self.due_on.data or self.due_words.data or self.no_day.data
        return self.owner_kind.data == OwnerKind.PERSON and not named

    def facts(self) -> ActionFacts:
        return ActionFacts(
            owner_kind=self.owner_kind.data,
            owner=self.owner.data,
            text=self.text.data,
            via=self.via.data,
            second_text=self.second_text.data or None,
            joined_by=self.joined_by.data or None,
            due_on=self.due_on.data,
            due_words=self.due_words.data,
        )


class UpdateForm(VersionedForm):
    """What was heard of a promise."""

    state = RadioField("Where it stands now", choices=offered(labels.STATES), default=ActionState.DONE)
    words = TextAreaField(
        "What became of it, in a sentence",
        [
            Given("Write a sentence: people want to know what became of it, not only a tick."),
            Length(max=2000),
            TellsNobody(),
        ],
        description="Shown in public, word for word, if the minutes are published.",
    )
    day = DayField("On which day", [Given("Give the day, for example 15 April 2026.")])
    handed_over = BooleanField("It has reached whoever passes it on to families")
    new_due_on = DayField(
        "More time, until",
        [Optional()],
        description="Only if more time was asked for. The first day stays beside the new one.",
    )

    def outcome(self) -> Outcome:
        return Outcome(
            self.state.data,
            self.words.data,
            self.day.data,
            self.new_due_on.data,
            handed_over=bool(self.handed_over.data),
        )


def _usual_address(field: Any) -> None:
    try:
        field.data = validate_email(field.data, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValidationError("Write an email address like name@example.org.") from error


class TickOffForm(Form):
    """What became of one action point, from the link in a mail: no account, one press."""

    said = RadioField("How does it stand", [InputRequired("Choose how it stands.")])
    words = TextAreaField(
        "In a sentence: what became of it",
        [Given("Write a sentence: families want to know what became of it, not only a tick."), Length(max=LONG)],
        description="Links can go in here too. The coordinator looks at the wording before anybody else reads it.",
    )
    new_due_on = DayField(
        "If you need more time: until when",
        [Optional()],
        description="Left empty, it is six weeks from today. The first day stays beside the new one.",
    )
    files = MultipleFileField(
        "Files, if there are any",
        description="PDF, Word, OpenDocument or pictures, at most three of 10 MB each.",
        render_kw={"accept": ",".join(TYPES)},
    )
    form_key = HiddenField()
    #: The day on which the form is open; more time ends after it.
    today: date

    def validate_new_due_on(self, field: Any) -> None:
        if field.data and self.said.data == Said.MORE_TIME and field.data <= self.today:
            raise ValidationError("Choose a day that is still to come.")

    def draw_key(self) -> None:
        """A new page is a new form; the same page sent twice is one."""
        self.form_key.data = self.form_key.data or secrets.token_urlsafe(24)

    def offer(self, choices: Mapping[Said, str]) -> None:
        self.said.choices = offered(choices)

    def validate_form_key(self, field: Any) -> None:
        if len(field.data or "") > 64:
            raise ValidationError("Open the page again, and send it from there.")

    def validate_files(self, field: Any) -> None:
        if len(self.chosen()) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files; the others can follow by mail.")

    def chosen(self) -> list[FileStorage]:
        return [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]

    def clean_files(self) -> Sequence[CleanFile] | None:
        """Copies fit to be handed on; None where one of them is not, which the page then says."""
        try:
            return [clean(file.filename or "", file.read()) for file in self.chosen()]
        except CannotRead as refused:
            self.files.errors = [f"{refused} Please choose your files again; your words are still here."]
            return None


class ConfirmForm(VersionedForm):
    """The coordinator puts on record what a holder said."""

    wording = TextAreaField(
        "The words that everybody will read",
        [Given("Write what everybody will read."), Length(max=LONG), TellsNobody()],
        description="As it was sent, until you change it.",
    )
    to_show = SelectMultipleField("Files that everybody may open", coerce=int, choices=[])
    #: What came with it, whether it is shown or not.
    files: Sequence[TickOffFile] = ()

    def offer_files(self, files: Sequence[TickOffFile]) -> None:
        self.files = files
        self.to_show.choices = offered({file.id: file.called for file in files})

    def validate_to_show(self, field: Any) -> None:
        """A chosen file says no more than the words may, in what is seen of it and in what is not."""
        chosen = (file for file in self.files if file.id in (field.data or []))
        faults = [fault for file in chosen if (fault := _fault_of(file))]
        if faults:
            raise ValidationError(f"{' '.join(faults)} Take its tick away, or ask for another copy. Nothing is lost.")


def _fault_of(file: TickOffFile) -> str:
    """Why nobody else may open a file; a picture is looked at by whoever ticks it, only its name is read here."""
    try:
        is_picture = file.media_type.startswith("image/")
        texts = [file.called] if is_picture else [found.text for found in texts_in(file.data, file.called)]
    except CannotRead:
        return f"“{file.called}” cannot be looked through, so nobody knows what it would tell."
    if held_back("\n\n".join(texts)):
        return f"The address or number of somebody on the private list stands in “{file.called}”."
    return ""


class HolderForm(Form):
    """Who has an action point in hand from now on."""

    person = SelectField("Somebody with a role in the forum", default="")
    name = StringField(
        "Or somebody else: their name", [Length(max=200)], description="An officer or helper without a sign-in here."
    )
    address = StringField("Their email address", [Length(max=254)], description="It is shown to nobody.")
    now_with = StringField(
        "Said in public: now with",
        [Length(max=200), TellsNobody()],
        description="A name or post, if somebody else looks after it than promised it. Left empty, nothing is said.",
    )
    quiet_until = DayField("Remind of nothing before", [Optional()], description="If it cannot be done earlier.")
    tell = BooleanField("Send them the link to it now")

    def offer_people(self, people: Sequence[Person]) -> None:
        self.person.choices = offered({"": "Nobody of these", **{str(p.id): p.name for p in people}})

    def validate_name(self, field: Any) -> None:
        if bool(self.person.data) == bool(field.data):
            raise ValidationError("Choose one of the people above, or write a name: one of the two.")

    def validate_address(self, field: Any) -> None:
        if self.person.data:
            return
        if not field.data:
            raise ValidationError("Write an email address: without one they cannot say what became of it.")
        _usual_address(field)


class GiveOutForm(Form):
    """Who has what nobody has in hand; `give_out_form` puts a field for each promise beside this one."""

    tell = BooleanField(
        "Send each of them the links now",
        description="One mail a person, with everything that you choose for them. Without the tick no mail goes now.",
    )
    actions: Sequence[ActionPoint] = ()

    def validate_tell(self, field: Any) -> None:
        if not self.chosen():
            raise ValidationError("Choose somebody for one promise at least.")

    def field_of(self, action: ActionPoint) -> Any:
        return self[f"holder_{action.id}"]

    def chosen(self) -> list[tuple[ActionPoint, int]]:
        return [(action, found) for action in self.actions if (found := self.field_of(action).data)]


def give_out_form(
    actions: Sequence[ActionPoint], people: Sequence[Person], proposed: Mapping[int, Person]
) -> GiveOutForm:
    """A field for each promise, with whoever is proposed for it chosen already."""
    choices = offered({0: "Leave it for now", **{person.id: person.name for person in people}})
    fields = {
        f"holder_{action.id}": SelectField(
            "Who has it in hand",
            coerce=int,
            choices=choices,
            default=proposed[action.id].id if action.id in proposed else 0,
        )
        for action in actions
    }
    form: GiveOutForm = type("GiveOutForm", (GiveOutForm,), {**fields, "actions": actions})()
    return form


class SuccessorForm(Form):
    """Everything that somebody has in hand goes to one successor."""

    successor = SelectField("To whom", [InputRequired("Choose who has it from now on.")])
    tell = BooleanField("Send them the links now, one mail for each")

    def offer_people(self, people: Sequence[Person]) -> None:
        self.successor.choices = offered({"": "Choose one", **{str(p.id): p.name for p in people}})


class TakeForm(HoneypotMixin, Form):
    """Somebody would like to take on what is open to anybody."""

    name = StringField("Your name", [Given("Write your name, or what you like to be called."), Length(max=120)])
    address = StringField("Your email address", [Given("Write your email address."), Length(max=254)])
    shows_name = BooleanField("Say in public that I have taken it on", description="Otherwise it only says “Taken on”.")

    def validate_address(self, field: Any) -> None:
        if field.data:
            _usual_address(field)


class ConfirmTakeForm(Form):
    """A program that opens mail and presses buttons does not tick this."""

    sure = BooleanField("Yes, I take it on", [InputRequired("Tick this, so that we know that a person means it.")])


class ReachForm(Form):
    """How a notice to everybody was told."""

    how = StringField(
        "How it was told",
        [Given("Write how it was told, for example: in the news by email."), Length(max=200), TellsNobody()],
    )
    people = WholeNumberField(
        "About how many people it reached",
        [Optional(), NumberRange(0, 10_000_000, "Write a number.")],
        description="If you know. Fewer than ten are shown as “a few”.",
    )
    day = DayField("On which day", [Given("Give the day, for example 15 April 2026.")])


class WordsForm(Form):
    """The coordinator's own words in a reminder."""

    words = TextAreaField(
        "Your words, in place of ours",
        [Length(max=LONG), TellsNobody("Whoever gets this mail")],
        description="They stand at the beginning, after the name. The list of what is open and the links stay. Left "
        "empty, the usual words go.",
    )


class QuietForm(Form):
    """Days on which nobody is reminded."""

    starts_on = DayField("From", [Given("Give the first day, for example 25 May 2026.")])
    ends_on = DayField("Through", [Given("Give the last day, for example 29 May 2026.")])
    why = StringField("Why", [Given("Write why, for example: half-term."), Length(max=120)])

    def validate_ends_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day comes before the first.")


SHOWN = {
    "": "All",
    "open": "Not closed yet",
    "partly_done": "Partly done",
    "done": "Done, or no longer needed",
    "not_done": "Will not happen",
}
ANY_YEAR = {"": "Any year"}


class FilterForm(Form):
    """The tracker's filters, read from the address."""

    class Meta(Form.Meta):
        csrf = False

    state = SelectField("Show", choices=offered(SHOWN), default="")
    owner_kind = SelectField(
        "Promised by",
        default="",
        choices=offered(
            {
                "": "Anybody",
                "person": "One person or post",
                "group": "Everybody in a group",
                "anyone": "Open to anybody",
            }
        ),
    )
    year = SelectField("From the meetings of", default="")

    def offer_years(self, years: Sequence[int]) -> None:
        self.year.choices = offered(ANY_YEAR | {str(year): str(year) for year in reversed(years)})
