"""A program reads our mail before its owner: it opens every link, follows on, and presses every button it finds.

Whatever the link, the program gets no session and changes nothing, and its owner can still do what it is for.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum_app.access import Role
from forum_app.actions import holding
from forum_app.actions.models import ActionHolder, OwnerKind, TickOff, TickOffState
from forum_app.arranging import operations as arranging
from forum_app.arranging.models import DateInvitee, Says
from forum_app.arranging.operations import link_to
from forum_app.asking.forms import WithdrawForm
from forum_app.asking.models import Submission, SubmissionState
from forum_app.calendar import tokens
from forum_app.calendar.models import Answer, Invitation, InvitationState
from forum_app.calendar.operations import answer
from forum_app.db import db
from forum_app.meetings.models import Meeting, RoomState
from forum_app.people.models import LinkKind, SignedInSession
from forum_app.people.operations import make_link_token
from forum_app.people.scoped_links import make_scoped_link
from forum_app.questions.models import Question
from forum_app.receipts.models import Receipt
from forum_app.subscriptions.links import confirm_token, private_token
from forum_app.subscriptions.models import Subscription
from forum_app.support.models import Support
from forum_app.web import bots
from forum_app.web.limits import RateCount
from tests.builders import (
    DAY,
    NOW,
    announced_meeting,
    family_invited,
    make_action,
    make_forum,
    make_held_action,
    make_invitation,
    make_meeting,
    make_person,
    make_room_request,
    make_submission,
    make_subscriber,
    make_support,
    make_venue,
    meeting_with_agenda,
    published_meeting,
    released_submission,
    sent_poll,
)
from tests.pages import Browser, Page, submit
from tests.people import scanners

CODE, SUPPORTERS_CODE, READER = "7K4M2QXD9PZTH3WB", "GHJKMNPQRSTVWXYZ", "reader@example.org"
#: How many pages a program looks at behind one link.
FAR = 40


@dataclass
class Delivered:
    """A link in a mail, and whether its owner can still do what it is for."""

    link: str
    owner_succeeds: Callable[[], bool]


# Every kind of link -------------------------------------------------------------------------------------------


def sign_in_link(app: Flask) -> Delivered:
    mailed = scanners.mailed_link(app)
    return Delivered(mailed.link, lambda: mailed.use() == 302)


def sign_in_code(app: Flask) -> Delivered:
    mailed = scanners.mailed_code(app)
    return Delivered(mailed.link, lambda: mailed.use() == 302)


def receipt(app: Flask) -> Delivered:
    _left(app)
    return Delivered(f"/receipt/{CODE}", lambda: "Could we visit the library?" in _question(app).words)


def receipt_to_take_back(app: Flask) -> Delivered:
    _left(app)

    def takes_it_back() -> bool:
        page = app.test_client().get(f"/receipt/{CODE}/question/withdraw")
        return submit(page, sure=True).status_code == 302 and _state(app) == SubmissionState.WITHDRAWN

    return Delivered(f"/receipt/{CODE}", takes_it_back)


def receipt_to_stop_news(app: Flask) -> Delivered:
    _left(app)

    def stops() -> bool:
        submit(_question(app), "stop-news")
        return _one(app, select(Receipt.contact)) is None

    return Delivered(f"/receipt/{CODE}", stops)


def officers_pack(app: Flask) -> Delivered:
    with app.app_context():
        meeting = meeting_with_agenda()
        released_submission(meeting, code=CODE)
        token = make_scoped_link(LinkKind.PACK, meeting.id, None, DAY)
        db.session.commit()
    return Delivered(f"/packs/{token}", lambda: app.test_client().get(f"/packs/{token}").status_code == 200)


def news_to_confirm(app: Flask) -> Delivered:
    number = _subscriber(app, confirmed_on=None)
    link = f"/news/confirm/{confirm_token(number, app.secret_key)}"

    def says_yes() -> bool:
        submit(app.test_client().get(link))
        return _one(app, select(Subscription.confirmed_on)) is not None

    return Delivered(link, says_yes)


def news_to_change(app: Flask) -> Delivered:
    link = f"/news/yours/{private_token(_subscriber(app), app.secret_key)}"

    def changes() -> bool:
        submit(app.test_client().get(link), "choices", minutes=False)
        return "minutes" not in {str(topic) for topic in _one(app, select(Subscription)).topics}

    return Delivered(link, changes)


def news_to_stop(app: Flask) -> Delivered:
    link = f"/news/stop/{private_token(_subscriber(app), app.secret_key)}"

    def stops() -> bool:
        submit(app.test_client().get(link))
        return _one(app, select(func.count(Subscription.id))) == 0

    return Delivered(link, stops)


def news_to_stop_in_the_mail_program(app: Flask) -> Delivered:
    link = news_to_stop(app).link

    def stops() -> bool:
        app.test_client(use_cookies=False).post(link, data={"List-Unsubscribe": "One-Click"})
        return _one(app, select(func.count(Subscription.id))) == 0

    return Delivered(link, stops)


def invitation_to_confirm(app: Flask) -> Delivered:
    number = _asked_for_invitation(app)
    link = f"/invitations/confirm/{tokens.confirm_token(number, app.secret_key)}"

    def says_yes() -> bool:
        submit(app.test_client().get(link))
        return _one(app, select(Invitation.state)) == InvitationState.INVITED

    return Delivered(link, says_yes)


def invitation_to_answer(app: Flask) -> Delivered:
    link = _invited(app)

    def answers() -> bool:
        submit(app.test_client().get(link), "your-answer", answer="declined", note="We are away.")
        return _one(app, select(Invitation.note)) == "We are away."

    return Delivered(link, answers)


def invitation_to_end(app: Flask) -> Delivered:
    link = _invited(app)

    def ends() -> bool:
        submit(app.test_client().get(link), link.replace("/yours/", "/end/"))
        return _one(app, select(func.count(Invitation.id))) == 0

    return Delivered(link, ends)


def dates_to_answer(app: Flask) -> Delivered:
    """Answered already, so that a program finds nothing missing and could send it again."""
    with app.app_context():
        officer = make_person("Tobias Reed", Role.REPRESENTATIVE)
        (invitee,) = sent_poll(make_meeting(), [officer]).invitees
        token = link_to(invitee)
        arranging.answer(invitee, {one.id: Says.YES for one in invitee.poll.proposals}, "", now=NOW - timedelta(days=1))
        db.session.commit()

    def answers() -> bool:
        submit(app.test_client().get(f"/dates/{token}"), note="Only after 5pm.")
        return _one(app, select(DateInvitee.note)) == "Only after 5pm."

    return Delivered(f"/dates/{token}", answers)


def room_to_confirm(app: Flask) -> Delivered:
    """The room of before stands in the form, so one press would do."""
    with app.app_context():
        request = make_room_request(announced_meeting(venue=make_venue()))
        token = make_scoped_link(LinkKind.ROOM, request.id, None, DAY)
        db.session.commit()

    def confirms() -> bool:
        submit(app.test_client().get(f"/rooms/{token}"))
        return _one(app, select(Meeting.room_state)) == RoomState.CONFIRMED

    return Delivered(f"/rooms/{token}", confirms)


def part_to_tick_off(app: Flask) -> Delivered:
    link = _part(app)

    def ticks_off() -> bool:
        submit(app.test_client().get(link), link, said="done", words="It is booked.")
        return _one(app, select(TickOff.state)) == TickOffState.WAITING

    return Delivered(link, ticks_off)


def part_to_take_back(app: Flask) -> Delivered:
    delivered = part_to_tick_off(app)
    assert delivered.owner_succeeds()

    def takes_it_back() -> bool:
        submit(app.test_client().get(delivered.link), "take-back")
        return _one(app, select(TickOff.state)) == TickOffState.TAKEN_BACK

    return Delivered(delivered.link, takes_it_back)


def promise_to_take_on(app: Flask) -> Delivered:
    with app.app_context():
        action = make_action(published_meeting(), owner_kind=OwnerKind.ANYONE, owner="Anybody")
        token = holding.offer(action.id, "Sorrel", READER, shows_name=True, day=NOW.date())
        db.session.commit()

    def takes_it_on() -> bool:
        submit(app.test_client().get(f"/taking-on/{token}"), sure=True)
        return _one(app, select(ActionHolder.name)) == "Sorrel"

    return Delivered(f"/taking-on/{token}", takes_it_on)


def support_to_take_back(app: Flask) -> Delivered:
    with app.app_context():
        question = db.session.get_one(Question, released_submission(meeting_with_agenda()).question_id)
        make_support(question, SUPPORTERS_CODE, contact=READER, follows=True)
        db.session.commit()

    def takes_it_back() -> bool:
        page = app.test_client().get(f"/receipt/{SUPPORTERS_CODE}/support")
        submit(page, "take-back")
        return _one(app, select(func.count(Support.id))) == 0

    return Delivered(f"/receipt/{SUPPORTERS_CODE}", takes_it_back)


LINKS = (
    sign_in_link, sign_in_code, receipt, receipt_to_take_back, receipt_to_stop_news, officers_pack, news_to_confirm,
    news_to_change, news_to_stop, news_to_stop_in_the_mail_program, invitation_to_confirm, invitation_to_answer,
    invitation_to_end, dates_to_answer, room_to_confirm, part_to_tick_off, part_to_take_back, promise_to_take_on,
    support_to_take_back,
)  # fmt: skip


@pytest.mark.parametrize("deliver", LINKS)
def test_a_scanner_changes_nothing_and_the_owner_still_succeeds(forum: Flask, deliver: Callable[[Flask], Delivered]):
    the_scanner_changes_nothing(forum, deliver(forum))


# Planted faults -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deliver",
    [
        news_to_confirm,
        news_to_stop,
        receipt_to_stop_news,
        invitation_to_confirm,
        invitation_to_answer,
        invitation_to_end,
        dates_to_answer,
        room_to_confirm,
        part_to_take_back,
        support_to_take_back,
    ],
)
def test_taking_the_first_press_is_caught(
    forum: Flask, deliver: Callable[[Flask], Delivered], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bots, "SECONDS_TO_READ", 0)
    with pytest.raises(AssertionError, match="a scanner has changed"):
        the_scanner_changes_nothing(forum, deliver(forum))


def test_taking_a_question_back_without_a_tick_is_caught(forum: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(WithdrawForm, "validate_sure", lambda form, field: None)
    with pytest.raises(AssertionError, match="a scanner has changed"):
        the_scanner_changes_nothing(forum, receipt_to_take_back(forum))


def test_a_button_that_anybody_may_press_is_caught(forum: Flask):
    """The printed link signs in whoever presses first: it is for a screen, and never goes into a mail."""
    scanners.wren(forum)
    link = f"/sign-in/{make_link_token(forum.secret_key)}"
    with pytest.raises(AssertionError, match="a scanner has changed"):
        the_scanner_changes_nothing(forum, Delivered(link, lambda: True))


# The scanner --------------------------------------------------------------------------------------------------


def the_scanner_changes_nothing(app: Flask, delivered: Delivered) -> None:
    before = everything_in(app)
    for agent in scanners.AGENTS:
        scan(app.test_client(), delivered.link, agent)
    after = everything_in(app)
    changed = [table for table in before if before[table] != after[table]]
    assert not changed, f"a scanner has changed {changed}"
    with app.app_context():
        assert db.session.scalar(select(func.count(SignedInSession.id))) == 0
    assert delivered.owner_succeeds(), "the owner comes too late"


def scan(scanner: Browser, link: str, agent: str) -> None:
    """Open it, and whatever it leads to in its main part, and press each button twice."""
    scanner.environ_base["HTTP_USER_AGENT"] = agent
    for method in ("HEAD", "OPTIONS"):
        scanner.open(link, method=method)
    scanner.get(link, headers={"Sec-Purpose": "prefetch"})
    waiting, seen = deque([link]), {link}
    while waiting and len(seen) <= FAR:
        page = opened(scanner, waiting.popleft())
        for address in onward(page):
            if address not in seen:
                seen.add(address)
                waiting.append(address)
        press_everything(scanner, page)


def opened(scanner: Browser, address: str) -> Page:
    page = scanner.get(address)
    while page.status_code in {302, 303, 308}:
        page = scanner.get(page.location)
    return page


def onward(page: Page) -> list[str]:
    """Where the links of the main part lead on this site."""
    if not page.is_page or not page.has_main():
        return []
    leads = [urljoin(page.request.url, link.get("href", "")) for link in page.main.iter("a")]
    return [urlsplit(to).path for to in leads if to.startswith(page.request.host_url)]


def press_everything(scanner: Browser, page: Page) -> None:
    for form in page.forms if page.is_page and page.has_main() else []:
        for button in form.buttons:
            named = [(button.get("name", ""), button.get("value", ""))] if button.get("name") else []
            for _ in range(2):
                sent = scanner.open(form.action, method=form.method.upper(), data=dict([*form.values, *named]))
                if sent.status_code == 302:
                    opened(scanner, sent.location)


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def forum(app: Flask, frozen: object) -> Flask:
    with app.app_context():
        make_forum()
    return app


def everything_in(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table but the counts of how much came from where."""
    with app.app_context():
        tables = [table for table in db.metadata.sorted_tables if table.name != RateCount.__tablename__]
        return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}


