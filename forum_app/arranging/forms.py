from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import Form as Rows
from wtforms import FormField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forum_app.arranging import labels
from forum_app.arranging.models import DateInvitee, DatePoll, DateProposal
from forum_app.arranging.operations import Option, Proposed, Room
from forum_app.arranging.queries import Askable
from forum_app.clock import ClocksChange, day_in_words, local
from forum_app.web.bots import HoneypotMixin
from forum_app.web.egress import TellsNobody
from forum_app.web.filters import times_in_words
from forum_app.web.forms import ClockField, DayField, Form, Given, RowList, VersionedForm, offered, parse_day

MOST_DATES, FEWEST_DATES, ROWS_AT_FIRST = 6, 2, 3
ONCE_MORE = "Please press the button once more, so that we know you are a person."


class Ticks(SelectMultipleField):
    """Some of many, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OneOf:
    """A choice must be made; the message says which."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(self.message)


class ReadFirst(HoneypotMixin):
    """For forms behind a link, which a program that looks through mail may press."""

    def is_pressed_too_soon(self) -> bool:
        """Whether nobody can have read the page yet; a person only presses once more, and nothing typed is lost."""
        form: Any = self
        if self.is_from_a_bot:
            form.shown_at.errors = [ONCE_MORE]
        return self.is_from_a_bot


# Dates --------------------------------------------------------------------------------------------------------


class DateRow(Rows):
    day = DayField("Date", [Optional()])
    doors_at = ClockField("Doors", [Optional()])
    starts_at = ClockField("Starts", [Optional()])
    ends_by = ClockField("Finishes by", [Optional()])


