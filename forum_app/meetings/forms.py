from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Rows
from wtforms.validators import URL, Length, NumberRange, Optional, ValidationError

from forum_app.clock import TimeDoesNotExist, TimeHappensTwice, day_in_words, local
from forum_app.meetings import labels
from forum_app.meetings.models import ItemKind, Meeting, MeetingKind, RoleKind, Venue
from forum_app.meetings.operations import Details, RoleLine
from forum_app.meetings.standard_agenda import AgendaLine
from forum_app.web.egress import TellsNobody
from forum_app.web.forms import (
    ClockField,
    DayField,
    Form,
    Given,
    RowList,
    VersionedForm,
    WholeNumberField,
    clean_text,
    offered,
)

SPARE_ROWS = 3


class DetailsForm(VersionedForm):
    """Date, times and place of a meeting."""

    time_zone = "Europe/London"

    day = DayField("Date", [Given("Give the date, for example 15 April 2026.")])
    doors_at = ClockField(
        "Doors open",
        [Optional()],
        description="When people may come in. Leave empty if there is no such time.",
    )
    starts_at = ClockField("Starts", [Given("Say when the meeting starts, for example 4.30pm.")])
    ends_by = ClockField("Finishes no later than", [Given("Say when the meeting must be over, for example 6.30pm.")])
    attending = RadioField("How people can come", choices=offered(labels.ATTENDING), default="both")
    venue_id = SelectField("Venue", coerce=int, default=0)
    new_venue = StringField(
        "A place not in the list",
        [Length(max=200), TellsNobody()],
        description="Its name. Directions and access can be added afterwards under Venues.",
    )
    room_state = SelectField(
        "Room",
        choices=offered(labels.ROOM_STATES),
        default="not_asked",
        description="Ten minutes after it is confirmed, the calendars of those who were invited hear so by themselves.",
    )
    online_link = StringField(
        "Link to join online",
        [Optional(), URL(message="Paste the whole link, beginning with https://."), Length(max=500)],
    )
    link_hours_before = SelectField(
        "Show the link on the public page",
        coerce=int,
        choices=offered(labels.LINK_SHOWN),
        default=48,
        description="Until then the page says that the link comes closer to the time.",
    )

    questions_until_day = DayField(
        "Questions in advance until",
        [Optional()],
        description="Leave both empty for the usual day, which stands in the settings.",
    )
    questions_until_at = ClockField("At what time", [Optional()])
    room_anew = BooleanField("Move the meeting; the room is asked for anew")

    def offer_venues(self, venues: Sequence[Venue]) -> None:
        self.venue_id.choices = offered({0: "Not decided yet", **{venue.id: venue.name for venue in venues}})

    def validate_day(self, field: Any) -> None:
        for at in (self.doors_at, self.starts_at, self.ends_by):
            if field.data and at.data:
                try:
                    local(field.data, at.data, self.time_zone)
                except (TimeDoesNotExist, TimeHappensTwice) as refused:
                    raise ValidationError(str(refused)) from refused

    def validate_starts_at(self, field: Any) -> None:
        if self.doors_at.data and field.data and self.doors_at.data > field.data:
            raise ValidationError("Doors open before the meeting starts: make this the later time.")

    def validate_ends_by(self, field: Any) -> None:
        if self.starts_at.data and field.data and self.starts_at.data >= field.data:
            raise ValidationError("The finish comes after the start: make this the later time.")

    def validate_questions_until_day(self, field: Any) -> None:
        if field.data and self.day.data and field.data > self.day.data:
            raise ValidationError("Questions in advance close before the meeting: make this the earlier day.")

    def validate_questions_until_at(self, field: Any) -> None:
        until = self.questions_until_day.data
        if (field.data is None) != (until is None):
            raise ValidationError("Give both the day and the time until which questions are taken, or neither.")
        if field.data and until:
            try:
                local(until, field.data, self.time_zone)
            except (TimeDoesNotExist, TimeHappensTwice) as refused:
                raise ValidationError(str(refused)) from refused

    def details(self) -> Details:
        return Details(
            day=self.day.data,
            doors_at=self.doors_at.data,
            starts_at=self.starts_at.data,
            ends_by=self.ends_by.data,
            time_zone=self.time_zone,
            attending=self.attending.data,
            room_state=self.room_state.data,
            online_link=self.online_link.data or None,
            link_hours_before=self.link_hours_before.data if self.online_link.data else None,
            questions_until_day=self.questions_until_day.data,
            questions_until_at=self.questions_until_at.data,
        )


