"""The officers' pack as a file: the very words of its page."""

from forum_app.asking.queries import ForOfficers
from forum_app.clock import day_in_words
from forum_app.documents.question_pack import Entry, Pack
from forum_app.meetings.models import Meeting
from forum_app.settings.models import Forum
from forum_app.web.filters import times_in_words


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
    question, notes = row.question, []
    if question.said_of_asker:
        notes.append(question.said_of_asker)
    if row.name:
        notes.append(f"Asked by {row.name}, who chose to tell you. This is for you alone.")
    heading = f"Question {question.number}" if question.number else f"A question without a number yet ({place})"
    return Entry(heading, question.wording, notes)
