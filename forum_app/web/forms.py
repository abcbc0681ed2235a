"""Forms: dates and times as people write them, errors that keep what was typed, two savers at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from flask import Response, g, make_response, render_template
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FormField, HiddenField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import DateInput, TimeInput

from forum_app.clock import day_in_words, time_in_words
from forum_app.db import ChangedMeanwhile, Versioned, db, flush, same_version

DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y", "%d.%m.%Y")
TIME_FORMATS = ("%H:%M", "%H:%M:%S", "%I:%M%p", "%I%p", "%H")
LONGEST_NUMBER = 9
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def clean_text(text: Any) -> Any:
    """Typed text with one kind of line end, no control characters and no outer blanks."""
    if not isinstance(text, str):
        return text
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def parse_day(text: str) -> date | None:
    """A day as people write it: 2026-04-15, 15/4/2026, 15 April 2026."""
    for pattern in DAY_FORMATS:
        try:
            day = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return day if day.year >= 1900 else None
    return None


def parse_time(text: str) -> time | None:
    """A time as people write it: 16:30, 4.30pm, 4 pm."""
    plain = text.lower().replace(" ", "").replace(".", ":").replace("noon", "pm")
    for pattern in TIME_FORMATS:
        try:
            return datetime.strptime(plain, pattern).time()  # noqa: DTZ007 - a time of day has no zone
        except ValueError:
            continue
    return None


def offered(labels: Mapping[Any, str]) -> list[SelectChoice]:
    """The choices of a field, from what is kept and what people read."""
    return [SelectChoice(value, label) for value, label in labels.items()]


class _Written(Field):
    """A field whose value people may write in several ways; what they wrote is shown again."""

    parse: Callable[[str], Any]
    not_understood = ""

    def process_data(self, value: Any) -> None:
        """Take a value, or its ISO words as JSON keeps them."""
        self.data = type(self).parse(value) if isinstance(value, str) else value

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0].strip()[:60] if valuelist else ""
        self.data = type(self).parse(self.typed) if self.typed else None
        if self.typed and self.data is None:
            raise ValueError(self.not_understood)

    def _value(self) -> str:
        return getattr(self, "typed", None) or (self.data.isoformat()[:10] if self.data else "")


class DayField(_Written):
    data: Any
    widget = DateInput()
    parse = staticmethod(parse_day)
    not_understood = "Write the date like 15 April 2026."


class ClockField(_Written):
    data: Any
    widget = TimeInput()
    parse = staticmethod(parse_time)
    not_understood = "Write the time like 4.30pm or 16:30."

    def _value(self) -> str:
        return getattr(self, "typed", None) or (self.data.strftime("%H:%M") if self.data else "")


class Given:
    """The field must be filled in; the message says how."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms' protocol

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation()
        if field.data is None or field.data == "":
            raise StopValidation(self.message)


class Form(FlaskForm):
    """A form whose texts arrive clean and whose errors are listed first on the page."""

    class Meta(FlaskForm.Meta):  # type: ignore[name-defined,misc]
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            if issubclass(unbound_field.field_class, StringField):
                options = options | {"filters": [*unbound_field.kwargs.get("filters", []), clean_text]}
            return unbound_field.bind(form=form, **options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was typed before somebody had to sign in again stands in the form they come back to."""
            return super().wrap_formdata(form, formdata) or _kept_for(form)

    def error_list(self) -> list[tuple[str, str]]:
        """Every error as (the field's id on the page, the sentence), in the order of the page."""
        return [pair for field in self for pair in _errors_of(field)]


def _kept_for(form: Any) -> MultiDict[str, str] | None:
    kept: MultiDict[str, str] | None = g.get("kept_fields")
    if not kept:
        return None
    own = sum(name.split("-", 1)[0] in form._fields for name in kept)
    return kept if 2 * own >= len(kept) else None  # a page may hold several forms: it goes into the one it came from


class RowList(FieldList):
    """Rows of a form. What pretends to be a row's number and is none is passed over."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        numbers = (name[len(prefix) + 1 :].split("-", 1)[0] for name in formdata if name.startswith(f"{prefix}-"))
        return (int(number) for number in numbers if _is_number(number))


class WholeNumberField(IntegerField):
    """A number of few digits; what is longer is a slip of the hand."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and len(valuelist[0]) > LONGEST_NUMBER:
            self.data = None
            raise ValueError("Write a number.")
        super().process_formdata(valuelist)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _errors_of(field: Any) -> list[tuple[str, str]]:
    if isinstance(field, FieldList | FormField):
        inner = [pair for entry in field for pair in _errors_of(entry)]
        return inner or [(field.id, str(error)) for error in field.errors if isinstance(error, str)]
    return [(field.id, str(error)) for error in field.errors]


class VersionedForm(Form):
    """A form for a row that two people may have open at once."""

    version = HiddenField(default="0", validators=[Optional()])
    clash = False

    @property
    def opened_version(self) -> int:
        text = str(self.version.data or "0")
        return int(text) if _is_number(text) else 0

    def show_both(self, row: Any) -> None:
        """Put what was saved meanwhile beside each field in which it differs from what was typed."""
        self.clash = True
        self.version.data = self.version.raw_data = row.version
        for field in self:
            if field.name in {"version", "csrf_token"} or not hasattr(row, field.name):
                continue
            saved = getattr(row, field.name)
            if (saved or "") != (field.data or ""):
                field.saved_meanwhile = _as_offered(field, saved)


def _as_offered(field: Any, saved: Any) -> str:
    """A stored value in the words that the form offers for it."""
    labels = {str(choice.value): choice.label for choice in getattr(field, "choices", None) or []}
    return str(labels.get(str(saved), in_words(saved)))


def in_words(value: Any) -> str:
    """A stored value as a person would read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date) and not isinstance(value, datetime):
        return day_in_words(value)
    if isinstance(value, time):
        return time_in_words(value)
    return "(nothing)" if value is None or value == "" else str(value)


def save(form: VersionedForm, row: Versioned, change: Callable[[], object]) -> bool:
    """Make the change; where somebody else saved first, show both texts and answer False."""
    try:
        same_version(row, form.opened_version)
        change()
        flush()
    except ChangedMeanwhile:
        db.session.rollback()
        form.show_both(row)
        return False
    return True


def render_form(template: str, form: Form, **context: Any) -> Response:
    """The page of a form: 422 with its errors, 409 with two texts, 200 when it is fresh."""
    status = 409 if getattr(form, "clash", False) else 422 if form.errors else 200
    return make_response(render_template(template, form=form, **context), status)
