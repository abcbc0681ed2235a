"""What joins the demo's meetings: promises beside their questions, sentences kept, and drafts of officers."""

from collections.abc import Sequence
from datetime import date, datetime

from forum_app.actions.queries import actions_of
from forum_app.demo.people_and_places import AMARA, TOBIAS
from forum_app.demo.shapes import prose
from forum_app.meetings.models import Meeting
from forum_app.questions.models import Outcome, Question
from forum_app.questions.queries import questions_of
from forum_app.threads import operations as threads
from forum_app.threads.operations import Answer

#: Words of a question, and words of the promise that was made to it.
RAISED = (
    ("science kits that families can borrow", "science kits"),
    ("same pass", "bus pass"),
    ("keep a list of centres", "Ask every exam centre"),
    ("yearly report take", "report form"),
    ("yearly review, who writes it up", "Write a guide of one page"),
    ("flexi-schooling, where", "Ask head teachers"),
    ("lessons together", "weekday swimming lesson"),
)
#: Words of a question, the subject, and the sentence; what replaced it stands below it.
PINNED = (
    ("borrow from the library at once", "Library tickets", "Groups of families are treated like anybody else, and "
     "there is no ticket for them."),
    ("library cards", "Library tickets", "A group of families that meets regularly can have a ticket of its own, with "
     "forty items for six weeks and no charges when something is late."),
    ("keep a list of centres", "Exam centres", "Tobias said that each school or college decides for itself whether to "
     "take private candidates, and that the council cannot require it."),
    ("yearly review, who writes it up", "Reviews of a plan", "Parents should hear within four weeks of the review "
     "whether the plan will stay as it is, be changed, or end."),
    ("council’s books", "Coming and asking", "The officers are given no names by the forum and do not make notes of "
     "who is in the room."),
)  # fmt: skip
READY = prose(
    """
    Eleven centres take private candidates at present. Five of them offer extra time, and three a separate room;
    the other six have not said yet. The list will say so for each of them before the summer.
    """
)
NOT_READY = "To check with the library service: single tickets from when?"


def join(meetings: Sequence[Meeting], *, by: int, now: datetime) -> None:
    """Put promises beside their questions, and keep some sentences of the responses."""
    asked = [question for meeting in meetings for question in questions_of(meeting.id)]
    promised = [action for meeting in meetings for action in actions_of(meeting.id)]
    for of_question, of_promise in RAISED:
        for action in (action for action in promised if of_promise in action.text):
            threads.join_action(_asked(asked, of_question), action, by=by, now=now)
            break
    days = {meeting.id: meeting.day for meeting in meetings}
    pinned = []
    for of_question, subject, sentence in PINNED:
        question = _asked(asked, of_question)
        day, post = days[question.meeting_id], question.officer_title
        pinned.append(threads.pin(question, sentence, subject, said_on=day, officer_title=post, by=by, now=now))
    threads.change_position(pinned[0], pinned[0].subject, pinned[1], by=by, now=now)


def draft(meeting: Meeting, officer_id: int, *, today: date) -> None:
    """Two drafts for the meeting to come: one that the forum may take, and one that is being written."""
    released = [question for question in questions_of(meeting.id) if question.released]
    drafts = (
        ("exam centres can now offer", Answer(READY, Outcome.PARTLY, *TOBIAS), True),
        ("group tickets", Answer(NOT_READY, Outcome.TAKEN_BACK, *AMARA), False),
    )
    for of_question, answer, ready in drafts:
        threads.draft_response(_asked(released, of_question), answer, ready=ready, opened_version=0, today=today)
    threads.take_on(meeting.id, *TOBIAS, link_id=None, person_id=officer_id, today=today)


def _asked(questions: Sequence[Question], words: str) -> Question:
    return next(question for question in questions if words in " ".join(question.wording.split()))
