"""From an officer's draft to what was said a year ago: officer, coordinator and parent, each without scripts."""

import re

from forum_app.clock import now
from forum_app.db import db
from tests.browser.stage import PHONE, Site, Visits
from tests.builders import make_question, meeting_with_agenda
from tests.journeys.walking import Visitor, somebody

ASKED = "Which exam centres take private candidates?"
ALSO = "Who reads the letters that families send?"
ANSWER = "Eleven centres take private candidates. The team will ask the others by June."
SENTENCE = "Eleven centres take private candidates."


def test_an_answer_is_drafted_taken_promised_published_and_found_a_year_later(visit: Visits, own_site: Site):
    meeting_id = own_site.numbers(meeting_of_today)
    coordinator = somebody(visit, own_site).signs_in()
    link = makes_a_link(coordinator, meeting_id)
    officer, parent = somebody(visit, own_site), somebody(visit, own_site, viewport=PHONE)
    drafts_a_response(officer, link)
    nobody_else_reads_the_draft(parent, meeting_id)
    passes_the_duty_on(coordinator, meeting_id)
    assert officer.opens(link) == 404
    successor = somebody(visit, own_site)
    successor_finishes_it(successor, re.search(r"/packs/\S+", coordinator.main.locator(".address").inner_text())[0])
    takes_it_and_notes_the_promise(coordinator, meeting_id)
    publishes(coordinator, meeting_id)
    parent_follows_the_thread(parent, meeting_id)
    pins_a_sentence(coordinator, parent.path)
    parent_finds_it_and_asks_to_clarify(parent)


def meeting_of_today() -> int:
    meeting = meeting_with_agenda(day=now().date())
    for number, wording in enumerate((ASKED, ALSO), start=1):
        make_question(meeting, wording, released=True, number=number)
    db.session.commit()
    return meeting.id


def makes_a_link(coordinator: Visitor, meeting_id: int) -> str:
    coordinator.opens(f"/meetings/{meeting_id}/pack-links")
    coordinator.presses("Make a link")
    found = re.search(r"/packs/\S+", coordinator.main.locator(".address").inner_text())
    assert found is not None
    return found[0]


def drafts_a_response(officer: Visitor, link: str) -> None:
    officer.opens(link)
    officer.sees(ASKED, ALSO)
    assert officer.downloads("Take them away as a PDF").startswith(b"%PDF")
    assert officer.downloads("As a Word file").startswith(b"PK")
    officer.follows("Draft your responses")
    officer.follows("Draft a response", within=officer.entry(ASKED))
    officer.types("Your response", ANSWER)
    officer.ticks("It is taken back to the team")
    officer.types("Your name", "Tobias Reed")
    assert officer.submits("Save the response") == 422
    officer.sees("Write your job title")
    assert officer.field("Your response").input_value() == ANSWER
    officer.types("Your job title today", "Inclusion officer")
    officer.presses("Save the response")
    officer.sees("Only you and your colleagues can read it", "Tobias Reed, Inclusion officer")
    officer.follows("Draft a response", within=officer.entry(ALSO))
    assert officer.field("Your name").input_value() == "Tobias Reed"


def nobody_else_reads_the_draft(parent: Visitor, meeting_id: int) -> None:
    parent.opens(f"/meetings/{meeting_id}")
    parent.sees(ASKED)
    parent.does_not_see("Eleven centres", "Tobias")
    assert parent.opens(f"/meetings/{meeting_id}/responses") == 404


def passes_the_duty_on(coordinator: Visitor, meeting_id: int) -> None:
    coordinator.opens(f"/meetings/{meeting_id}/drafted-responses")
    coordinator.sees("Being drafted")
    coordinator.does_not_see("Eleven centres")
    coordinator.follows("Pass it on to a successor")
    coordinator.types("Name of the successor", "Nell Harper")
    coordinator.types("Their job title", "Team leader")
    coordinator.presses("Pass it on")
    coordinator.sees("The link for Nell Harper", "The old link opens nothing any more")


