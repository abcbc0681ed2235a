"""What happens to action points by itself: reminders on their days, and forgetting who took something on."""

from datetime import date, datetime

from forum_app.actions import emails, holding, reminding
from forum_app.actions.emails import Line
from forum_app.actions.holding import link_for
from forum_app.actions.reminding import Mail
from forum_app.clock import today
from forum_app.db import db
from forum_app.mail.compose import Letter
from forum_app.mail.outbox import queue
from forum_app.mail.quiet_hours import next_daytime
from forum_app.meetings.models import Meeting
from forum_app.retention import HELD_BY_TAKERS, WORDS_OF_HOLDERS
from forum_app.settings.queries import find_forum


def remind(now: datetime) -> str | None:
    """Queue what is to go today, each mail once. Nothing goes to whoever has said that it is done."""
    forum = find_forum()
    if forum is None:
        return None
    day, sent = today(forum.time_zone, now), 0
    for mail in reminding.to_go(day):
        reminding.note_sent(mail, day)
        queue(
            letter_of(mail, day, links=True), to=mail.to, key=mail.outbox_key, now=now,
            due_at=next_daytime(now, forum.time_zone),
        )  # fmt: skip
        sent += 1
    return f"{sent} reminders" if sent else None


def letter_of(mail: Mail, day: date, *, links: bool) -> Letter:
    """The very words. A link is made only for a mail that goes: only its hash is kept."""
    lines = [
        Line(item.action, item.stage, link_for(item.holder, day) if links else "made-when-it-goes")
        for item in mail.items
    ]
    if mail.digest is None:
        return emails.reminder(mail.name, lines, mail.words)
    return emails.digest(mail.name, lines, _meeting_day(mail.digest), mail.words)


def _meeting_day(digest: str) -> date | None:
    kind, _, number = digest.partition("-")
    meeting = db.session.get(Meeting, int(number)) if kind == "meeting" else None
    return meeting.day if meeting else None


def forget_takers(now: datetime) -> str | None:
    """Forget who took something on a month after it was done or given back, and what holders sent after a while."""
    forum = find_forum()
    if forum is None or HELD_BY_TAKERS.keep is None or WORDS_OF_HOLDERS.keep is None:
        return None
    day = today(forum.time_zone, now)
    gone = holding.forget_takers(day, HELD_BY_TAKERS.keep)
    gone += holding.forget_what_was_said(day, WORDS_OF_HOLDERS.keep)
    return f"{gone} forgotten" if gone else None