def _left(app: Flask) -> None:
    with app.app_context():
        make_submission(meeting_with_agenda(), code=CODE, contact="family@example.org", follows=True, wording="May we?")
        db.session.commit()


def _question(app: Flask) -> Page:
    return app.test_client().get(f"/receipt/{CODE}/question")


def _subscriber(app: Flask, **facts: Any) -> int:
    with app.app_context():
        row = make_subscriber(READER, **facts)
        db.session.commit()
        return row.id


def _asked_for_invitation(app: Flask) -> int:
    with app.app_context():
        row = make_invitation(announced_meeting(), address=READER, state=InvitationState.ASKED)
        db.session.commit()
        return row.id


def _invited(app: Flask) -> str:
    """A family's own page; they have said that they come, so a program could send their answer again."""
    with app.app_context():
        row = family_invited(announced_meeting(), READER, app.secret_key)
        answer(row, Answer.ACCEPTED, "", now=NOW)
        db.session.commit()
        return f"/invitations/yours/{tokens.private_token(row.id, app.secret_key)}"


def _part(app: Flask) -> str:
    with app.app_context():
        action = make_held_action(published_meeting())
        token = holding.link_for(holding.current_holder(action.id), NOW.date())
        db.session.commit()
        return f"/your-part/{token}"


def _state(app: Flask) -> str:
    return str(_one(app, select(Submission.state)))


def _one(app: Flask, asked: Any) -> Any:
    with app.app_context():
        found = db.session.scalars(asked).one()
        if isinstance(found, Subscription):
            assert found.topics is not None
        return found
