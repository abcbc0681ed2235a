from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.meetings.models import AgendaItem, ItemKind, Meeting
from forum_app.questions import labels, operations, queries
from forum_app.questions.forms import MergeTopicForm, QuestionForm, TopicForm
from forum_app.questions.models import Question, Topic
from forum_app.web import explain, load_or_404, render_form, requires, save
from forum_app.web.forms import offered

blueprint = Blueprint("questions", __name__)

REFUSED: dict[type[Exception], str] = {
    operations.QuestionIsOnRecord: (
        "This question stands in published minutes, so it stays. You can correct its wording instead."
    ),
    operations.TopicExists: "Another topic has this name. You can put the two together instead.",
}


@blueprint.get("/meetings/<int:meeting_id>/questions")
@requires(access.KEEP_RECORD)
def questions(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    rows = queries.questions_of(meeting_id)
    return render_template("questions/questions.html", meeting=meeting, questions=rows, labels=labels)


@blueprint.route("/meetings/<int:meeting_id>/questions/new", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def new(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    form = QuestionForm()
    if "more" in request.form:
        form.add_spare_row()
    elif form.validate_on_submit():
        operations.record_question(meeting, _item_for_questions(meeting), form.facts())
        flash("The question is on record.")
        return redirect(url_for("questions.questions", meeting_id=meeting.id))
    elif request.method != "POST":
        form.add_spare_row()
    return render_form("questions/question.html", form, meeting=meeting, question=None, topics=queries.topics())


def _item_for_questions(meeting: Meeting) -> AgendaItem | None:
    return next((item for item in meeting.items if item.kind == ItemKind.QUESTIONS), None)


@blueprint.route("/questions/<int:question_id>/edit", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def edit(question_id: int) -> Any:
    question = load_or_404(Question, question_id)
    meeting = load_or_404(Meeting, question.meeting_id)
    form = QuestionForm(obj=question)
    if "more" in request.form:
        form.add_spare_row()
    elif form.validate_on_submit() and save(form, question, lambda: operations.change_question(question, form.facts())):
        flash("The question is saved.")
        return redirect(url_for("questions.questions", meeting_id=meeting.id, _anchor=f"question-{question.id}"))
    elif request.method != "POST":
        form.add_spare_row()
    return render_form("questions/question.html", form, meeting=meeting, question=question, topics=queries.topics())


@blueprint.post("/meetings/<int:meeting_id>/questions/number")
@requires(access.KEEP_RECORD)
def number(meeting_id: int) -> Any:
    meeting = load_or_404(Meeting, meeting_id)
    operations.number_questions(meeting)
    flash("The questions are numbered. Move them until the order is right.")
    return redirect(url_for("questions.questions", meeting_id=meeting.id))


@blueprint.post("/questions/<int:question_id>/move-up")
@requires(access.KEEP_RECORD)
def move_up(question_id: int) -> Any:
    return _move(question_id, -1)


@blueprint.post("/questions/<int:question_id>/move-down")
@requires(access.KEEP_RECORD)
def move_down(question_id: int) -> Any:
    return _move(question_id, 1)


def _move(question_id: int, places: int) -> Any:
    question = load_or_404(Question, question_id)
    operations.move_question(question, places)
    return redirect(url_for("questions.questions", meeting_id=question.meeting_id, _anchor=f"question-{question.id}"))


@blueprint.route("/questions/<int:question_id>/remove", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def remove(question_id: int) -> Any:
    question = load_or_404(Question, question_id)
    meeting_id = question.meeting_id
    if request.method != "POST":
        return render_template("questions/remove.html", question=question, meeting=load_or_404(Meeting, meeting_id))
    operations.remove_question(question)
    flash("The question is taken off.")
    return redirect(url_for("questions.questions", meeting_id=meeting_id))


# Topics -------------------------------------------------------------------------------------------------------


@blueprint.route("/topics-of-questions", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def topics() -> Any:
    form = TopicForm()
    if form.validate_on_submit():
        operations.name_topic(form.name.data)
        flash("The topic is there. Give it to a question on the question’s own page.")
        return redirect(url_for("questions.topics"))
    return render_form("questions/topics.html", form, topics=queries.topics(), counts=queries.questions_by_topic())


@blueprint.route("/topics-of-questions/<int:topic_id>", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def topic(topic_id: int) -> Any:
    row = load_or_404(Topic, topic_id)
    form = TopicForm(obj=row)
    if form.validate_on_submit():
        operations.rename_topic(row, form.name.data)
        flash("The topic has its new name, on every question.")
        return redirect(url_for("questions.topics"))
    return render_form("questions/topic.html", form, topic=row, count=queries.questions_by_topic().get(topic_id, 0))


@blueprint.route("/topics-of-questions/<int:topic_id>/merge", methods=["GET", "POST"])
@requires(access.KEEP_RECORD)
def merge_topic(topic_id: int) -> Any:
    row = load_or_404(Topic, topic_id)
    form = MergeTopicForm()
    form.into.choices = offered({other.id: other.name for other in queries.topics() if other is not row})
    if form.validate_on_submit():
        into = load_or_404(Topic, form.into.data)
        operations.merge_topics(row, into)
        flash(f"The two are one topic now: {into.name}.")
        return redirect(url_for("questions.topics"))
    count = queries.questions_by_topic().get(topic_id, 0)
    return render_form("questions/merge_topic.html", form, topic=row, count=count)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.filters["response_outcome"] = lambda outcome: labels.OUTCOME_TAGS[outcome]
    explain(app, REFUSED)