class NewMeetingForm(DetailsForm):
    kind = RadioField("What kind of meeting", choices=offered(labels.MEETING_KINDS), default=MeetingKind.FORUM)
    agenda_from = SelectField("Begin with the agenda of", coerce=int, default=0)

    def offer_agendas(self, meetings: Sequence[Meeting]) -> None:
        begun_from = {meeting.id: f"The meeting on {day_in_words(meeting.day)}" for meeting in meetings}
        self.agenda_from.choices = offered({0: "The standard agenda", **begun_from})


class VenueForm(VersionedForm):
    name = StringField("Name", [Given("Give the venue its name."), Length(max=200), TellsNobody()])
    address = StringField("Address", [Length(max=300), TellsNobody()])
    directions = TextAreaField(
        "How to find it",
        [Length(max=3000), TellsNobody()],
        description="Bus, parking, which door, how to find the room.",
    )
    access = TextAreaField(
        "Access",
        [Length(max=3000), TellsNobody()],
        description="Steps, lifts, hearing loop, toilets, a quiet corner, baby changing.",
    )

    def facts(self) -> dict[str, str]:
        return {name: getattr(self, name).data for name in ("name", "address", "directions", "access")}


class ItemForm(VersionedForm):
    """One item of an agenda."""

    title = StringField("Title", [Given("Give the item a title."), Length(max=300), TellsNobody()])
    kind = SelectField("What kind of item", choices=offered(labels.ITEM_KINDS), default=ItemKind.OTHER)
    minutes_allotted = WholeNumberField(
        "Minutes",
        [Optional(), NumberRange(0, 600, message="Write the minutes as a number from 0 to 600.")],
    )
    presenter = StringField("Who presents it", [Length(max=120)])
    presenter_title = StringField(
        "Their post or organisation on that day",
        [Length(max=200)],
        description="Kept as it is at this meeting, even if they change posts later.",
    )
    notes = TextAreaField("A line or two for the agenda", [Length(max=2000), TellsNobody()])
    parked = BooleanField("Park this item: it is not taken at this meeting")
    parked_because = StringField(
        "Why it is parked",
        [Length(max=300), TellsNobody()],
        description="Shown on the public agenda, for example: the officer cannot come.",
    )

    def line(self) -> AgendaLine:
        return AgendaLine(
            kind=ItemKind(self.kind.data),
            title=self.title.data,
            minutes=self.minutes_allotted.data,
            presenter=self.presenter.data,
            presenter_title=self.presenter_title.data,
            notes=self.notes.data,
        )


class NewItemForm(Form):
    title = StringField("Title", [Given("Give the item a title."), Length(max=300), TellsNobody()])
    kind = SelectField("Kind", choices=offered(labels.ITEM_KINDS), default=ItemKind.OTHER)
    minutes_allotted = WholeNumberField(
        "Minutes", [Optional(), NumberRange(0, 600, message="Write the minutes as a number from 0 to 600.")]
    )

    def line(self) -> AgendaLine:
        return AgendaLine(ItemKind(self.kind.data), self.title.data, self.minutes_allotted.data)


class RoleRow(Rows):
    role = SelectField("Part", choices=offered(labels.ROLES), default=RoleKind.REPRESENTATIVE)
    name = StringField("Name", [Length(max=120)], filters=[clean_text])
    job_title = StringField("Job title", [Length(max=200)], filters=[clean_text])


class RolesForm(VersionedForm):
    """Who has a part in the meeting. A row without name and title is left out."""

    roles = RowList(FormField(RoleRow), max_entries=80)

    def lines(self) -> list[RoleLine]:
        rows = (entry.form for entry in self.roles)
        return [
            RoleLine(row.role.data, row.name.data or None, row.job_title.data or None)
            for row in rows
            if row.name.data or row.job_title.data
        ]

    def add_spare_rows(self, role: str = RoleKind.REPRESENTATIVE) -> None:
        for _ in range(SPARE_ROWS):
            if len(self.roles) < 80:
                self.roles.append_entry({"role": role})

    def show_both(self, row: Any) -> None:
        self.clash = True
        self.version.data = self.version.raw_data = row.version
        self.roles.saved_meanwhile = "\n".join(
            f"{labels.ROLES[RoleKind(line.role)]}: {', '.join(filter(None, (line.name, line.job_title)))}"
            for line in row.roles
        )


class CancelForm(Form):
    because = StringField(
        "Why it is cancelled",
        [Given("Say in a few words why, so that people understand."), Length(max=1000), TellsNobody()],
    )


class ConfirmForm(FlaskForm):
    """Only the token against forged posts."""
