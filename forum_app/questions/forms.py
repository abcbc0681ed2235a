from typing import Any

from wtforms import BooleanField, FormField, SelectField, StringField, TextAreaField
from wtforms import Form as Rows
from wtforms.validators import Length

from forum_app.questions import labels
from forum_app.questions.models import Outcome, QuestionKind, VoiceKind
from forum_app.questions.operations import QuestionFacts, Voice
from forum_app.web.egress import TellsNobody
from forum_app.web.forms import Form, Given, RowList, VersionedForm, clean_text, offered

LONG = 50_000


class VoiceRow(Rows):
    voice = SelectField("Where it was said", choices=offered(labels.VOICES), default=VoiceKind.ROOM)
    text = TextAreaField("What was said", [Length(max=LONG)], filters=[clean_text])


class QuestionForm(VersionedForm):
    """A question with the authority's response and what participants said to it."""

    kind = SelectField("How it was asked", choices=offered(labels.KINDS), default=QuestionKind.ADVANCE)
    wording = TextAreaField(
        "The question, in the forum’s words",
        [Given("Write the question."), Length(max=LONG), TellsNobody()],
        description="Leave out names, ages, schools and anything else that could tell who asked.",
    )
    topic_name = StringField(
        "Topic",
        [Length(max=80), TellsNobody()],
        description="A word or two, so that questions of several years stand together. A new one, or one of ours.",
    )
    released = BooleanField("Show it with the public agenda")
    response_text = TextAreaField(
        "The local authority’s response",
        [Length(max=LONG)],
        description="Stays private until the minutes are published. Leave empty if there is none yet.",
    )
    officer = StringField("Who responded", [Length(max=120)])
    officer_title = StringField("Their job title on that day", [Length(max=200)])
    outcome = SelectField(
        "What it comes to", choices=offered({"": "Not known", **labels.OUTCOMES}), default=Outcome.ANSWERED
    )
    contributions = RowList(FormField(VoiceRow), max_entries=60)

    def facts(self, number: int | None = None) -> QuestionFacts:
        rows = (entry.form for entry in self.contributions)
        return QuestionFacts(
            kind=self.kind.data,
            wording=self.wording.data,
            released=self.released.data,
            number=number,
            response_text=self.response_text.data,
            officer=self.officer.data,
            officer_title=self.officer_title.data,
            outcome=self.outcome.data or None,
            topic=self.topic_name.data,
            contributions=tuple(Voice(row.voice.data, row.text.data) for row in rows if row.text.data),
        )

    def add_spare_row(self) -> None:
        if len(self.contributions) < 60:
            self.contributions.append_entry()

    def show_both(self, row: Any) -> None:
        super().show_both(row)
        saved = "\n\n".join(said.text for said in row.contributions)
        typed = "\n\n".join(said.text for said in self.facts().contributions)
        self.contributions.saved_meanwhile = saved if saved != typed else None


class TopicForm(Form):
    name = StringField(
        "What the topic is called", [Given("Write what the topic is called."), Length(max=80), TellsNobody()]
    )


class MergeTopicForm(Form):
    into = SelectField("Put its questions under", coerce=int)
