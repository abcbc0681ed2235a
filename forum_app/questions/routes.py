from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for

from forum_app import access
from forum_app.meetings.models import AgendaItem, ItemKind, Meeting
from forum_app.questions import labels, operations, queries
from forum_app.questions.forms import QuestionForm
from forum_app.questions.models import Question
from forum_app.web import explain, load_or_404, render_form, requires, save

blueprint = Blueprint("questions", __name__)

REFUSED: dict[type[Exception], str] = {
    operations.QuestionIsOnRecord: (
        "This question stands in published minutes, so it stays. You can correct its wording instead."
    )
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
    return render_form("questions/question.html", form, meeting=meeting, question=None)


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
    return render_form("questions/question.html", form, meeting=meeting, question=question)


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


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    explain(app, REFUSED)
