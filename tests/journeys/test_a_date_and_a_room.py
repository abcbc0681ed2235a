"""From “let us plan the next meeting” to “the room is confirmed everywhere”: coordinator and officer, scripts off."""

import re
import time
from email import message_from_bytes, policy

from sqlalchemy import select

from forum_app.access import Role
from forum_app.clock import day_in_words, now
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings.models import Meeting, MeetingKind
from forum_app.web.bots import SECONDS_TO_READ
from tests.browser.stage import PHONE, Site, Visits
from tests.builders import made, make_person
from tests.journeys.walking import Visitor, somebody

OFFICER = "tobias@council.example"


def test_from_asking_for_a_planning_meeting_to_a_confirmed_room(visit: Visits, own_site: Site):
    made(own_site.app, make_person, "Tobias Reed", Role.REPRESENTATIVE, email=OFFICER)
    coordinator = somebody(visit, own_site).signs_in()
    officer, family = somebody(visit, own_site, viewport=PHONE), somebody(visit, own_site, viewport=PHONE)
    the_coordinator_asks_for_a_planning_meeting_and_proposes_dates(coordinator)
    the_officer_says_which_suit(officer, own_site)
    the_coordinator_chooses(coordinator)
    both_write_notes_and_neither_loses_any(officer, coordinator, own_site)
    the_next_date_is_kept_and_its_room_asked_for(coordinator)
    coordinator.opens(f"/meetings/{forum_meeting(own_site)}/announce")
    coordinator.presses("Announce it")
    family.opens(f"/meetings/{forum_meeting(own_site)}")
    family.sees("To be announced")
    the_officer_confirms_with_one_press(officer, own_site)
    everybody_sees_it_at_once(coordinator, family, own_site)


def the_coordinator_asks_for_a_planning_meeting_and_proposes_dates(coordinator: Visitor) -> None:
    coordinator.opens("/planning")
    coordinator.follows("Ask for a planning meeting")
    coordinator.types("What should we talk about?", "The date and the speakers.")
    time.sleep(SECONDS_TO_READ + 0.5)
    coordinator.presses("Ask for a planning meeting")
    assert coordinator.heading == "Propose dates"
    for row, day in enumerate((f"{year()}-03-03", f"{year()}-03-04")):
        coordinator.types("Date", day, within=coordinator.page.locator("fieldset.entry").nth(row))
    coordinator.ticks("Tobias Reed, representative of the local authority")
    coordinator.presses("Look at it before it goes")
    coordinator.sees(OFFICER, "The letters go out at once", "An answer is hoped for by")
    assert not letters(coordinator.site)
    coordinator.presses("Send it")
    coordinator.sees("1 letter on the way", "0 of 1 have answered", "no answer yet")


def the_officer_says_which_suit(officer: Visitor, site: Site) -> None:
    link = link_in(site, "dates:")
    officer.opens(link)
    officer.opens(link)  # a scanner that looks first changes nothing
    assert officer.heading == "Which dates suit you?"
    choices = officer.main.locator("fieldset")
    choices.nth(0).get_by_label("No", exact=True).check()
    choices.nth(1).get_by_label("Yes", exact=True).check()
    time.sleep(SECONDS_TO_READ + 0.5)
    officer.presses("Send my answer")
    officer.sees("your answer is with the coordinator")


def the_coordinator_chooses(coordinator: Visitor) -> None:
    coordinator.opens("/desk")
    coordinator.follows("See the answers: Choose a date for the planning meeting")
    coordinator.sees("1 of 1 have answered", "suits most")
    coordinator.page.locator("a.button:not(.button-second)", has_text="Choose").click()
    coordinator.sees("The meeting moves to this day", OFFICER)
    coordinator.presses("Choose this date")
    coordinator.sees("is chosen. 1 letter on the way")


