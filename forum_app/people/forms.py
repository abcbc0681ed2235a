from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import Length, Optional, ValidationError

from forum_app.access import Role
from forum_app.people.roles import NAMES, Holder
from forum_app.web.forms import DayField, Form, Given, offered

#: What a successor needs besides the role: the field, and how it is said.
TO_HAND_OVER = {
    "told": "They know what the role asks, and have said yes",
    "met": "The local authority’s contact and the chair know who comes next",
    "mailbox": "They can read the forum’s mailbox",
    "computer": "They, or somebody they can ask, can reach the computer that runs the forum",
    "dates": "They know the next dates, and what is still to do on the desk",
}


class EmailField(StringField):
    """An address as it is kept: in small letters, its domain as mail needs it."""

    data: Any

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if not self.data or self.errors:
            return
        try:
            self.data = validate_email(self.data, check_deliverability=False).normalized.lower()
        except EmailNotValidError as error:
            raise ValidationError("Write an email address like name@example.org.") from error


class SignInForm(Form):
    email = EmailField("Your email address", [Given("Write the address that the forum knows."), Length(max=254)])


class CodeForm(Form):
    code = StringField("Code", [Given("Type the code from the message."), Length(max=40)])


class ProofForm(Form):
    code = StringField(
        "Code",
        [Length(max=40)],
        description="The six digits your app shows now, or one of your recovery codes.",
    )
    credential = HiddenField(validators=[Length(max=20_000)])

    def validate_code(self, field: Any) -> None:
        if not field.data and not self.credential.data:
            raise ValidationError("Type the code that your app shows.")


class AppForm(ProofForm):
    code = StringField("The six digits it shows", [Length(max=40)])


class DetailsForm(Form):
    name = StringField("Name", [Given("Say the name."), Length(max=120)])
    email = EmailField(
        "Email address",
        [Given("Write the address for signing in."), Length(max=254)],
        description="For signing in and for what the forum needs of this person. It is shown to nobody else.",
    )


class HolderForm(Form):
    name = StringField("Their name", [Given("Say who it is."), Length(max=120)])
    email = EmailField(
        "Their email address",
        [Given("Write the address they will sign in with."), Length(max=254)],
        description="Somebody the forum knows already is found by it, and keeps the name they have.",
    )

    @property
    def holder(self) -> Holder:
        return Holder(self.name.data or "", self.email.data or "")


class RoleForm(HolderForm):
    role = RadioField("Role", choices=offered({role: NAMES[role].capitalize() for role in Role}))
    starts_on = DayField("First day", [Given("Say from which day.")])
    ends_on = DayField(
        "Last day, if there is one", [Optional()], description="Leave it empty if it goes on until somebody ends it."
    )

    def validate_ends_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day comes after the first.")


class EndForm(Form):
    """The last day of a role; empty means at once."""

    last_day = DayField(
        "Last day",
        [Optional()],
        description="They can sign in through this day. Leave it empty to end it at once.",
    )
    first_allowed: Any = None

    def validate_last_day(self, field: Any) -> None:
        if field.data and self.first_allowed and field.data < self.first_allowed:
            raise ValidationError("That day is over. Leave it empty to end the role at once.")


class HandOverForm(HolderForm, EndForm):
    told = BooleanField(TO_HAND_OVER["told"])
    met = BooleanField(TO_HAND_OVER["met"])
    mailbox = BooleanField(TO_HAND_OVER["mailbox"])
    computer = BooleanField(TO_HAND_OVER["computer"])
    dates = BooleanField(TO_HAND_OVER["dates"])

    @property
    def still_to_do(self) -> list[str]:
        return [words for name, words in TO_HAND_OVER.items() if not getattr(self, name).data]


class ConfirmForm(Form):
    """Nothing but a button."""
