import re
import secrets
from typing import Any

from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from forum_app.circulation.contents import one_line
from forum_app.circulation.labels import AUDIENCES
from forum_app.circulation.models import Audience, Kind
from forum_app.circulation.operations import Facts
from forum_app.web.forms import DayField, Form, Given, VersionedForm

A_KEY = re.compile(r"[A-Za-z0-9_-]{16,60}")


class FormKey(Form):
    """A form that may be sent twice by a hurried hand and counts once."""

    form_key = HiddenField(validators=[Optional()])

    @property
    def key(self) -> str:
        """The key drawn for this form; what pretends to be one is replaced."""
        given = str(self.form_key.data or "")
        return given if A_KEY.fullmatch(given) else secrets.token_urlsafe(24)

    def draw_key(self) -> None:
        self.form_key.data = self.key


class CirculationForm(VersionedForm, FormKey):
    """What to say and to whom."""

    subject = StringField(
        "Subject",
        [Given("Give the mail a subject."), Length(max=150)],
        filters=[lambda text: one_line(text) if isinstance(text, str) else text],
    )
    words = TextAreaField("A few words of your own", [Length(max=5000)])
    questions_by = DayField("Questions are wanted by", [Given("Say until which day questions may be sent.")])
    urgent = BooleanField("Urgent: send it at night too")
    to_next_meeting = BooleanField(AUDIENCES[Audience.NEXT_MEETING])
    to_minutes = BooleanField(AUDIENCES[Audience.MINUTES])
    to_actions = BooleanField(AUDIENCES[Audience.ACTIONS])
    to_cards = BooleanField(AUDIENCES[Audience.CARDS])
    to_consultations = BooleanField(AUDIENCES[Audience.CONSULTATIONS])
    to_officers = BooleanField(AUDIENCES[Audience.OFFICERS])
    to_helpers = BooleanField(AUDIENCES[Audience.HELPERS])

    def keep_to(self, kind: str) -> None:
        """Ask only for what this kind needs."""
        if kind == Kind.NOTE:
            self.words.label.text = "What you want to say"
            self.words.validators = [Given("Write what you want to say."), *self.words.validators]
            self.words.flags.required = True
        else:
            del self.subject
            self.words.description = "Stands at the top of the mail. May stay empty."
        if kind != Kind.CALL_FOR_QUESTIONS:
            del self.questions_by

    @property
    def audience_fields(self) -> list[Field]:
        return [self[f"to_{audience}"] for audience in Audience]

    @property
    def audiences(self) -> set[Audience]:
        return {audience for audience in Audience if self[f"to_{audience}"].data}

    def validate_to_next_meeting(self, field: Any) -> None:
        if not self.audiences:
            raise ValidationError("Tick at least one group of people.")

    def facts(self) -> Facts:
        return Facts(
            audiences=self.audiences,
            words=self.words.data or "",
            subject=self.subject.data if "subject" in self else "",
            questions_by=self.questions_by.data if "questions_by" in self else None,
            urgent=self.urgent.data,
        )


class TestForm(FormKey):
    """Only the key: the address is the coordinator's own."""

    __test__ = False  # not one for pytest


class ReleaseForm(Form):
    """What stood on the page when the button was pressed."""

    looked_at = HiddenField(validators=[Optional(), Length(max=64)])
    names = BooleanField("I have looked at each of these, and none of them tells who asked or who gets news")
