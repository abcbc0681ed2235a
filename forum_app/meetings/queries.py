from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from forum_app.clock import local
from forum_app.db import db
from forum_app.meetings.models import Meeting, MeetingKind, MeetingState, RoleAtMeeting, Venue

A_PAGE = 20
PUBLIC = (
    Meeting.kind == MeetingKind.FORUM,
    Meeting.state.in_(
        [
            MeetingState.ANNOUNCED,
            MeetingState.AGENDA_PUBLISHED,
            MeetingState.MINUTES_PUBLISHED,
            MeetingState.CANCELLED,
        ]
    ),
)


ROLES_AT = (
    select(RoleAtMeeting).where(RoleAtMeeting.meeting_id == bindparam("meeting_id")).order_by(RoleAtMeeting.position)
)


def next_meetings(today: date) -> Sequence[Meeting]:
    """Public meetings from today on, soonest first: at most the cancelled ones and the one after them."""
    coming = select(Meeting).options(joinedload(Meeting.venue)).where(*PUBLIC, Meeting.day >= today)
    rows = db.session.scalars(coming.order_by(Meeting.day, Meeting.id).limit(5)).all()
    standing = next((at for at, meeting in enumerate(rows) if not meeting.is_cancelled), len(rows))
    return rows[: standing + 1]


def latest_with_minutes(today: date) -> Meeting | None:
    published = (
        select(Meeting)
        .options(joinedload(Meeting.venue))
        .where(
            Meeting.kind == MeetingKind.FORUM,
            Meeting.state == MeetingState.MINUTES_PUBLISHED,
            Meeting.day <= today,
        )
    )
    return db.session.scalars(published.order_by(Meeting.day.desc(), Meeting.id.desc()).limit(1)).first()


def past_meetings(today: date, page: int) -> tuple[Sequence[Meeting], int]:
    """One page of the meetings that are over, newest first, and how many there are in all."""
    over = select(Meeting).options(joinedload(Meeting.venue)).where(*PUBLIC, Meeting.day < today)
    rows = over.order_by(Meeting.day.desc(), Meeting.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE)
    count = db.session.scalar(select(func.count(Meeting.id)).where(*PUBLIC, Meeting.day < today)) or 0
    return db.session.scalars(rows).all(), count


def public_meeting(meeting_id: int) -> Meeting | None:
    """A meeting with its venue, if the public may see it."""
    found = select(Meeting).options(joinedload(Meeting.venue)).where(*PUBLIC, Meeting.id == meeting_id)
    return db.session.scalars(found).first()


def all_meetings(page: int) -> tuple[Sequence[Meeting], int]:
    """Every meeting, drafts and planning meetings too, newest first."""
    rows = select(Meeting).options(joinedload(Meeting.venue)).order_by(Meeting.day.desc(), Meeting.id.desc())
    count = db.session.scalar(select(func.count(Meeting.id))) or 0
    return db.session.scalars(rows.limit(A_PAGE).offset((page - 1) * A_PAGE)).all(), count


def recent_meetings(limit: int = 10) -> Sequence[Meeting]:
    """Meetings to start a new one from."""
    return db.session.scalars(select(Meeting).order_by(Meeting.day.desc(), Meeting.id.desc()).limit(limit)).all()


def coming_at(venue: Venue, today: date) -> Sequence[Meeting]:
    return db.session.scalars(select(Meeting).where(Meeting.venue_id == venue.id, Meeting.day >= today)).all()


def venues() -> Sequence[Venue]:
    return db.session.scalars(select(Venue).order_by(Venue.name, Venue.id)).all()


def roles_at(meeting_id: int) -> dict[str, list[RoleAtMeeting]]:
    """Who has which part, by role, in the order the coordinator gave."""
    rows = db.session.scalars(ROLES_AT, {"meeting_id": meeting_id})
    by_role: dict[str, list[RoleAtMeeting]] = {}
    for row in rows:
        by_role.setdefault(row.role, []).append(row)
    return by_role


def online_link_now(meeting: Meeting, now: datetime) -> str | None:
    """The link to join online, from the moment on from which it may be shown."""
    if meeting.online_link is None or meeting.link_hours_before is None or meeting.starts_at is None:
        return None
    shown_from = local(meeting.day, meeting.starts_at, meeting.time_zone) - timedelta(hours=meeting.link_hours_before)
    return meeting.online_link if now >= shown_from else None
