"""The officers' pack as a file: the very words of its page."""

from collections.abc import Iterator

from forum_app.asking.operations import SEVERAL
from forum_app.asking.queries import ForOfficers
from forum_app.clock import day_in_words
from forum_app.documents.question_pack import Entry, Pack
from forum_app.meetings.models import Meeting
from forum_app.questions.labels import FOI_STATES
from forum_app.questions.models import FoiState
from forum_app.settings.models import Forum
from forum_app.web.filters import plural, times_in_words


def pack_of(meeting: Meeting, released: list[ForOfficers], forum: Forum) -> Pack:
    """The released questions as plain values, with no more of whoever asked than they agreed to."""
    times = times_in_words(meeting)
    return Pack(
        title=f"Questions for {day_in_words(meeting.day)}",
        lead=f"{times[:1].upper()}{times[1:]}. In the forum’s words; who asked is never shown.",
        foot=f"{forum.name}, run by volunteers from home-educating families. Not issued by {forum.local_authority}.",
        entries=[_entry(place, row) for place, row in enumerate(released, start=1)],
    )


def _entry(place: int, row: ForOfficers) -> Entry:
    question = row.question
    heading = f"Question {question.number}" if question.number else f"A question without a number yet ({place})"
    return Entry(heading, question.wording, list(_notes(row)))


def _notes(row: ForOfficers) -> Iterator[str]:
    """What stands beside the question on the page, in the same order."""
    question = row.question
    if question.topic_name:
        yield question.topic_name
    if question.asked_about:
        yield "Several asked this" if question.asked_about == SEVERAL else f"About {question.asked_about} asked this"
    if question.late:
        yield "Came late: read out by the coordinator if there is time"
    if question.said_of_asker:
        yield question.said_of_asker
    if question.foi_link:
        state = FOI_STATES[FoiState(question.foi_state)]
        yield f"Also asked as a freedom of information request: {state}, says whoever asked. {question.foi_link}"
    if row.due:
        days = plural(row.due.working_days, "working day")
        yield f"A reply is asked for by {day_in_words(row.due.reply_by)} ({days})."
    if row.name:
        yield f"Asked by {row.name}, who chose to tell you. This is for you alone."
