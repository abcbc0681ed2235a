"""Minutes: nothing typed is lost, and what is published stays as it was published."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum_app.db import ChangedMeanwhile, db
from forum_app.meetings.models import AgendaItem, Meeting, MeetingState
from forum_app.meetings.operations import AlreadyInThatState, PlanningMeetingsArePrivate
from forum_app.minutes import operations, queries
from forum_app.minutes.models import ItemMinutes, MinutePassage, MinuteVersion
from forum_app.minutes.operations import (
    CorrectionNeedsReason,
    MeetingHasRecord,
    MeetingStillToCome,
    NothingToPublish,
)
from forum_app.questions.models import Question
from tests.builders import (
    NOBODY,
    NOW,
    PAST,
    VOICES,
    announced_meeting,
    cancelled_meeting,
    hear,
    make_action,
    make_meeting,
    make_question,
    meeting_with_agenda,
    planning_meeting,
    published_meeting,
    shown_of,
    write_minutes,
)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def item(database: object) -> AgendaItem:
    meeting = meeting_with_agenda(day=PAST)
    db.session.commit()
    return meeting.items[0]


# Writing ------------------------------------------------------------------------------------------------------


def test_the_first_text_of_an_item_is_version_one(item: AgendaItem):
    row = operations.write_item(item, "Tea was served.", 0, now=NOW)
    assert (row.text, row.version) == ("Tea was served.", 1)
    assert queries.earlier_texts(item.id) == []


def test_each_save_keeps_the_text_it_saves_over(item: AgendaItem):
    for version, text in enumerate(["One.", "Two.", "Three."]):
        write_minutes(item, text, version, now=NOW + timedelta(minutes=version))
    kept = queries.earlier_texts(item.id)
    assert [row.text for row in kept] == ["Two.", "One."]
    assert kept[0].replaced_at == NOW + timedelta(minutes=2)


def test_saving_the_same_text_again_keeps_nothing_and_changes_no_version(item: AgendaItem):
    write_minutes(item, "One.")
    write_minutes(item, "One.", 1)
    assert queries.earlier_texts(item.id) == []
    assert db.session.get_one(ItemMinutes, item.id).version == 1


def test_emptying_a_text_keeps_what_stood_there(item: AgendaItem):
    write_minutes(item, "An hour's work.")
    write_minutes(item, "", 1)
    assert [row.text for row in queries.earlier_texts(item.id)] == ["An hour's work."]


@pytest.mark.parametrize("opened", [0, 2, 99])
def test_a_save_over_a_text_that_was_not_read_is_refused(item: AgendaItem, opened: int):
    write_minutes(item, "One.")
    with pytest.raises(ChangedMeanwhile):
        operations.write_item(item, "Another.", opened, now=NOW)
    assert db.session.get_one(ItemMinutes, item.id).text == "One."


def test_a_save_of_a_text_that_is_no_longer_there_is_refused(item: AgendaItem):
    with pytest.raises(ChangedMeanwhile):
        operations.write_item(item, "Another.", 3, now=NOW)


# Publishing ---------------------------------------------------------------------------------------------------


def test_publishing_shows_minutes_responses_and_contributions_as_html(item: AgendaItem):
    write_minutes(item, "Tea **and** cake.")
    question = make_question(item.meeting, response_text="Yes.", contributions=VOICES)
    operations.publish(item.meeting, "", **NOBODY)
    shown = shown_of(item.meeting)
    assert shown.items == {item.id: "<p>Tea <strong>and</strong> cake.</p>"}
    assert shown.responses == {question.id: "<p>Yes.</p>"}
    assert "<em>In the online chat:</em> So had another." in shown.contributions[question.id]


def test_publishing_moves_the_meeting_on_and_releases_its_questions(item: AgendaItem):
    question = make_question(item.meeting, response_text="Yes.")
    operations.publish(item.meeting, "", **NOBODY)
    assert item.meeting.state == MeetingState.MINUTES_PUBLISHED
    assert question.released


def test_a_text_saved_after_publishing_is_not_shown_until_it_is_published(item: AgendaItem):
    write_minutes(item, "As it was.")
    operations.publish(item.meeting, "", **NOBODY)
    assert not queries.unpublished_changes(item.meeting_id)
    write_minutes(item, "As it should be.", 1)
    assert shown_of(item.meeting).items == {item.id: "<p>As it was.</p>"}
    assert queries.unpublished_changes(item.meeting_id)


def test_a_correction_is_a_new_version_that_says_why(item: AgendaItem):
    write_minutes(item, "As it was.")
    operations.publish(item.meeting, "", **NOBODY)
    write_minutes(item, "As it should be.", 1)
    version = operations.publish(item.meeting, "A name was misspelt.", **NOBODY)
    assert (version.number, version.note) == (2, "A name was misspelt.")
    assert shown_of(item.meeting).items == {item.id: "<p>As it should be.</p>"}


def test_the_first_version_stays_as_it_was_published(item: AgendaItem):
    write_minutes(item, "As it was.")
    first = operations.publish(item.meeting, "", **NOBODY)
    write_minutes(item, "As it should be.", 1)
    operations.publish(item.meeting, "Corrected.", **NOBODY)
    texts = db.session.scalars(select(MinutePassage.text).where(MinutePassage.version_id == first.id)).all()
    assert texts == ["As it was."]


def test_a_correction_without_a_reason_is_refused_and_leaves_one_version():
    meeting = published_meeting()
    db.session.commit()
    meeting_id = meeting.id
    with pytest.raises(CorrectionNeedsReason):
        operations.publish(meeting, "", **NOBODY)
    db.session.rollback()
    assert [version.number for version in queries.versions(meeting_id)] == [1]


def test_minutes_without_a_word_are_not_published():
    meeting = meeting_with_agenda(day=PAST)
    write_minutes(meeting.items[0], "")
    make_question(meeting)
    with pytest.raises(NothingToPublish):
        operations.publish(meeting, "", **NOBODY)
    db.session.rollback()
    assert db.session.scalar(select(func.count(MinuteVersion.id))) == 0


def test_the_minutes_of_a_planning_meeting_stay_private():
    meeting = planning_meeting(day=PAST)
    write_minutes(meeting.items[0], "Between us.")
    with pytest.raises(PlanningMeetingsArePrivate):
        operations.publish(meeting, "", **NOBODY)


def test_a_cancelled_meeting_has_no_minutes():
    meeting = cancelled_meeting(day=PAST)
    write_minutes(meeting.items[0], "Nobody came.")
    with pytest.raises(AlreadyInThatState):
        operations.publish(meeting, "", **NOBODY)


def test_minutes_are_of_a_meeting_that_has_taken_place():
    meeting = meeting_with_agenda(day=NOW.date() + timedelta(days=1))
    write_minutes(meeting.items[0], "Tomorrow.")
    with pytest.raises(MeetingStillToCome):
        operations.publish(meeting, "", **NOBODY)
    operations.publish(meeting, "", by=None, now=NOW + timedelta(days=1))
    assert meeting.has_minutes


def test_old_minutes_without_times_can_be_published():
    meeting = make_meeting(day=PAST, doors_at=None, starts_at=None, ends_by=None)
    write_minutes(meeting.items[0], "Long ago.")
    operations.publish(meeting, "", **NOBODY)
    db.session.commit()
    assert meeting.has_minutes


def test_two_versions_of_one_number_cannot_be():
    meeting = published_meeting()
    db.session.add(MinuteVersion(meeting_id=meeting.id, number=1, published_at=NOW, note=""))
    with pytest.raises(IntegrityError):
        db.session.flush()


# Withdrawing --------------------------------------------------------------------------------------------------


def test_withdrawn_minutes_are_kept_and_the_agenda_stays():
    meeting = published_meeting()
    operations.withdraw(meeting, **NOBODY)
    db.session.commit()
    assert (meeting.state, meeting.is_public) == (MeetingState.AGENDA_PUBLISHED, True)
    assert len(queries.versions(meeting.id)) == 1


def test_minutes_without_times_go_back_to_a_draft():
    meeting = make_meeting(day=PAST, doors_at=None, starts_at=None, ends_by=None)
    write_minutes(meeting.items[0], "Long ago.")
    operations.publish(meeting, "", **NOBODY)
    operations.withdraw(meeting, **NOBODY)
    db.session.commit()
    assert meeting.state == MeetingState.DRAFT


def test_withdrawn_minutes_come_back_as_the_next_version():
    meeting = published_meeting()
    operations.withdraw(meeting, **NOBODY)
    with pytest.raises(CorrectionNeedsReason):
        operations.publish(meeting, "", **NOBODY)
    operations.withdraw(meeting, **NOBODY)
    assert operations.publish(meeting, "Checked again.", **NOBODY).number == 2


@pytest.mark.parametrize("build", [make_meeting, announced_meeting, meeting_with_agenda, cancelled_meeting])
def test_only_published_minutes_can_be_withdrawn(build: Callable[..., Meeting]):
    with pytest.raises(AlreadyInThatState):
        operations.withdraw(build(), **NOBODY)


# Throwing away ------------------------------------------------------------------------------------------------


def test_a_draft_is_thrown_away_with_everything_in_it():
    meeting = make_meeting()
    write_minutes(meeting.items[0], "Mistaken.")
    write_minutes(meeting.items[0], "Mistaken twice.", 1)
    make_question(meeting, response_text="No.", contributions=VOICES)
    hear(make_action(meeting))
    operations.throw_away(meeting, **NOBODY)
    db.session.commit()
    kept = {"forum", "audit_entry"}
    left = {
        table.name for table in db.metadata.sorted_tables if db.session.scalar(select(func.count()).select_from(table))
    }
    assert left == kept


def test_throwing_away_one_draft_leaves_the_others():
    other = published_meeting()
    follower = make_meeting(previous=(meeting := make_meeting()))
    operations.throw_away(meeting, **NOBODY)
    db.session.commit()
    db.session.expire_all()
    assert follower.previous_id is None
    assert len(shown_of(other).items) == 1
    assert db.session.scalar(select(func.count(Question.id))) == 2


@pytest.mark.parametrize("build", [announced_meeting, meeting_with_agenda, published_meeting])
def test_what_the_public_sees_is_not_thrown_away(build: Callable[..., Meeting]):
    meeting = build()
    with pytest.raises(AlreadyInThatState):
        operations.throw_away(meeting, **NOBODY)


def test_a_meeting_whose_minutes_were_once_published_is_not_thrown_away():
    meeting = make_meeting(day=PAST, doors_at=None, starts_at=None, ends_by=None)
    write_minutes(meeting.items[0], "Long ago.")
    operations.publish(meeting, "", **NOBODY)
    operations.withdraw(meeting, **NOBODY)
    with pytest.raises(MeetingHasRecord):
        operations.throw_away(meeting, **NOBODY)
