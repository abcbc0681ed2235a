from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from forum_app.arranging.forms import ReadFirst
from forum_app.calendar.labels import ANSWERS
from forum_app.web.forms import Form, Given, offered


class AskForm(Form):
    """An address, and nothing else."""

    address = StringField(
        "Your email address",
        [Given("Write your email address."), Length(max=254)],
        description="Used for this one meeting and deleted the day after it. You need not give a name.",
    )

    def validate_address(self, field: Any) -> None:
        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError("Write an email address like name@example.org.") from error
        if len(field.data) > 254:
            raise ValidationError("That address is too long.")


class AnswerForm(ReadFirst, Form):
    answer = RadioField("Do you plan to come?", choices=offered(ANSWERS))
    note = TextAreaField(
        "A few words for the coordinator",
        [Length(max=1000)],
        description="May stay empty. Nobody else reads them.",
    )


class LookForm(Form):
    """What stood on the page when the button was pressed."""

    looked_at = HiddenField(validators=[Optional(), Length(max=64)])


class FeedForm(Form):
    leaves_out_invited = BooleanField(
        "Leave out the meetings for which I was mailed an invitation",
        description="Your calendar has those already and would show them twice.",
    )
