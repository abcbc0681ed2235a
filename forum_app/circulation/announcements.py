"""The same news for where mail does not reach: a group chat, and families only the local authority knows."""

from collections.abc import Sequence
from datetime import date

from forum_app.circulation.contents import place_in_words, subject_of
from forum_app.circulation.models import Circulation, Kind
from forum_app.clock import day_in_words
from forum_app.meetings.models import Meeting
from forum_app.settings.models import Forum
from forum_app.web.addresses import absolute
from forum_app.web.filters import times_in_words


def short_text(row: Circulation, contents: dict[str, object], forum: Forum) -> str:
    """A few lines to paste into a group chat."""
    lines = [f"{forum.name}: {subject_of(row, contents)}.", *_news(row), _where_to_read(row)]
    return "\n".join(line for line in lines if line)


def notice(row: Circulation, contents: dict[str, object], forum: Forum) -> str:
    """For the local authority to pass on to families it knows: a fact, not a recommendation."""
    return "\n\n".join(
        [
            "For information",
            "\n".join(_told_by_others(row, contents, forum)),
            f"{forum.name} is run by volunteers from home-educating families. It is independent of "
            f"{forum.local_authority}, which passes this notice on for information only and has not written it.",
            "Nobody needs to sign up, and nobody needs to give a name: not in the room, not online and not in a "
            "question. The forum keeps no list of who comes or asks.",
            f"To ask the forum something, write to {forum.contact_email}. {_where_to_read(row)}",
        ]
    )


def _told_by_others(row: Circulation, contents: dict[str, object], forum: Forum) -> Sequence[str]:
    return [f"{forum.name} lets families know: {subject_of(row, contents)}.", *_news(row)]


def _news(row: Circulation) -> list[str]:
    meeting = row.meeting
    if meeting is None:
        return [row.words]
    if row.kind == Kind.MINUTES:
        return ["With every question, the responses, and what was promised."]
    if meeting.is_cancelled:
        return [meeting.cancelled_because]
    return [when_and_where(meeting), *_questions_line(row.questions_by)]


def when_and_where(meeting: Meeting) -> str:
    return f"{day_in_words(meeting.day)}, {times_in_words(meeting)}, {place_in_words(meeting)}."


def _questions_line(by: date | None) -> list[str]:
    return [f"Questions are welcome until {day_in_words(by)}; no name is needed."] if by else []


def _where_to_read(row: Circulation) -> str:
    if row.meeting is None:
        return f"More: {absolute('pages.home')}"
    return f"More: {absolute('pages.meeting', meeting_id=row.meeting.id)}"
