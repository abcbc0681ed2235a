"""The database itself refuses what must never be, whichever code writes it: every CHECK, on both engines."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Table, func, insert, select
from sqlalchemy.exc import IntegrityError

from forum_app.db import db
from tests.builders import (
    NOW,
    announced_meeting,
    hear,
    make_action,
    make_circulation,
    make_held_action,
    make_invitation,
    make_meeting,
    make_person,
    make_poll,
    make_question,
    make_submission,
    make_subscriber,
    make_tick_off,
    published_meeting,
)

# ruff: noqa: C408 - rows read better as dict(column=value)
pytestmark = pytest.mark.usefixtures("database")

Values = dict[str, Any]
LONG_AGO, LATER = date(2025, 1, 1), date(2026, 1, 1)

#: One change to a good row for each CHECK constraint, which makes it a bad one.
BAD: dict[str, list[Values]] = {
    "ck_forum_only_one": [{"id": 2}],
    "ck_forum_sensible_question_days": [{"question_days": 0}, {"question_days": 61}],
    "ck_forum_name_given": [{"name": ""}],
    "ck_forum_usual_start_before_end": [{"usual_end": time(16, 30)}, {"usual_end": time(9)}],
    "ck_forum_usual_doors_before_start": [{"usual_doors": time(16, 31)}],
    "ck_person_name_given": [{"name": ""}],
    "ck_person_email_normal": [{"email": "Ines@example.org"}, {"email": "ines"}, {"email": ""}],
    "ck_signed_in_session_proof": [{"proof": "word"}, {"proof": ""}],
    "ck_sign_in_request_expires_later": [{"expires_at": NOW}],
    "ck_scoped_link_kind": [{"kind": "desk"}, {"kind": ""}],
    "ck_role_grant_role": [{"role": "king"}, {"role": "Chair"}, {"role": ""}],
    "ck_role_grant_ends_after_start": [{"starts_on": LATER, "ends_on": LONG_AGO}],
    "ck_venue_name_given": [{"name": ""}],
    "ck_meeting_kind": [{"kind": "party"}],
    "ck_meeting_state": [{"state": "published"}],
    "ck_meeting_attending": [{"attending": "neither"}],
    "ck_meeting_room_state": [{"room_state": "maybe"}],
    "ck_meeting_doors_first": [{"doors_at": time(17)}],
    "ck_meeting_start_before_end": [{"ends_by": time(16, 30)}, {"ends_by": time(16, 29)}],
    "ck_meeting_times_before_public": [
        {"state": "announced", "starts_at": None},
        {"state": "agenda_published", "ends_by": None},
    ],
    "ck_meeting_planning_is_private": [
        {"kind": "planning", "state": state} for state in ("announced", "agenda_published", "minutes_published")
    ],
    "ck_meeting_link_has_its_moment": [{"online_link": "https://x.example"}, {"link_hours_before": 2}],
    "ck_meeting_questions_until_a_day_and_a_time": [{"questions_until_day": LATER}, {"questions_until_at": time(12)}],
    "ck_agenda_item_kind": [{"kind": "song"}],
    "ck_agenda_item_sensible_length": [{"minutes_allotted": -1}, {"minutes_allotted": 601}],
    "ck_agenda_item_reason_only_when_parked": [{"parked": False, "parked_because": "Ill."}],
    "ck_agenda_item_title_given": [{"title": ""}],
    "ck_role_at_meeting_role": [{"role": "participant"}],
    "ck_role_at_meeting_name_or_post": [{"name": None, "job_title": None}],
    "ck_question_kind": [{"kind": "email"}],
    "ck_question_number_positive": [{"number": 0}, {"number": -1}],
    "ck_question_wording_given": [{"wording": ""}],
    "ck_question_asked_roughly": [{"asked_about": number} for number in (-5, 1, 2, 4, 5, 8, 11)],
    "ck_question_foi_state": [{"foi_state": "lost", "foi_link": "https://a.example"}],
    "ck_question_foi_link_with_its_state": [{"foi_state": "waiting"}, {"foi_link": "https://a.example"}],
    "ck_reply_due_days_counted": [{"working_days": -1}],
    "ck_topic_name_given": [{"name": ""}],
    "ck_contribution_voice": [{"voice": "letter"}],
    "ck_action_point_owner_kind": [{"owner_kind": "child"}],
    "ck_action_point_state": [{"state": "lost"}],
    "ck_action_point_joined_by": [{"second_text": "or that", "joined_by": "xor"}],
    "ck_action_point_second_part_has_its_join": [{"second_text": "or that"}, {"joined_by": "or"}],
    "ck_action_point_closed_has_its_day": [{"state": "done"}, {"closed_on": LATER}],
    "ck_action_point_one_due": [{"due_on": LATER, "due_words": "soon"}],
    "ck_action_point_owner_and_text_given": [{"owner": ""}, {"text": ""}],
    "ck_action_point_one_first_due": [{"first_due_on": LATER, "first_due_words": "soon"}],
    "ck_action_point_handed_on_starts_a_clock": [{"handed_on": LATER}, {"pass_on_by": LATER}],
    "ck_action_point_only_what_is_for_anyone_is_taken": [{"taken": True}],
    "ck_notice_reach_how_given": [{"how": ""}],
    "ck_notice_reach_people_counted": [{"people": -1}],
    "ck_action_holder_named_while_it_lasts": [{"name": ""}],
    "ck_action_holder_ends_after_start": [{"until": LONG_AGO}],
    "ck_action_offer_name_and_address_given": [{"name": ""}, {"address": ""}],
    "ck_tick_off_said": [{"said": "maybe"}],
    "ck_tick_off_state": [{"state": "lost"}],
    "ck_tick_off_words_until_taken_back": [{"words": ""}, {"state": "taken_back"}],
    "ck_tick_off_more_time_says_until_when": [{"said": "more_time"}, {"new_due_on": LATER}],
    "ck_action_reminder_state": [{"state": "lost"}],
    "ck_quiet_period_ends_after_start": [{"ends_on": LONG_AGO}],
    "ck_quiet_period_why_given": [{"why": ""}],
    "ck_action_update_state": [{"state": "lost"}],
    "ck_action_update_words_given": [{"words": ""}],
    "ck_receipt_kind": [{"kind": "party"}],
    "ck_receipt_contact_or_none": [{"contact": ""}],
    "ck_receipt_news_need_a_contact": [{"contact": None, "follows": True}],
    "ck_submission_state": [{"state": "lost"}],
    "ck_submission_words_until_withdrawn": [{"words": ""}, {"state": "withdrawn"}],
    "ck_submission_on_record_once_released": [{"question_id": 1}],
    "ck_submission_worded_has_wording": [{"state": "worded"}, {"state": "released"}],
    "ck_submission_declined_says_why": [{"state": "declined"}],
    "ck_submission_consent_on_the_ladder": [{"consent": 4, "said": "x"}, {"consent": -1, "said": "x"}],
    "ck_submission_consent_says_what": [{"consent": 1}, {"said": "A parent."}],
    "ck_submission_foi_state": [{"foi_state": "lost", "foi_link": "https://a.example"}],
    "ck_submission_foi_link_with_its_state": [{"foi_state": "waiting"}, {"foi_link": "https://a.example"}],
    "ck_submission_foi_shown_if_any": [{"foi_shown": True}],
    "ck_merged_into_another": [{"into_id": 1, "submission_id": 1}],
    "ck_asker_query_question_given": [{"question": ""}],
    "ck_consent_given_level_on_the_ladder": [{"level": 0}, {"level": 4}],
    "ck_named_asker_name_given": [{"name": ""}],
    "ck_outbox_message_state": [{"state": "lost", "ended_at": NOW}],
    "ck_page_text_name": [{"name": "home"}],
    "ck_page_text_html_made_of_text": [{"text": None}, {"html": None}],
    "ck_earlier_page_text_name": [{"name": "home"}],
    "ck_rate_count_counted_something": [{"counted": 0}],
    "ck_outbox_message_attempts_counted": [{"attempts": -1}],
    "ck_outbox_message_trouble": [{"trouble": "bad luck"}],
    "ck_outbox_message_priority": [{"priority": -1}, {"priority": 10}],
    "ck_outbox_message_sent_leaves_no_body": [{"state": "sent", "ended_at": NOW}],
    "ck_outbox_message_queued_has_its_body": [{"body": None}],
    "ck_outbox_message_sending_has_its_lease": [{"state": "sending"}, {"leased_until": NOW}],
    "ck_outbox_message_ended_has_its_moment": [{"state": "failed"}, {"ended_at": NOW}],
    "ck_outbox_halt_only_one": [{"id": 2}],
    "ck_outbox_halt_why": [{"why": "rain"}],
    "ck_outbox_halt_attempts_counted": [{"attempts": 0}],
    "ck_suppression_reason": [{"reason": "because"}],
    "ck_suppression_address_in_small_letters": [{"address": "A@b.example"}],
    "ck_job_run_state": [{"state": "asleep", "ended_at": NOW}],
    "ck_job_run_ended_has_its_moment": [{"state": "done"}, {"ended_at": NOW}],
    "ck_subscription_pace": [{"pace": "hourly"}],
    "ck_subscription_address_in_small_letters": [{"address": "A@b.example"}],
    "ck_subscription_asked_times_counted": [{"asked_times": -1}],
    "ck_subscribed_topic_topic": [{"topic": "weather"}],
    "ck_circulation_kind": [{"kind": "gossip"}],
    "ck_circulation_state": [{"state": "lost", "due_at": NOW}],
    "ck_circulation_a_note_has_a_subject": [{"subject": ""}],
    "ck_circulation_released_has_its_moment": [{"due_at": NOW}, {"state": "released"}],
    "ck_circulation_stopped_has_its_moment": [{"stopped_at": NOW}, {"state": "stopped", "due_at": NOW}],
    "ck_circulation_audience_audience": [{"audience": "everybody"}],
    "ck_circulation_recipient_audience_group": [{"audience_group": "children"}],
    "ck_circulation_recipient_outcome": [{"outcome": "lost"}],
    "ck_circulation_recipient_only_families_wait_a_week": [{"audience_group": "officers", "subscription_id": 1}],
    "ck_invitation_state": [{"state": "lost"}],
    "ck_invitation_answer": [{"answer": "yes", "answered_at": NOW, "answer_sequence": 0}],
    "ck_invitation_person_or_address": [{"address": None}, {"person_id": 1}],
    "ck_invitation_address_in_small_letters": [{"address": "A@b.example"}],
    "ck_invitation_asked_times_counted": [{"asked_times": -1}],
    "ck_invitation_answered_has_its_moment": [
        {"answer": "accepted"},
        {"answered_at": NOW},
        {"answer": "accepted", "answered_at": NOW},
        {"answer_sequence": 1},
    ],
    "ck_invitation_notice_method": [{"method": "publish"}],
    "ck_invitation_notice_sequence_counted": [{"sequence": -1}],
    "ck_inbound_message_state": [{"state": "lost"}],
    "ck_inbound_message_outcome": [{"outcome": "spam", "state": "done"}],
    "ck_inbound_message_read_unless_waiting": [{"outcome": None}, {"state": "waiting"}],
    "ck_inbound_message_kept_while_waiting": [{"state": "waiting", "outcome": None, "raw": None}],
    "ck_inbound_message_note_is_about_something": [{"state": "note"}],
    "ck_inbound_message_counted": [{"tries": -1}, {"attachments": -1}, {"size": -1}],
    "ck_old_minutes_waits_or_refused_or_read": [
        {"upload": b"words"},
        {"refused": "Not a document."},
        {"reading": None},
    ],
    "ck_response_outcome": [{"outcome": "lost"}],
    "ck_response_draft_outcome": [{"outcome": "lost"}],
    "ck_response_draft_text_and_officer_given": [{"text": ""}, {"officer": ""}],
    "ck_earlier_draft_outcome": [{"outcome": "lost"}],
    "ck_duty_name_given": [{"name": ""}],
    "ck_duty_ends_after_start": [{"until": LONG_AGO}],
    "ck_stated_position_subject_and_sentence_given": [{"subject": ""}, {"sentence": ""}],
    "ck_stated_position_replaced_by_another": [{"replaced_by_id": 1}],
    "ck_minute_passage_outcome": [{"outcome": "lost", "part": "response", "item_id": None, "question_id": 1}],
    "ck_minute_passage_only_responses_come_to_something": [{"outcome": "answered"}],
    "ck_date_poll_state": [{"state": "lost", "sent_on": LATER}],
    "ck_date_poll_sent_unless_a_draft": [{"sent_on": LATER}, {"state": "open"}],
    "ck_date_proposal_start_before_end": [{"ends_by": time(16, 30)}],
    "ck_date_proposal_doors_first": [{"doors_at": time(17)}],
    "ck_date_answer_says": [{"says": "perhaps"}],
    "ck_room_request_state": [{"state": "lost", "answered_on": LATER}],
    "ck_room_request_impossible_says_why": [{"state": "impossible", "answered_on": LATER}, {"because": "Closed."}],
    "ck_room_request_confirmed_says_which": [{"state": "confirmed", "answered_on": LATER}],
    "ck_room_request_answered_has_its_day": [{"state": "confirmed", "room": "Hall"}],
    "ck_school_holiday_first_before_last": [{"last_day": LONG_AGO}],
    "ck_school_holiday_name_given": [{"name": ""}],
    "ck_minute_version_a_correction_says_why": [{"number": 2, "note": ""}],
    "ck_minute_passage_part": [{"part": "summary", "item_id": None, "question_id": 1}],
    "ck_minute_passage_item_or_question": [{"item_id": None, "question_id": None, "part": "response"}],
    "ck_minute_passage_part_fits": [
        {"part": "minutes", "item_id": None, "question_id": 1},
        {"part": "response"},
    ],
}
CASES = [(name, bad) for name, rows in BAD.items() for bad in rows]


def test_every_check_constraint_has_a_bad_row_here():
    names = {name_of(table, check) for table in db.metadata.sorted_tables for check in checks_of(table)}
    assert names == set(BAD), "the fix: add what is missing to BAD, and take out what is gone"


@pytest.mark.parametrize(("name", "bad"), CASES, ids=[f"{name}-{bad}" for name, bad in CASES])
def test_a_bad_row_is_refused(name: str, bad: Values):
    table = next(t for t in db.metadata.sorted_tables if name in {name_of(t, check) for check in checks_of(t)})
    good = good_row(table)
    with pytest.raises(IntegrityError, match=name):
        db.session.execute(insert(table).values(good | bad))
    db.session.rollback()
    assert row_count(table) == 0


def test_the_rows_they_differ_from_are_taken():
    """Otherwise a test above could be green for the wrong reason."""
    for name in GOOD:
        table = db.metadata.tables[name]
        db.session.execute(insert(table).values(good_row(table)))
        db.session.commit()
        assert row_count(table) == 1, name
        clear()


@pytest.mark.parametrize(
    "table",
    [table for table in db.metadata.sorted_tables if table.dialect_kwargs.get("sqlite_autoincrement")],
    ids=lambda table: table.name,
)
def test_a_number_that_stands_in_links_is_never_given_again(table: Table):
    """An old link must not open something new, and a new mail must not be taken for one that went."""
    good, given = good_row(table), []
    for _ in range(2):
        db.session.execute(insert(table).values(good))
        given.append(db.session.scalar(select(table.c.id)))
        db.session.execute(table.delete())
    assert given[1] > given[0]


def good_row(table: Table) -> Values:
    """A row that the table takes; the rows it points to are there, and the table itself is empty."""
    good = GOOD[table.name]()
    db.session.commit()
    db.session.execute(table.delete())
    db.session.commit()
    return good


def clear() -> None:
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()


def row_count(table: Table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def checks_of(table: Table) -> list[CheckConstraint]:
    return [check for check in table.constraints if isinstance(check, CheckConstraint)]


def name_of(table: Table, check: CheckConstraint) -> str:
    return f"ck_{table.name}_{check.name}".replace(f"ck_{table.name}_ck_{table.name}_", f"ck_{table.name}_")


def _forum() -> Values:
    return dict(
        id=1, name="A forum", local_authority="A council", contact_email="a@b.example", about="", version=1,
        time_zone="Europe/London", privacy_note="", usual_doors=time(16), usual_start=time(16, 30),
        usual_end=time(18, 30), question_days=7, is_demo=False, set_up_on=LATER,
    )  # fmt: skip


def _meeting() -> Values:
    return dict(
        kind="forum", state="draft", day=LATER, doors_at=time(16), starts_at=time(16, 30), ends_by=time(18, 30),
        time_zone="Europe/London", attending="both", room_state="not_asked", cancelled_because="",
        calendar_uid="uid", calendar_sequence=0, calendar_stamp=NOW, version=1,
    )  # fmt: skip


def _item() -> Values:
    return dict(
        meeting_id=make_meeting(agenda=[]).id, position=0, kind="other", title="An item", presenter="",
        presenter_title="", notes="", parked=False, parked_because="", version=1,
    )  # fmt: skip


def _question() -> Values:
    return dict(
        meeting_id=make_meeting().id, kind="room", position=1, wording="Why?", wording_html="<p>Why?</p>",
        released=False, said_of_asker="", late=False, asked_about=0, foi_link="", foi_state="", version=1,
    )  # fmt: skip


def _submission() -> Values:
    receipt_id = make_submission(None).receipt_id
    return dict(
        id=1, receipt_id=receipt_id, words="Why?", please_reword=False, state="new", wording="", because="",
        consent=0, said="", version=1, late=False, objection="", foi_link="", foi_state="", foi_shown=False,
    )  # fmt: skip


def _action() -> Values:
    return dict(
        meeting_id=make_meeting().id, position=0, owner_kind="person", owner="Tobias Reed", via="", text="Write.",
        due_words="", due_because="", first_due_words="", taken=False, now_with="", state="open", outcome="",
        version=1,
    )  # fmt: skip


def _draft() -> Values:
    question_id = make_question(make_meeting()).id
    return dict(
        question_id=question_id, text="Yes.", outcome="answered", officer="Tobias Reed", officer_title="Officer"
    )


def _update() -> Any:
    action = make_action(make_meeting())
    hear(action)
    return action.updates[0]


def _passage() -> Values:
    meeting = published_meeting()
    version_id = db.session.scalar(select(func.max(db.metadata.tables["minute_version"].c.id)))
    item_id = meeting.items[1].id
    return dict(
        version_id=version_id,
        item_id=item_id,
        question_id=None,
        part="minutes",
        text="",
        html="",
        officer="",
        officer_title="",
    )


def _date_answer() -> Values:
    poll = make_poll(make_meeting(), [make_person("Ines Marlow", "chair")])
    return {"invitee_id": poll.invitees[0].id, "proposal_id": poll.proposals[0].id, "says": "yes"}


GOOD: dict[str, Callable[[], Values]] = {
    "forum": _forum,
    "person": lambda: {"name": "Ines Marlow"},
    "role_grant": lambda: {
        "person_id": make_person("Ines Marlow", "chair").id, "role": "chair", "starts_on": LONG_AGO,
    },
    "signed_in_session": lambda: {
        "token_hash": "t", "person_id": make_person("Ines Marlow", "chair").id, "started_at": NOW, "ends_at": NOW,
        "proof": "mail", "wrong_codes": 0, "device": "",
    },
    "sign_in_request": lambda: {
        "id": 1, "link_hash": "l", "code_hash": "c", "verifier_hash": "v", "address_hash": "a", "asked_at": NOW,
        "expires_at": NOW + timedelta(minutes=10), "wrong_codes": 0,
    },
    "scoped_link": lambda: {"id": 1, "token_hash": "t", "kind": "pack", "thing_id": 1, "expires_on": LATER},
    "venue": lambda: {"name": "Library", "address": "", "directions": "", "access": "", "version": 1},
    "meeting": _meeting,
    "agenda_item": _item,
    "role_at_meeting": lambda: {
        "meeting_id": make_meeting().id, "role": "chair", "position": 0, "name": "Ines Marlow",
    },
    "question": _question,
    "topic": lambda: {"name": "Exam centres"},
    "contribution": lambda: {
        "question_id": make_question(make_meeting()).id, "position": 0, "voice": "room", "text": "Yes.",
    },
    "action_point": _action,
    "action_update": lambda: {
        "action_id": make_action(make_meeting()).id, "day": LATER, "state": "done", "words": "It is done.",
        "handed_over": False,
    },
    "action_file": lambda: {
        "id": 1, "update_id": _update().id, "called": "leaflet.pdf", "media_type": "application/pdf", "data": b"%PDF",
    },
    "notice_reach": lambda: {"action_id": make_action(make_meeting()).id, "day": LATER, "how": "the news"},
    "action_holder": lambda: {
        "action_id": make_action(make_meeting()).id, "name": "Tobias Reed", "address": "a@b.example",
        "is_taker": False, "since": LATER,
    },
    "action_offer": lambda: {
        "id": 1, "token_hash": "t", "action_id": make_action(make_meeting()).id, "name": "Wren",
        "address": "a@b.example", "shows_name": False, "left_on": LATER,
    },
    "tick_off": lambda: {
        "id": 1, "action_id": make_action(make_meeting()).id, "form_key": "k", "said": "done", "words": "Booked.",
        "sent_on": LATER, "state": "waiting", "version": 1,
    },
    "tick_off_file": lambda: {
        "id": 1, "tick_off_id": make_tick_off(make_held_action(make_meeting())).id, "called": "leaflet.pdf",
        "media_type": "application/pdf", "data": b"%PDF",
    },
    "action_reminder": lambda: {"key": "k", "state": "sent", "words": "", "on_day": LATER},
    "quiet_period": lambda: {"starts_on": LATER, "ends_on": LATER, "why": "half-term"},
    "old_minutes": lambda: {
        "name": "2019.txt", "brought_at": NOW, "refused": "", "source": "Minutes", "reading": {"day": None},
        "version": 1,
    },
    "receipt": lambda: {
        "id": 1, "code_hash": "h", "kind": "question", "contact": "wren@example.org", "follows": True,
        "left_on": LATER,
    },
    "submission": _submission,
    "consent_given": lambda: {
        "id": 1, "submission_id": make_submission(None).id, "level": 1, "words": "A parent.", "given_on": LATER,
    },
    "merged": lambda: {
        "submission_id": make_submission(None).id, "into_id": make_submission(None, code="0123456789ABCDEF").id,
    },
    "asker_query": lambda: {
        "id": 1, "submission_id": make_submission(None).id, "number": 1, "question": "Which year?", "answer": "",
    },
    "support": lambda: {
        "id": 1, "receipt_id": make_submission(None).receipt_id, "question_id": make_question(make_meeting()).id,
    },
    "reply_due": lambda: {
        "question_id": make_question(make_meeting()).id, "reply_by": LATER, "working_days": 10,
    },
    "named_asker": lambda: {"question_id": make_question(make_meeting()).id, "name": "Wren Ashby"},
    "outbox_message": lambda: {
        "id": 1, "key": "k", "recipient": "a@b.example", "subject": "S", "body": b"B", "message_id": "<1@b>",
        "state": "queued", "attempts": 0, "due_at": NOW, "give_up_at": NOW, "priority": 5, "answer": "",
    },
    "outbox_halt": lambda: {
        "id": 1, "why": "no_trust", "answer": "", "since": NOW, "next_try_at": NOW, "attempts": 1,
    },
    "suppression": lambda: {"id": 1, "address": "a@b.example", "reason": "asked", "since": NOW, "source": ""},
    "job_run": lambda: {
        "job": "deliver", "period": "p", "state": "running", "by": "here", "started_at": NOW, "lease_until": NOW,
        "words": "",
    },
    "subscription": lambda: {
        "id": 1, "address": "a@b.example", "pace": "weekly", "asked_on": LATER, "asked_times": 0,
    },
    "subscribed_topic": lambda: {"subscription_id": make_subscriber("a@b.example").id, "topic": "cards"},
    "circulation": lambda: {
        "kind": "note", "state": "draft", "subject": "Tea", "words": "", "urgent": False, "form_key": "k",
        "made_at": NOW, "sent_subject": "", "sent_text": "", "short_text": "", "version": 1,
    },
    "circulation_audience": lambda: {"circulation_id": make_circulation().id, "audience": "officers"},
    "circulation_recipient": lambda: {
        "id": 1, "circulation_id": make_circulation().id, "outbox_key": "k", "recipient_key": "k", "event": "note:k",
        "audience_group": "families",
    },
    "invitation": lambda: {
        "id": 1, "meeting_id": announced_meeting().id, "address": "a@b.example", "token_hash": "t",
        "state": "invited", "asked_on": LATER, "asked_times": 0, "note": "",
    },
    "invitation_notice": lambda: {
        "id": 1, "invitation_id": make_invitation(announced_meeting()).id, "outbox_key": "k", "method": "request",
        "sequence": 0, "asks_anew": True, "told": {}, "stamp": NOW,
    },
    "inbound_message": lambda: {
        "id": 1, "arrival": "0" * 64, "received_on": LATER, "state": "tray", "tries": 1, "outcome": "triage",
        "reason": "", "raw": b"From", "size": 4, "about": "", "sender": "", "sender_mark": "", "subject": "",
        "words": "", "attachments": 0,
    },
    "page_text": lambda: {"name": "privacy", "text": "Ours.", "html": "<p>Ours.</p>", "version": 1},
    "earlier_page_text": lambda: {"name": "privacy", "text": "Ours.", "replaced_at": NOW},
    "rate_count": lambda: {"bucket": "b", "ends_at": NOW, "counted": 1},
    "response": lambda: {
        "question_id": make_question(make_meeting()).id, "text": "Yes.", "officer": "", "officer_title": "",
        "outcome": "answered",
    },
    "response_draft": lambda: _draft() | {"ready": False, "version": 1},
    "earlier_draft": lambda: _draft() | {"replaced_on": LATER},
    "duty": lambda: {
        "meeting_id": make_meeting().id, "name": "Tobias Reed", "job_title": "Inclusion officer", "since": LATER,
    },
    "stated_position": lambda: {
        "id": 1, "question_id": make_question(make_meeting()).id, "subject": "Exams", "sentence": "They are free.",
        "said_on": LATER, "officer_title": "", "version": 1,
    },
    "date_poll": lambda: {
        "meeting_id": make_meeting().id, "state": "draft", "words": "", "reply_by": LATER, "version": 1,
    },
    "date_proposal": lambda: {
        "poll_id": make_poll(make_meeting(), []).id, "day": LATER, "doors_at": time(16), "starts_at": time(16, 30),
        "ends_by": time(18, 30), "is_chosen": False,
    },
    "date_answer": _date_answer,
    "room_request": lambda: {
        "meeting_id": make_meeting().id, "state": "open", "words": "A room.", "asked_on": LATER, "day": LATER,
        "starts_at": time(16, 30), "ends_by": time(18, 30), "because": "", "room": "", "address": "",
        "must_know": "", "is_seen": False, "version": 1,
    },
    "school_holiday": lambda: {"name": "Half term", "first_day": LATER, "last_day": LATER},
    "minute_version": lambda: {
        "meeting_id": make_meeting().id, "number": 2, "published_at": NOW, "note": "A name was misspelt.",
    },
    "minute_passage": _passage,
}  # fmt: skip
