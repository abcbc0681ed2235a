from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import Length, ValidationError

from forum_app.subscriptions.labels import PACES, TOPICS
from forum_app.subscriptions.models import Pace, Topic
from forum_app.web.forms import Form, Given, offered


class ChoicesForm(Form):
    """What to hear about, and how often."""

    next_meeting = BooleanField(TOPICS[Topic.NEXT_MEETING])
    minutes = BooleanField(TOPICS[Topic.MINUTES])
    actions = BooleanField(TOPICS[Topic.ACTIONS])
    cards = BooleanField(TOPICS[Topic.CARDS])
    consultations = BooleanField(TOPICS[Topic.CONSULTATIONS])
    pace = RadioField("How often", choices=offered(PACES), default=Pace.AS_IT_HAPPENS)

    @property
    def topics(self) -> set[Topic]:
        return {topic for topic in Topic if self[topic].data}

    @property
    def topic_fields(self) -> list[Any]:
        return [self[topic] for topic in Topic]

    def validate_next_meeting(self, field: Any) -> None:
        if not self.topics:
            raise ValidationError("Tick at least one thing to hear about.")


class SubscribeForm(ChoicesForm):
    address = StringField(
        "Your email address",
        [Given("Write your email address."), Length(max=254)],
        description="Used for this and for nothing else. Nobody else sees it, and you need not give a name.",
    )

    def validate_address(self, field: Any) -> None:
        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError("Write an email address like name@example.org.") from error
        if len(field.data) > 254:
            raise ValidationError("That address is too long.")
