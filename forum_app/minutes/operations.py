from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum_app import audit
from forum_app.actions.queries import actions_of
from forum_app.arranging.operations import take_back_links
from forum_app.clock import day_in_words, today
from forum_app.db import ChangedMeanwhile, db, lock, same_version
from forum_app.documents.markdown import to_html
from forum_app.meetings import operations as meetings
from forum_app.meetings.models import AgendaItem, Meeting, MeetingState
from forum_app.meetings.operations import AlreadyInThatState
from forum_app.minutes.lantern import outgoing
from forum_app.minutes.models import EarlierText, ItemMinutes, MinutePassage, MinuteVersion, Part
from forum_app.minutes.queries import working_texts
from forum_app.questions.models import Contribution, Question, VoiceKind
from forum_app.questions.operations import release_all
from forum_app.questions.queries import questions_of
from forum_app.settings.queries import find_forum


class NothingToPublish(Exception):
    """No item has minutes and no question has a response."""


class MeetingStillToCome(Exception):
    """Minutes are of a meeting that has taken place."""


class CorrectionNeedsReason(Exception):
    """Minutes that were published before say why they changed."""


class MeetingHasRecord(Exception):
    """Minutes of this meeting were published: it cannot be thrown away."""


class SomethingStandsAgainstIt(Exception):
    """The meeting must stay for now; what is to be done first is said on the page."""


def write_item(item: AgendaItem, text: str, opened_version: int, *, now: datetime) -> ItemMinutes:
    """Save an item's minutes; raises ChangedMeanwhile if somebody else saved since it was opened.

    ``opened_version`` is 0 where nothing had been written. The text saved over is kept.
    """
    row = db.session.get(ItemMinutes, item.id)
    if row is None:
        return _first_text(item, text, opened_version)
    same_version(row, opened_version)
    if row.text != text:
        db.session.add(EarlierText(item_id=item.id, text=row.text, replaced_at=now))
        row.text = text
    return row


def _first_text(item: AgendaItem, text: str, opened_version: int) -> ItemMinutes:
    if opened_version:
        raise ChangedMeanwhile
    row = ItemMinutes(item_id=item.id, text=text)
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody else wrote the first text in this very moment
        db.session.rollback()
        raise ChangedMeanwhile from error
    return row


def publish(
    meeting: Meeting, note: str, *, names_looked_at: bool = False, by: int | None, now: datetime
) -> MinuteVersion:
    """Publish minutes, responses and action points as the next numbered version.

    Every question of the meeting is shown with them. Raises MeetingStillToCome, NothingToPublish,
    CorrectionNeedsReason, HeldBack, NamesToLookAt, PlanningMeetingsArePrivate, and AlreadyInThatState for a
    cancelled meeting.
    """
    lock(meeting)
    if meeting.day > today(meeting.time_zone, now):
        raise MeetingStillToCome
    meetings.mark_minutes_published(meeting)
    passages = list(_passages(meeting))
    if not passages:
        raise NothingToPublish
    forum = find_forum()
    if forum is not None:
        everything = list(working_texts(meeting.id).values()), questions_of(meeting.id), actions_of(meeting.id)
        outgoing(meeting, *everything, forum).let_out(forum, looked=names_looked_at, by=by, now=now)
    last = db.session.scalar(select(func.max(MinuteVersion.number)).where(MinuteVersion.meeting_id == meeting.id)) or 0
    if last and not note:
        raise CorrectionNeedsReason
    version = MinuteVersion(meeting_id=meeting.id, number=last + 1, published_at=now, note=note)
    db.session.add(version)
    db.session.flush()
    for passage in passages:
        passage.version_id = version.id
    db.session.add_all(passages)
    release_all(meeting)
    audit.record(f"Published the minutes of {day_in_words(meeting.day)}, version {version.number}.", by=by, now=now)
    return version


def withdraw(meeting: Meeting, *, by: int | None, now: datetime) -> None:
    """Take published minutes out of public sight; the versions stay and can be published again."""
    if meeting.state != MeetingState.MINUTES_PUBLISHED:
        raise AlreadyInThatState
    meetings.mark_minutes_withdrawn(meeting)
    audit.record(f"Withdrew the minutes of {day_in_words(meeting.day)}.", by=by, now=now)


#: What later slices have against throwing a meeting away, each as a sentence.
_against: list[Callable[[Meeting], str | None]] = []


def ask_before_throwing_away(objection: Callable[[Meeting], str | None]) -> None:
    """Let a later slice say why a meeting must stay for now."""
    if objection not in _against:
        _against.append(objection)


def against_throwing_away(meeting: Meeting) -> list[str]:
    """Why it must stay for now, in sentences that say what to do first."""
    return [said for objection in _against if (said := objection(meeting))]


def throw_away(meeting: Meeting, *, by: int | None, now: datetime) -> None:
    """Delete a draft with everything in it; raises MeetingHasRecord, AlreadyInThatState, SomethingStandsAgainstIt."""
    if meeting.state not in {MeetingState.DRAFT, MeetingState.CANCELLED}:
        raise AlreadyInThatState
    if db.session.scalar(select(func.count(MinuteVersion.id)).where(MinuteVersion.meeting_id == meeting.id)):
        raise MeetingHasRecord
    if against := against_throwing_away(meeting):
        raise SomethingStandsAgainstIt(against)
    for row in (*actions_of(meeting.id), *questions_of(meeting.id), *working_texts(meeting.id).values()):
        db.session.delete(row)
    take_back_links(meeting, by=by, now=now)
    db.session.flush()
    db.session.delete(meeting)
    audit.record(f"Threw away the draft of {day_in_words(meeting.day)}.", by=by, now=now)


def _passages(meeting: Meeting) -> Iterator[MinutePassage]:
    for item_id, row in working_texts(meeting.id).items():
        if row.text:
            yield _passage(Part.MINUTES, row.text, item_id=item_id)
    for question in questions_of(meeting.id):
        yield from _said_to(question)


def _said_to(question: Question) -> Iterator[MinutePassage]:
    if question.response:
        passage = _passage(Part.RESPONSE, question.response.text, question_id=question.id)
        passage.outcome = question.response.outcome
        passage.officer, passage.officer_title = question.response.officer, question.response.officer_title
        yield passage
    if question.contributions:
        yield _passage(Part.CONTRIBUTIONS, in_one_text(question.contributions), question_id=question.id)


def in_one_text(contributions: Sequence[Contribution]) -> str:
    """What participants said, as one text; what came from the chat says so."""
    return "\n\n".join(
        f"*In the online chat:* {said.text}" if said.voice == VoiceKind.CHAT else said.text for said in contributions
    )


def _passage(part: Part, text: str, *, item_id: int | None = None, question_id: int | None = None) -> MinutePassage:
    return MinutePassage(part=part, text=text, html=to_html(text), item_id=item_id, question_id=question_id)
