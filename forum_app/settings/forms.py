from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from forum_app.clock import zone_names
from forum_app.settings.models import QUESTION_DAYS
from forum_app.settings.operations import ForumFacts
from forum_app.web.egress import TellsNobody
from forum_app.web.forms import ClockField, Given, VersionedForm, WholeNumberField, offered

FACTS = tuple(ForumFacts.__dataclass_fields__)


class ForumForm(VersionedForm):
    name = StringField(
        "Name of the forum",
        [Given("Give the forum its name."), Length(max=120)],
        description="As people know it, for example Fenwick Vale Positive Dialogue Forum.",
    )
    local_authority = StringField(
        "Local authority",
        [Given("Name the local authority you talk with."), Length(max=120)],
        description="For example Fenwick Vale County Council.",
    )
    contact_email = StringField(
        "Contact email",
        [Given("Give an address that people can write to."), Length(max=254)],
        description="Shown on the contact page. Use the forum's own address, not a private one.",
    )
    about = TextAreaField(
        "A few words about the forum",
        [Length(max=2000), TellsNobody()],
        description="Shown on the home page. Who meets, how often, and what for.",
    )
    usual_doors = ClockField("Doors usually open", [Given("Say when doors open, for example 4pm.")])
    usual_start = ClockField("Meetings usually start", [Given("Say when meetings start, for example 4.30pm.")])
    usual_end = ClockField("They finish no later than", [Given("Say when meetings must be over, for example 6.30pm.")])
    question_days = WholeNumberField(
        "Questions close so many days before",
        [Optional(), NumberRange(1, 60, message="Choose from 1 to 60 days.")],
        default=QUESTION_DAYS,
        description="At noon on that day. Each meeting can have another day and time; later ones are marked as late.",
    )
    time_zone = SelectField(
        "Time zone", default="Europe/London", choices=offered({name: name for name in zone_names()})
    )
    privacy_note = TextAreaField(
        "Privacy note",
        [Length(max=20000), TellsNobody()],
        description="Added to the privacy page: who runs the forum and how to reach them about personal data.",
    )

    def validate_contact_email(self, field: Any) -> None:
        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError("Write an email address like forum@example.org.") from error

    def validate_usual_start(self, field: Any) -> None:
        if self.usual_doors.data and field.data and self.usual_doors.data > field.data:
            raise ValidationError("Doors open before the meeting starts: make this the later time.")

    def validate_usual_end(self, field: Any) -> None:
        if self.usual_start.data and field.data and self.usual_start.data >= field.data:
            raise ValidationError("The finish comes after the start: make this the later time.")

    def facts(self) -> ForumFacts:
        typed: dict[str, Any] = {name: getattr(self, name).data or "" for name in FACTS}
        typed["question_days"] = self.question_days.data or QUESTION_DAYS
        return ForumFacts(**typed)
