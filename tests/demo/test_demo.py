import re
from collections import Counter
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import JSON, String

from forum_app import create_app, demo, places, schema
from forum_app.actions.models import ActionPoint, ActionState, OwnerKind
from forum_app.actions.queries import past_due, promises_kept
from forum_app.clock import day_in_words, local
from forum_app.db import Model, db
from forum_app.demo.days import days_around, meeting_day, months_away
from forum_app.demo.shapes import prose
from forum_app.documents.markdown import to_html
from forum_app.meetings.models import Meeting, MeetingKind, MeetingState, RoleKind, RoomState
from forum_app.meetings.operations import check_times
from forum_app.meetings.queries import (
    latest_with_minutes,
    next_meetings,
    online_link_now,
    past_meetings,
    roles_at,
    venues,
)
from forum_app.meetings.running_times import running_times
from forum_app.minutes.queries import (
    earlier_texts,
    items_with_minutes,
    questions_with_responses,
    versions,
    working_texts,
)
from forum_app.pages.desk import needs_of_meeting
from forum_app.people.models import Person
from forum_app.questions.models import Question, QuestionKind, VoiceKind
from forum_app.questions.queries import questions_of
from forum_app.settings.queries import find_forum, the_forum

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
IN_A_ROW = 10
LOADED = datetime(2026, 11, 10, 19, 0, tzinfo=UTC)
LEAP_DAY = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
#: The weeks of the meetings are those in which the clocks change, on 28 March 2027 and on 25 October 2026.
CLOCKS_CHANGE = datetime(2027, 10, 27, 12, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
CHRISTMAS = datetime(2028, 7, 25, 12, 0, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # in London it is July already
MOMENTS = (LOADED, LEAP_DAY, *CLOCKS_CHANGE, CHRISTMAS, AFTER_MIDNIGHT)


# What there is


def test_every_kind_of_owner_appears_in_every_state_that_makes_sense(loaded):
    found = Counter((action.owner_kind, action.state) for action in actions())
    for state in ActionState:
        assert found[OwnerKind.PERSON, state], state
        assert found[OwnerKind.ANYONE, state], state
    assert found[OwnerKind.GROUP, ActionState.OPEN]
    assert found[OwnerKind.GROUP, ActionState.DONE]


def test_promises_have_two_halves_of_both_kinds_and_due_days_and_due_words(loaded):
    found = actions()
    assert {action.joined_by for action in found} == {None, "and", "or"}
    assert any(action.via for action in found)
    assert any(action.due_on for action in found)
    assert any(action.due_words for action in found)
    assert max(len(action.updates) for action in found) >= 3


def test_one_promise_is_past_its_day_and_one_day_is_still_to_come(loaded):
    today = LOADED.date()
    late = past_due(today)
    assert len(late) == 1
    assert late[0].updates
    assert any(action.due_on and action.due_on > today and not action.is_closed for action in actions())


def test_most_promises_of_the_earlier_meeting_were_kept(loaded):
    earlier, *_ = meetings()
    states = Counter(action.state for action in actions() if action.meeting_id == earlier.id)
    assert states[ActionState.NOT_DONE] == states[ActionState.OPEN] == 1
    assert states[ActionState.DONE] >= 4
    assert promises_kept().since == earlier.day


def test_the_last_meeting_has_six_numbered_questions_with_answers_and_one_each_from_room_and_chat(loaded):
    _, last, *_ = meetings()
    found = questions_of(last.id)
    assert [question.number for question in found[:6]] == [1, 2, 3, 4, 5, 6]
    assert {question.kind for question in found[6:]} == {QuestionKind.ROOM, QuestionKind.CHAT}
    assert all(question.response_text and question.officer_title and question.released for question in found)
    assert {said.voice for question in found for said in question.contributions} == set(VoiceKind)
    assert {question.item_id for question in found} <= {item.id for item in last.items}


def test_each_item_of_the_last_meeting_has_minutes_of_a_readable_length(loaded):
    _, last, *_ = meetings()
    texts = working_texts(last.id)
    for item in last.items:
        assert item.parked or 150 <= len(texts[item.id].text.split()) <= 400, item.title
    parked = [item for item in last.items if item.parked]
    assert len(parked) == 1
    assert parked[0].parked_because
    assert parked[0].id not in texts


def test_published_minutes_have_paragraphs_lists_and_links(loaded):
    _, last, *_ = meetings()
    html = " ".join(html or "" for _, html in items_with_minutes(last.id, published=True))
    assert html.count("<li>") > 10
    assert 'href="https://example.org' in html
    assert "<br" not in html
    answered = questions_with_responses(last.id, published=True)
    assert len(answered) == 8
    assert all(response and said for _, response, said in answered)


def test_the_minutes_were_corrected_once_and_the_earlier_text_is_kept(loaded):
    _, last, *_ = meetings()
    first, second = versions(last.id)
    assert (first.note, second.number) == ("", 2)
    assert "Thursday" in second.note
    kept = [text for item in last.items for text in earlier_texts(item.id)]
    assert len(kept) == 1
    assert "second Tuesday" in kept[0].text
    assert not any("second Tuesday" in (html or "") for _, html in items_with_minutes(last.id, published=True))


def test_everybody_with_a_part_in_the_last_meeting_is_there(loaded):
    _, last, *_ = meetings()
    roles = roles_at(last.id)
    assert {role: len(rows) for role, rows in roles.items()} == {
        RoleKind.CHAIR: 1, RoleKind.COORDINATOR: 1, RoleKind.ONLINE_SUPPORT: 4, RoleKind.REPRESENTATIVE: 3,
        RoleKind.APOLOGIES: 2, RoleKind.PROOF_READER: 1,
    }  # fmt: skip
    assert all(row.job_title for row in roles[RoleKind.REPRESENTATIVE])
    assert [row.name is None for row in roles[RoleKind.APOLOGIES]] == [False, True]


def test_an_officer_keeps_the_job_title_of_the_day(loaded):
    titles = [
        row.job_title
        for meeting in meetings()[:2]
        for row in roles_at(meeting.id)[RoleKind.REPRESENTATIVE]
        if row.name == "Tobias Renshaw"
    ]
    assert len(set(titles)) == 2


def test_the_next_meeting_is_announced_and_waits_for_its_room(loaded):
    coming = next_meetings(LOADED.date())[0]
    assert (coming.state, coming.room_state) == (MeetingState.ANNOUNCED, RoomState.REQUESTED)
    assert coming.venue.directions
    assert coming.venue.access
    assert (coming.doors_at, coming.starts_at, coming.ends_by) == (time(16), time(16, 30), time(18, 30))
    needs = [need.what for need in needs_of_meeting(coming, LOADED.date())]
    assert any("room" in what for what in needs)
    assert any("agenda" in what for what in needs)


def test_the_online_link_of_the_next_meeting_is_shown_two_days_before(loaded):
    coming = next_meetings(LOADED.date())[0]
    start = local(coming.day, coming.starts_at, coming.time_zone)
    assert online_link_now(coming, start - timedelta(hours=49)) is None
    assert online_link_now(coming, start - timedelta(hours=47)).startswith("https://meet.example.org/")


def test_most_questions_for_the_next_meeting_are_not_released_yet(loaded):
    found = questions_of(next_meetings(LOADED.date())[0].id)
    released = [question for question in found if question.released]
    assert 0 < len(released) < len(found) / 2
    assert not any(question.number or question.response for question in found)


def test_the_planning_meeting_is_private_and_online(loaded):
    planning = next(meeting for meeting in meetings() if meeting.kind == MeetingKind.PLANNING)
    assert (planning.state, planning.attending, planning.is_public) == (MeetingState.DRAFT, "online", False)
    assert planning not in next_meetings(LOADED.date())


def test_each_forum_meeting_follows_from_the_one_before_and_both_venues_are_used(loaded):
    earlier, last, coming = (meeting for meeting in meetings() if meeting.kind == MeetingKind.FORUM)
    assert (earlier.previous_id, last.previous_id, coming.previous_id) == (None, earlier.id, last.id)
    assert {venue.id for venue in venues()} == {earlier.venue_id, last.venue_id}
    assert latest_with_minutes(LOADED.date()) is last
    assert past_meetings(LOADED.date(), page=1)[1] == 2


def test_every_agenda_fits_before_the_latest_finish(loaded):
    for meeting in meetings():
        times = running_times(meeting.items, meeting.starts_at, meeting.ends_by)
        assert (times.minutes_over, times.without_length) == (0, 0), meeting.day


def test_the_forum_says_who_it_is_and_how_to_reach_it(loaded):
    forum = the_forum()
    assert (forum.name, forum.is_demo) == ("Fenwick Vale Positive Dialogue Forum", True)
    assert forum.about
    assert forum.contact_email in forum.privacy_note
    roles = {grant.role for person in db.session.scalars(select(Person)) for grant in person.grants}
    assert roles == {"coordinator", "chair", "representative"}


def test_the_demo_goes_only_into_an_empty_database(loaded):
    with pytest.raises(IntegrityError):
        demo.load(now=LOADED)
    db.session.rollback()
    assert len(meetings()) == 4


def test_loading_leaves_the_commit_to_the_caller(app):
    demo.load(now=LOADED)
    db.session.rollback()
    assert find_forum() is None


# Its days


@pytest.mark.parametrize("now", MOMENTS)
def test_whenever_it_is_loaded_meetings_are_on_wednesdays_and_lie_as_far_away_as_they_should(app, now):
    demo.load(now=now)
    earlier, last, planning, coming = meetings()
    assert {meeting.day.weekday() for meeting in (earlier, last, planning, coming)} == {2}
    away = [(meeting.day - now.date()).days for meeting in (earlier, last, planning, coming)]
    assert away == pytest.approx([-579, -213, 42, 152], abs=18)


@pytest.mark.parametrize("now", MOMENTS)
def test_whatever_was_done_or_heard_lies_between_its_meeting_and_the_day_of_loading(app, now):
    demo.load(now=now)
    for action in actions():
        days = [update.day for update in action.updates]
        assert days == sorted(days)
        assert all(action.meeting.day < day < now.date() for day in days), action.text
    moments = db.session.scalars(select(Model.metadata.tables["audit_entry"].c.at)).all()
    assert max(moments) < now
    assert the_forum().set_up_on < min(meeting.day for meeting in meetings())


@pytest.mark.parametrize("now", MOMENTS)
def test_what_is_late_and_what_is_to_come_stay_so_whenever_it_is_loaded(app, now):
    demo.load(now=now)
    assert len(past_due(now.date())) == 1
    coming = next_meetings(now.date())[0]
    booking = next(action for action in actions() if action.due_on and action.due_on > now.date())
    assert now.date() < booking.due_on < coming.day
    assert day_in_words(coming.day) in booking.text


def test_two_moments_of_loading_give_two_sets_of_days():
    autumn, leap = (days_around(moment.date()) for moment in (LOADED, LEAP_DAY))
    assert (autumn.last, autumn.next) == (date(2026, 4, 8), date(2027, 4, 7))
    assert (leap.last, leap.next) == (date(2027, 7, 28), date(2028, 7, 26))


def test_the_last_day_of_a_month_goes_to_the_last_day_of_a_shorter_one():
    assert months_away(date(2027, 9, 30), -7) == date(2027, 2, 28)
    assert months_away(date(2027, 9, 30), 5) == date(2028, 2, 29)
    assert months_away(date(2026, 1, 31), -19) == date(2024, 6, 30)


def test_a_meeting_is_on_the_nearest_wednesday_but_never_over_christmas():
    assert meeting_day(date(2026, 11, 11)) == date(2026, 11, 11)
    assert meeting_day(date(2026, 11, 14)) == date(2026, 11, 11)
    assert meeting_day(date(2026, 11, 15)) == date(2026, 11, 18)
    assert meeting_day(date(2024, 12, 25)) == date(2024, 12, 18)
    assert meeting_day(date(2025, 1, 2)) == date(2024, 12, 18)


@pytest.mark.parametrize("now", CLOCKS_CHANGE)
def test_the_times_stand_in_the_weeks_in_which_the_clocks_change(app, now):
    demo.load(now=now)
    for meeting in meetings():
        check_times(meeting)
        assert local(meeting.day, meeting.starts_at, meeting.time_zone).time() == time(16, 30)


# Clearing, and the first start


def test_clearing_leaves_every_table_empty(loaded):
    demo.clear()
    db.session.commit()
    left = {table.name: count(table) for table in Model.metadata.sorted_tables}
    assert set(left.values()) == {0}, left
    assert find_forum() is None
    assert db.session.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_the_demo_can_be_loaded_again_after_clearing(loaded):
    demo.clear()
    demo.load(now=LEAP_DAY)
    db.session.commit()
    assert len(meetings()) == 4


def test_a_real_forum_is_never_cleared(loaded):
    the_forum().is_demo = False
    db.session.commit()
    with pytest.raises(demo.NotADemo):
        demo.clear()
    assert len(meetings()) == 4


def test_without_a_forum_there_is_nothing_to_clear(app):
    db.session.add(Person(name="Somebody who signed in to set up the forum"))
    with pytest.raises(demo.NotADemo):
        demo.clear()
    assert count(Person.__table__) == 1


def test_the_demo_comes_by_itself_only_at_the_very_first_start(app, tmp_path):
    assert demo.never_loaded(tmp_path)
    demo.remember(tmp_path)
    assert not demo.never_loaded(tmp_path)


def test_the_demo_does_not_come_by_itself_where_there_is_a_forum(loaded, tmp_path):
    assert not (tmp_path / "started").exists()
    assert not demo.never_loaded(tmp_path)


def test_remembering_twice_writes_nothing(tmp_path):
    demo.remember(tmp_path)
    marker = tmp_path / "started"
    marker.write_text("Somebody’s own words", encoding="utf-8")
    demo.remember(tmp_path)
    assert marker.read_text(encoding="utf-8") == "Somebody’s own words"
    assert [path.name for path in tmp_path.glob("start*")] == ["started"]


# Its words


def test_every_address_in_the_demo_belongs_to_nobody(loaded):
    told = everything_told()
    for domain in re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", told):
        assert domain.endswith((".example.org", ".example")), domain
    for host in re.findall(r"https?://([^/\s)\"]+)", told):
        assert host in {"example.org", "meet.example.org"}


def test_no_place_for_a_day_was_left_unfilled_and_no_line_end_is_left_within_a_paragraph(loaded):
    assert not re.search(r"[{}]", everything_told())
    texts = [row.text for meeting in meetings() for row in working_texts(meeting.id).values()]
    texts += [question.response_text for question in db.session.scalars(select(Question))]
    assert not any("<br" in to_html(text) for text in texts)


def test_the_forum_speaks_of_participants_and_never_of_a_child_by_age(loaded):
    told = everything_told()
    assert "A participant" in told
    assert not re.search(r"\b(aged|year[- ]olds?|years? old|Year \d)\b", told)


def test_prose_keeps_paragraphs_and_lists_and_joins_the_lines_within_them():
    assert prose(
        """
        One line
        and another.

        - a point
          that goes on
        - a second point
        """
    ) == "One line and another.\n\n- a point that goes on\n- a second point"  # fmt: skip


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real minutes are not part of the project")
def test_no_ten_words_in_a_row_were_taken_from_real_minutes(loaded):
    real = {run for seed in SEEDS.glob("*.txt") for run in runs_of_words(seed.read_text(encoding="utf-8"))}
    assert real
    assert not real & runs_of_words(everything_told())


# Plumbing


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Two databases, empty and loaded, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("prepared")
    with running(folder):
        schema.bring_up_to_date()
    copy(folder / "forum.db", folder / "empty.db")
    with running(folder):
        demo.load(now=LOADED)
        db.session.commit()
    return folder


@pytest.fixture
def app(prepared, tmp_path):
    copy(prepared / "empty.db", tmp_path / "forum.db")
    with running(tmp_path) as application:
        yield application


@pytest.fixture
def loaded(prepared, tmp_path):
    copy(prepared / "forum.db", tmp_path / "forum.db")
    with running(tmp_path) as application:
        yield application


@contextmanager
def running(folder):
    config = places.config_module().Config(
        FORUM_DATA=folder,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'forum.db'}",
        SECRET_KEY="for the tests only",
    )
    application = create_app(config)
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def meetings():
    return db.session.scalars(select(Meeting).order_by(Meeting.day)).all()


def actions():
    return db.session.scalars(select(ActionPoint).order_by(ActionPoint.id)).all()


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def everything_told():
    """Every word the demo put into the database, wherever it stands."""
    told = []
    for table in Model.metadata.sorted_tables:
        # A Message-ID is no address of anybody.
        columns = [
            column for column in table.c if isinstance(column.type, String | JSON) and column.name != "message_id"
        ]
        if columns:
            told += [
                words for row in db.session.execute(select(*columns)) for value in row for words in words_in(value)
            ]
    return "\n".join(told)


def words_in(value):
    """The words of a column, and each of those in a column of several."""
    if isinstance(value, Mapping):
        return [words for inner in value.values() for words in words_in(inner)]
    if isinstance(value, list):
        return [words for inner in value for words in words_in(inner)]
    return [str(value)] if value else []


def runs_of_words(text):
    words = re.findall(r"[\w']+", text.lower().replace("’", "'"))
    return {tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)}
