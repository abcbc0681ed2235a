from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from forum_app.actions import labels
from forum_app.actions.models import ActionState, OwnerKind
from forum_app.actions.operations import ActionFacts
from forum_app.web.egress import TellsNobody
from forum_app.web.forms import DayField, Form, Given, VersionedForm, offered


class ActionForm(VersionedForm):
    """A promise as a sentence: who, what, by when."""

    owner_kind = RadioField("Who is it for", choices=offered(labels.OWNER_KINDS), default=OwnerKind.PERSON)
    owner = StringField(
        "Who",
        [Given("Say who: a name, a post, a group, or “Anybody”."), Length(max=200)],
        description="Name only officers, speakers and helpers who agreed to it. Never a participant.",
    )
    text = TextAreaField("What will they do", [Given("Write what was promised."), Length(max=2000), TellsNobody()])
    joined_by = SelectField("Is there a second half", choices=offered({"": "No", **labels.JOINS}), default="")
    second_text = TextAreaField("The second half", [Length(max=2000), TellsNobody()])
    via = StringField("Passed on by", [Length(max=120)], description="If it reaches families through somebody else.")
    due_on = DayField("By when, as a date", [Optional()])
    due_words = StringField(
        "By when, in words",
        [Length(max=120)],
        description="If no day was named, for example: before half-term.",
    )

    def validate_second_text(self, field: Any) -> None:
        if self.joined_by.data and not field.data:
            raise ValidationError("Write the second half, or choose “No” above.")
        if field.data and not self.joined_by.data:
            raise ValidationError("Choose above how the second half belongs to the first.")

    def validate_due_words(self, field: Any) -> None:
        if field.data and self.due_on.data:
            raise ValidationError("Give the date or the words, not both.")

    def facts(self) -> ActionFacts:
        return ActionFacts(
            owner_kind=self.owner_kind.data,
            owner=self.owner.data,
            text=self.text.data,
            via=self.via.data,
            second_text=self.second_text.data or None,
            joined_by=self.joined_by.data or None,
            due_on=self.due_on.data,
            due_words=self.due_words.data,
        )


class UpdateForm(VersionedForm):
    """What was heard of a promise."""

    state = RadioField("Where it stands now", choices=offered(labels.STATES), default=ActionState.DONE)
    words = TextAreaField(
        "What became of it, in a sentence",
        [
            Given("Write a sentence: people want to know what became of it, not only a tick."),
            Length(max=2000),
            TellsNobody(),
        ],
        description="Shown in public, word for word, if the minutes are published.",
    )
    day = DayField("On which day", [Given("Give the day, for example 15 April 2026.")])


SHOWN = {
    "": "All",
    "open": "Not closed yet",
    "partly_done": "Partly done",
    "done": "Done, or no longer needed",
    "not_done": "Will not happen",
}


class FilterForm(Form):
    """The tracker's filters, read from the address."""

    class Meta(Form.Meta):
        csrf = False

    state = SelectField("Show", choices=offered(SHOWN), default="")
    owner_kind = SelectField(
        "Promised by",
        default="",
        choices=offered(
            {
                "": "Anybody",
                "person": "One person or post",
                "group": "Everybody in a group",
                "anyone": "Open to anybody",
            }
        ),
    )
