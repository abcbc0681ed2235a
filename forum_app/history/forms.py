from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    FormField,
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Rows
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from forum_app.actions.labels import JOINS, OWNER_KINDS
from forum_app.actions.models import OwnerKind
from forum_app.clock import ClocksChange, local
from forum_app.documents.incoming import TYPES
from forum_app.history.review import plain
from forum_app.meetings.forms import RoleRow
from forum_app.meetings.labels import ITEM_KINDS
from forum_app.meetings.models import ItemKind
from forum_app.questions.labels import KINDS
from forum_app.questions.models import QuestionKind
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

LONG = 200_000
MOST_ROWS, MOST_FILES = 200, 40
LISTS = ("roles", "items", "questions", "actions")
CLEAN = [clean_text]


class BringForm(Form):
    """Old minutes as files, or pasted."""

    files = MultipleFileField(
        "Files",
        description="Word (.docx), PDF, OpenDocument, RTF, web page or plain text. Several at once if you like.",
        render_kw={"accept": ",".join(TYPES)},
    )
    text = TextAreaField(
        "Or paste the text here",
        [Length(max=1_000_000)],
        description="Open the minutes, select everything, copy, paste.",
    )

    def validate_files(self, field: Any) -> None:
        if len(self.chosen()) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at once; the others can follow.")

    def validate_text(self, field: Any) -> None:
        if not field.data and not self.chosen():
            raise ValidationError("Choose a file or paste the minutes.")

    def chosen(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends an empty one where there are none."""
        return [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]


class PersonRow(RoleRow):
    lines = HiddenField()
    confidence = HiddenField()


class ItemRow(Rows):
    kind = SelectField("Kind", choices=offered(ITEM_KINDS), default=ItemKind.OTHER)
    title = StringField("Title", [Given("Give the item a title."), Length(max=300)], filters=CLEAN)
    presenter = StringField("Who presented it", [Length(max=120)], filters=CLEAN)
    text = TextAreaField("Minutes", [Length(max=LONG)], filters=CLEAN)
    lines = HiddenField()
    confidence = HiddenField()
    drop = BooleanField("Leave this item out")


class QuestionRow(Rows):
    number = WholeNumberField("Number", [Optional(), NumberRange(1, 999, message="Write a number from 1 to 999.")])
    kind = SelectField("How it was asked", choices=offered(KINDS), default=QuestionKind.ADVANCE)
    wording = TextAreaField("Question", [Given("Write the question."), Length(max=LONG)], filters=CLEAN)
    response = TextAreaField("The local authority’s response", [Length(max=LONG)], filters=CLEAN)
    contributions = TextAreaField(
        "What participants said", [Length(max=LONG)], description="A blank line between two.", filters=CLEAN
    )
    lines = HiddenField()
    confidence = HiddenField()
    drop = BooleanField("Leave this question out")


class ActionRow(Rows):
    owner_kind = SelectField("Who is it for", choices=offered(OWNER_KINDS), default=OwnerKind.PERSON)
    owner = StringField("Who", [Given("Say who."), Length(max=200)], filters=CLEAN)
    text = TextAreaField("What", [Given("Write what was promised."), Length(max=LONG)], filters=CLEAN)
    via = StringField("Passed on by", [Length(max=120)], filters=CLEAN)
    joined_by = SelectField("Is there a second half", choices=offered({"": "No", **JOINS}), default="")
    second_text = TextAreaField("The second half", [Length(max=LONG)], filters=CLEAN)
    due_on = DayField("By when, as a date", [Optional()])
    due_words = StringField("By when, in words", [Length(max=120)], filters=CLEAN)
    lines = HiddenField()
    confidence = HiddenField()
    note = HiddenField()
    drop = BooleanField("Leave this action point out")

    def validate_second_text(self, field: Any) -> None:
        if bool(field.data) != bool(self.joined_by.data):
            raise ValidationError("A second half needs its words and how it belongs to the first.")

    def validate_due_words(self, field: Any) -> None:
        if field.data and self.due_on.data:
            raise ValidationError("Give the date or the words, not both.")


class OfferRow(Rows):
    """A promise in the text that no action point keeps."""

    take = BooleanField("Make this an action point")
    owner = StringField("Who", [Length(max=200)], filters=CLEAN)
    text = TextAreaField("What", [Length(max=LONG)], filters=CLEAN)
    lines = HiddenField()


class ReviewForm(VersionedForm):
    """Everything that was understood of old minutes, every field of it correctable."""

    time_zone = "Europe/London"

    day = DayField("Date", [Optional()])
    doors_at = ClockField("Doors", [Optional()])
    starts_at = ClockField("Start", [Optional()])
    ends_by = ClockField("Latest finish", [Optional()])
    venue = StringField("Venue", [Length(max=200)])
    roles = RowList(FormField(PersonRow), max_entries=MOST_ROWS)
    items = RowList(FormField(ItemRow), max_entries=MOST_ROWS)
    questions = RowList(FormField(QuestionRow), max_entries=MOST_ROWS)
    actions = RowList(FormField(ActionRow), max_entries=MOST_ROWS)
    offers = RowList(FormField(OfferRow), max_entries=MOST_ROWS)
    next_day = DayField("Date", [Optional()])
    next_doors_at = ClockField("Doors", [Optional()])
    next_starts_at = ClockField("Start", [Optional()])
    next_ends_by = ClockField("Latest finish", [Optional()])

    def validate_day(self, field: Any) -> None:
        self._times_exist(field, (self.doors_at, self.starts_at, self.ends_by))

    def validate_next_day(self, field: Any) -> None:
        self._times_exist(field, (self.next_doors_at, self.next_starts_at, self.next_ends_by))
        if field.data and self.day.data and field.data <= self.day.data:
            raise ValidationError("The next meeting comes after this one: check the year.")

    def validate_ends_by(self, field: Any) -> None:
        _in_order(self.doors_at.data, self.starts_at.data, field.data)

    def validate_next_ends_by(self, field: Any) -> None:
        _in_order(self.next_doors_at.data, self.next_starts_at.data, field.data)

    def validate_questions(self, field: Any) -> None:
        numbers = [row.form.number.data for row in field if row.form.number.data and not row.form.drop.data]
        for row in field:
            if not row.form.drop.data and numbers.count(row.form.number.data) > 1:
                row.form.number.errors = [*row.form.number.errors, "Two questions have this number."]
                raise ValidationError("Two questions have the same number.")

    def _times_exist(self, day: Any, times: tuple[Any, ...]) -> None:
        for at in times:
            if day.data and at.data:
                try:
                    local(day.data, at.data, self.time_zone)
                except ClocksChange as refused:
                    raise ValidationError(str(refused)) from refused

    def reading(self, before: dict[str, Any]) -> dict[str, Any]:
        """What the form holds, without the rows to be left out; promises that were taken are action points."""
        said = {name: field.data for name, field in self._fields.items() if name not in {"csrf_token", "version"}}
        for name in LISTS:
            said[name] = [row for row in said[name] if not row.get("drop") and _is_filled(name, row)]
        said["actions"] += [_as_action(offer) for offer in said["offers"] if offer["take"]]
        said["offers"] = [offer for offer in said["offers"] if not offer["take"]]
        return plain(said | {name: before.get(name, []) for name in ("warnings", "set_aside", "header_lines")})

    def show_both(self, row: Any) -> None:
        """Two people correct one reading: the second is told, and keeps what they typed."""
        self.clash = True
        self.version.data = self.version.raw_data = row.version


def _as_action(offer: dict[str, Any]) -> dict[str, Any]:
    kind = OwnerKind.PERSON if offer["owner"] else OwnerKind.ANYONE
    owner = offer["owner"] or "Somebody"
    empty = {"joined_by": "", "second_text": "", "via": "", "due_on": None, "due_words": "", "note": ""}
    return empty | {
        "owner_kind": kind,
        "owner": owner,
        "text": offer["text"],
        "lines": offer["lines"],
        "confidence": "likely",
    }


def _is_filled(name: str, row: dict[str, Any]) -> bool:
    return name != "roles" or bool(row["name"] or row["job_title"])


def _in_order(doors: Any, starts: Any, ends: Any) -> None:
    if starts and ends and starts >= ends:
        raise ValidationError("The finish comes after the start.")
    if doors and starts and doors > starts:
        raise ValidationError("Doors open before the start.")