def successor_finishes_it(successor: Visitor, link: str) -> None:
    successor.opens(link)
    successor.follows("Draft your responses")
    successor.sees("Tobias Reed, Inclusion officer, until", "Eleven centres")
    successor.follows("Change the response")
    assert successor.field("Your name").input_value() == "Nell Harper"
    successor.ticks("The forum may take this into its record")
    successor.presses("Save the response")
    successor.sees("The forum may take it into its record now", "Nell Harper, Team leader")


def takes_it_and_notes_the_promise(coordinator: Visitor, meeting_id: int) -> None:
    coordinator.opens("/desk")
    coordinator.sees("Take 1 response into the record")
    coordinator.opens(f"/meetings/{meeting_id}/drafted-responses")
    coordinator.presses("Take it into the record")
    coordinator.sees("1 response taken into the record.", "In the record as drafted")
    coordinator.follows("Make it an action point")
    assert coordinator.field("Who").input_value() == "Nell Harper"
    assert "Take question 1 back to the team" in coordinator.field("What will they do").input_value()
    coordinator.presses("Make it an action point")
    coordinator.sees("The action point is noted, beside its question.", "1 promise")


def publishes(coordinator: Visitor, meeting_id: int) -> None:
    coordinator.opens(f"/meetings/{meeting_id}/publish-minutes")
    coordinator.sees("Taken back to the team", "Nell Harper, Team leader", "gets a message that names no question")
    coordinator.presses("Publish the minutes")
    coordinator.sees("The minutes are published")


def parent_follows_the_thread(parent: Visitor, meeting_id: int) -> None:
    parent.opens(f"/meetings/{meeting_id}")
    parent.sees("Taken back to the team", "Nell Harper, Team leader", "Eleven centres")
    parent.follows("What came of it")
    parent.sees(ASKED, "Taken back to the team", "Nell Harper, Team leader", "Eleven centres", "Still open")
    thread = parent.path
    parent.opens("/promises")
    parent.follows(ASKED)
    assert parent.path == thread


def pins_a_sentence(coordinator: Visitor, thread: str) -> None:
    coordinator.opens(thread)
    coordinator.follows("Pin a sentence of it under its subject")
    coordinator.ticks(SENTENCE)
    coordinator.types("Subject", "Exam centres")
    coordinator.presses("Pin it")
    coordinator.sees(
        "Pinned.", "What the local authority has said about Exam centres", within=coordinator.page.locator("main")
    )


def parent_finds_it_and_asks_to_clarify(parent: Visitor) -> None:
    parent.opens("/topics")
    parent.follows("what the local authority has said")
    parent.types("A subject, or words of it", "exam")
    parent.presses("Look for it")
    parent.sees(SENTENCE, "Team leader", "As it stands")
    parent.does_not_see("Nell Harper")
    parent.follows("Please clarify")
    assert parent.heading == "Ask a question"
    assert SENTENCE in parent.field("Your question").input_value()


def test_two_officers_do_not_write_over_each_other(visit: Visits, own_site: Site):
    meeting_id = own_site.numbers(meeting_of_today)
    coordinator = somebody(visit, own_site).signs_in()
    links = makes_a_link(coordinator, meeting_id), makes_a_link(coordinator, meeting_id)
    one, two = (somebody(visit, own_site) for _ in links)
    for officer, link, name in ((one, links[0], "Tobias Reed"), (two, links[1], "Nell Harper")):
        officer.opens(link)
        officer.follows("Draft your responses")
        officer.follows("Draft a response", within=officer.entry(ASKED))
        officer.types("Your name", name)
        officer.types("Your job title today", "Officer")
        officer.types("Your response", f"As {name} has it.")
    assert one.submits("Save the response") == 302
    assert two.submits("Save the response") == 409
    two.sees("Somebody else saved this while you were writing", "As Tobias Reed has it.")
    assert two.field("Your response").input_value() == "As Nell Harper has it."
    assert two.submits("Save the response") == 302
    two.follows("Change the response")
    two.sees("What stood here before")