class ProposeForm(VersionedForm):
    """Two to six dates, whom to ask, and by when. A row without a date is left out."""

    time_zone = "Europe/London"
    today = date.min

    options = RowList(FormField(DateRow), max_entries=MOST_DATES)
    people = Ticks("Whom to ask", coerce=int, description="Each gets a link of their own, and need not sign in.")
    reply_by = DayField(
        "An answer is hoped for by",
        [Given("Say by when you hope for an answer, for example 15 April 2026.")],
        description="Who has not answered is reminded once, three days before.",
    )
    words = TextAreaField(
        "A few words to go with it",
        [Length(max=2000), TellsNobody("Whoever is asked")],
        description="What the meeting is for, or why these dates. Leave it empty if there is nothing to say.",
    )

    def offer_people(self, people: Sequence[Askable]) -> None:
        self.people.choices = offered({one.person.id: f"{one.person.name}, {one.in_words}" for one in people})

    def show(self, poll: DatePoll) -> None:
        """What a draft holds, for a form that is opened."""
        for proposal in poll.proposals:
            self.options.append_entry(proposal)
        self.people.data = [invitee.person_id for invitee in poll.invitees]
        self.reply_by.data, self.words.data, self.version.data = poll.reply_by, poll.words, str(poll.version)

    def fill_up(self, times: dict[str, Any], rows: int) -> None:
        """Empty rows up to so many, at the usual times."""
        while len(self.options) < rows:
            self.options.append_entry(times)

    @property
    def given_rows(self) -> list[Any]:
        return [entry.form for entry in self.options if entry.form.day.data or entry.form.day.errors]

    def validate_options(self, field: Any) -> None:
        rows = self.given_rows
        faults = [_find_faults(row, self.time_zone, self.today) for row in rows]
        if any(faults):
            raise ValidationError("Look at the dates again.")
        if len(rows) < FEWEST_DATES:
            raise ValidationError("Give two dates at least, so that people can choose.")
        if len({(row.day.data, row.starts_at.data) for row in rows}) < len(rows):
            raise ValidationError("Two of the dates are the same.")

    def validate_people(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Choose whom to ask.")

    def validate_reply_by(self, field: Any) -> None:
        if field.data and field.data < self.today:
            raise ValidationError("Choose a day that is still to come.")

    def proposed(self) -> Proposed:
        options = [
            Option(row.day.data, row.doors_at.data, row.starts_at.data, row.ends_by.data) for row in self.given_rows
        ]
        return Proposed(options, self.people.data or [], self.reply_by.data, self.words.data)

    def show_both(self, row: Any) -> None:
        self.clash = True
        self.version.data = self.version.raw_data = row.version
        self.options.saved_meanwhile = "\n".join(
            f"{day_in_words(proposal.day)}: {times_in_words(proposal)}" for proposal in row.proposals
        )


def _find_faults(row: Any, zone: str, today: date) -> bool:
    """Write down beside its fields what is wrong with a row that has a date."""
    fault = None if row.day.errors else _fault(row, zone, today)
    if fault:
        row.day.errors = [fault]
    return any(field.errors for field in row)


def _fault(row: Any, zone: str, today: date) -> str | None:
    day, doors, starts, ends = (row[name].data for name in ("day", "doors_at", "starts_at", "ends_by"))
    if day < today:
        return f"{day_in_words(day)} is over."
    if starts is None or ends is None:
        return f"Give the start and the latest finish for {day_in_words(day)}."
    if starts >= ends or (doors and doors > starts):
        return f"On {day_in_words(day)} the doors open first, then it starts, then it finishes."
    try:
        for at in filter(None, (doors, starts, ends)):
            local(day, at, zone)
    except ClocksChange as refused:
        return str(refused)
    return None


class AnswerForm(ReadFirst, Form):
    """What somebody says of each date; `answer_form` puts a field for each beside these."""

    note = StringField(
        "A note for the coordinator, if you like",
        [Length(max=500)],
        description="For example: only from 5pm on that day.",
    )

    def answers(self, proposals: Iterable[DateProposal]) -> dict[int, str]:
        return {proposal.id: self[f"date_{proposal.id}"].data for proposal in proposals}


def answer_form(invitee: DateInvitee) -> AnswerForm:
    """The form for one person's answer, with what they said before."""
    proposals = invitee.poll.proposals
    fields = {
        f"date_{proposal.id}": RadioField(
            day_in_words(proposal.day),
            [OneOf(f"Say whether {day_in_words(proposal.day)} suits you.")],
            description=f"{times_in_words(proposal)[:1].upper()}{times_in_words(proposal)[1:]}",
            choices=offered(labels.SAYS),
            validate_choice=False,
        )
        for proposal in proposals
    }
    before = {f"date_{proposal.id}": invitee.says(proposal) for proposal in proposals}
    form: AnswerForm = type("AnswerForm", (AnswerForm,), fields)(data=before | {"note": invitee.note})
    return form


class HolidaysForm(Form):
    lines = TextAreaField(
        "School holidays, one a line",
        [Length(max=4000)],
        description="A name, the first day and the last: Half term, 25 May 2026, 29 May 2026.",
    )

    def validate_lines(self, field: Any) -> None:
        wrong = [line for line in _lines_of(field.data) if _holiday(line) is None]
        if wrong:
            raise ValidationError(f"Write this line as name, first day, last day: {wrong[0][:80]}")

    def holidays(self) -> list[tuple[str, date, date]]:
        return [found for line in _lines_of(self.lines.data) if (found := _holiday(line)) is not None]


def _lines_of(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _holiday(line: str) -> tuple[str, date, date] | None:
    name, *days = (part.strip() for part in line.rsplit(",", 2))
    first, last = (parse_day(day) for day in days) if len(days) == 2 else (None, None)
    if not name or len(name) > 80 or first is None or last is None or first > last:
        return None
    return name, first, last


# The room -----------------------------------------------------------------------------------------------------


class AskRoomForm(Form):
    """The letter to whoever books rooms."""

    officers = Ticks(
        "Who is asked", coerce=int, description="Each gets a link of their own; the first answer counts for all."
    )
    words = TextAreaField(
        "The letter",
        [Given("Write what the room is needed for."), Length(max=4000), TellsNobody("Whoever books rooms")],
        description="Date and times are put above it by themselves, and the link below it.",
    )
    #: The words and people that the page has already shown as they will go out.
    looked_at = HiddenField()

    def offer_officers(self, officers: Sequence[Any]) -> None:
        self.officers.choices = offered({person.id: f"{person.name}, {person.email}" for person in officers})

    def validate_officers(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Choose who is asked.")

    @property
    def as_looked_at(self) -> str:
        return f"{sorted(self.officers.data or [])}{self.words.data}"

    def was_looked_at(self) -> bool:
        """Whether the page has shown this very letter to these very people."""
        seen: bool = self.looked_at.data == self.as_looked_at
        self.looked_at.data = self.as_looked_at
        return seen


class ConfirmRoomForm(ReadFirst, VersionedForm):
    room = StringField(
        "Which room, and in which building",
        [Given("Say which room it is."), Length(max=200)],
        description="For example: Library, first floor room.",
    )
    address = StringField("Its address", [Length(max=300)])
    must_know = TextAreaField(
        "Anything people must know",
        [Length(max=1000)],
        description="Which door, parking, signing in at a desk. This goes onto the public page.",
    )

    def facts(self) -> Room:
        return Room(self.room.data, self.address.data, self.must_know.data)


class NoRoomForm(ReadFirst, VersionedForm):
    because = StringField(
        "Why it is not possible",
        [Given("Say why in a sentence, so that the coordinator can look for another way."), Length(max=1000)],
        description="For example: the building is closed that week; the week after would do.",
    )


class LaterForm(ReadFirst, VersionedForm):
    today = date.min

    answer_by = DayField("I will answer by", [Given("Say by which day, for example 15 April 2026.")])

    def validate_answer_by(self, field: Any) -> None:
        if field.data and not self.today <= field.data <= self.today + timedelta(days=365):
            raise ValidationError("Choose a day that is still to come, within a year.")


class TakeBackForm(ReadFirst, Form):
    pass