def both_write_notes_and_neither_loses_any(officer: Visitor, coordinator: Visitor, site: Site) -> None:
    officer.opens(link_in(site, "dates:"))
    assert officer.heading == "The date is chosen"
    officer.opens(link_in(site, "date-chosen:", "planning-links"))
    officer.sees("Planning meeting, private", "Shape and speakers of the next meeting")
    officer.follows("Write notes")
    coordinator.follows("Private page with agenda and notes")
    coordinator.follows("Write notes")
    time.sleep(SECONDS_TO_READ + 0.5)
    officer.types("Notes", "- The library is free in June.")
    officer.presses("Save the notes")
    officer.sees("The notes are saved.", "The library is free in June.")
    coordinator.types("Notes", "- Juno Hartley would speak.")
    assert coordinator.submits("Save the notes") == 409
    coordinator.sees("Somebody else saved this while you were writing", "The library is free in June.")
    assert coordinator.field("Notes").input_value() == "- Juno Hartley would speak."
    coordinator.types("Notes", "- The library is free in June.\n- Juno Hartley would speak.")
    coordinator.presses("Save the notes")
    coordinator.sees("The library is free in June.", "Juno Hartley would speak.")


def the_next_date_is_kept_and_its_room_asked_for(coordinator: Visitor) -> None:
    coordinator.follows("The result: the next date and its room")
    coordinator.types("Date", f"{year()}-06-10")
    coordinator.presses("Keep this date")
    assert coordinator.heading == "Ask for the room"
    coordinator.presses("Look at it before it goes")
    coordinator.sees("Tobias Reed, " + OFFICER, "you may pass it on to a colleague")
    coordinator.presses("Send it")
    coordinator.sees("1 letter on the way", "Asked for, waiting to hear")


def the_officer_confirms_with_one_press(officer: Visitor, site: Site) -> None:
    officer.opens(link_in(site, "room:"))
    officer.sees("Whoever holds this link can answer", "About 40 seats")
    officer.types("Which room, and in which building", "Fenwick Library, first floor")
    officer.types("Its address", "2 Mill Lane")
    officer.types("Anything people must know", "Come in by the side door.")
    time.sleep(SECONDS_TO_READ + 0.5)
    officer.presses("Confirm the room")
    officer.sees("the room is confirmed", "Take this answer back")


def everybody_sees_it_at_once(coordinator: Visitor, family: Visitor, site: Site) -> None:
    number = forum_meeting(site)
    family.opens(f"/meetings/{number}")
    family.sees("Fenwick Library, first floor", "2 Mill Lane", "Come in by the side door.")
    assert not family.main.get_by_text("not confirmed").count()
    with site.app.test_client() as reader:
        entry = reader.get(f"/meetings/{number}/meeting.ics").text.replace("\r\n ", "")
    assert "STATUS:CONFIRMED" in entry
    assert "Fenwick Library\\, first floor" in entry
    coordinator.opens("/desk")
    coordinator.follows(f"See what they said: The room for {day_in_words(meeting_day(site))} is confirmed")
    coordinator.presses("I have seen it")
    coordinator.sees("It is off your desk.")


# Plumbing -----------------------------------------------------------------------------------------------------


def year() -> int:
    return now().year + 1


def forum_meeting(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalars(select(Meeting.id).where(Meeting.kind == MeetingKind.FORUM)).one()


def meeting_day(site: Site):
    with site.app.app_context():
        return db.session.scalars(select(Meeting.day).where(Meeting.kind == MeetingKind.FORUM)).one()


def letters(site: Site, beginning: str = "dates:") -> list[str]:
    """The words of the letters to the officer, the newest last."""
    with site.app.app_context():
        rows = select(OutboxMessage.body).where(OutboxMessage.key.startswith(beginning))
        bodies = db.session.scalars(rows.where(OutboxMessage.recipient == OFFICER)).all()
    return [text_of(body) for body in bodies if body]


def text_of(body: bytes) -> str:
    part = message_from_bytes(body, policy=policy.default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(site: Site, beginning: str, place: str = "") -> str:
    found = [link for link in re.findall(r"https?://[^\s/]+(/\S+/\S+)", letters(site, beginning)[0]) if place in link]
    return str(found[0])
