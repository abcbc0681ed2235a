from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from forum_app.arranging.forms import ReadFirst, Ticks
from forum_app.arranging.queries import Askable
from forum_app.clock import ClocksChange, day_in_words, local
from forum_app.meetings.models import Meeting
from forum_app.planning.operations import NextDate
from forum_app.web.egress import GivesNoDetail, TellsNobody
from forum_app.web.forms import ClockField, DayField, Form, Given, VersionedForm, offered


class AskForm(ReadFirst, Form):
    """Somebody would like to plan the next meeting together."""

    today = date.min

    words = TextAreaField(
        "What should we talk about?",
        [Given("Say in a few words what it is about."), Length(max=2000)],
        description="For example: the date of the next meeting, and who speaks at it.",
    )
    around = DayField(
        "Around which day, if you have one in mind",
        [Optional()],
        description="Otherwise in about three weeks. The coordinator then proposes dates to everybody.",
    )

    def validate_around(self, field: Any) -> None:
        if field.data and field.data < self.today:
            raise ValidationError("Choose a day that is still to come, or leave it empty.")


class NotesForm(ReadFirst, VersionedForm):
    notes = TextAreaField(
        "Notes",
        [Length(max=40_000), GivesNoDetail()],
        description="What was said and agreed. A line beginning with - makes a list, and # makes a heading.",
    )


class AgendaLineForm(ReadFirst, Form):
    title = StringField("What to talk about", [Given("Write what it is about."), Length(max=300), GivesNoDetail()])


class InviteForm(Form):
    people = Ticks("Who is invited", coerce=int, description="Each gets a link of their own, and need not sign in.")
    words = TextAreaField("A few words to go with it", [Length(max=2000), TellsNobody("Whoever is invited")])
    #: The words and people that the page has already shown as they will go out.
    looked_at = HiddenField()

    def offer_people(self, people: Sequence[Askable]) -> None:
        named = {one.person.id: f"{one.person.name}, {one.person.email}" for one in people if one.person.email}
        self.people.choices = offered(named)

    def validate_people(self, field: Any) -> None:
        if not field.data:
            raise ValidationError("Choose who is invited.")

    def was_looked_at(self) -> bool:
        """Whether the page has shown this very letter to these very people."""
        now_said = f"{sorted(self.people.data or [])}{self.words.data}"
        seen: bool = self.looked_at.data == now_said
        self.looked_at.data = now_said
        return seen


class ResultForm(Form):
    """The date that was fixed for the next forum meeting."""

    time_zone = "Europe/London"
    today = date.min

    which = SelectField("Which meeting", coerce=int, default=0)
    day = DayField("Date", [Given("Give the date, for example 15 April 2026.")])
    doors_at = ClockField("Doors open", [Optional()])
    starts_at = ClockField("Starts", [Given("Say when the meeting starts, for example 4.30pm.")])
    ends_by = ClockField("Finishes no later than", [Given("Say when the meeting must be over, for example 6.30pm.")])

    def offer_meetings(self, drafts: Sequence[Meeting]) -> None:
        kept = {meeting.id: f"The draft for {day_in_words(meeting.day)}, moved to this date" for meeting in drafts}
        self.which.choices = offered({0: "A new meeting, as a draft", **kept})

    def validate_day(self, field: Any) -> None:
        if field.data and field.data < self.today:
            raise ValidationError("Choose a day that is still to come.")
        for at in (self.doors_at, self.starts_at, self.ends_by):
            if field.data and at.data:
                try:
                    local(field.data, at.data, self.time_zone)
                except ClocksChange as refused:
                    raise ValidationError(str(refused)) from refused

    def validate_starts_at(self, field: Any) -> None:
        if self.doors_at.data and field.data and self.doors_at.data > field.data:
            raise ValidationError("Doors open before the meeting starts: make this the later time.")

    def validate_ends_by(self, field: Any) -> None:
        if self.starts_at.data and field.data and self.starts_at.data >= field.data:
            raise ValidationError("The finish comes after the start: make this the later time.")

    def fixed(self) -> NextDate:
        return NextDate(self.day.data, self.doors_at.data, self.starts_at.data, self.ends_by.data)
