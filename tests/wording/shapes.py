"""Invented meetings, written out in the shapes different groups use."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

FIRST = [
    "Agnes",
    "Bram",
    "Cecily",
    "Dev",
    "Esme",
    "Fabian",
    "Gwen",
    "Harvey",
    "Imelda",
    "Jonty",
    "Kit",
    "Lorna",
    "Mungo",
    "Nessa",
    "Orla",
    "Piers",
]
LAST = [
    "Adler",
    "Boyle",
    "Crane",
    "Dunne",
    "Egan",
    "Frame",
    "Gale",
    "Holm",
    "Idris",
    "Keane",
    "Lund",
    "Moss",
    "Nash",
    "Orde",
    "Pike",
    "Quill",
]
POSTS = ("Attendance Manager", "Elective Home Education Officer", "Head of Inclusion", "Admissions Lead")
PLACES = ("Mill Room", "Weaver Street Library", "The Tithe Barn", "Harbour Hall")
TOPICS = ("Swimming", "Exam centres", "Library tickets", "Bus passes", "The winter programme")
PROSE = (
    "There was a long talk about this, and most people were glad of it.",
    "It has been tried before with some success, so it will be tried again.",
    "Nobody had anything against it, although the weather was blamed for much.",
)
ASKED = ("Is there a form for this?", "How long does it take?", "Can a grandparent come along?", "Who reads them?")
ANSWERED = (
    "There is, and it is short.",
    "About a month, as a rule.",
    "Of course, and a neighbour too.",
    "Two people do.",
)
TASKS = ("bring the maps", "ask the pool about Fridays", "thank the caretaker", "put the dates on the noticeboard")


@dataclass
class Meeting:
    date: dt.date
    starts: dt.time
    ends: dt.time
    venue: str
    chair: str
    minutes: str
    officers: list[tuple[str, str]]
    away: tuple[str, str]
    topics: list[tuple[str, str]]
    questions: list[tuple[str, str]]
    actions: list[tuple[str, str, dt.date | None]]
    next_date: dt.date


def invented(seed: int) -> Meeting:
    rng = random.Random(seed)
    names = [f"{first} {last}" for first, last in zip(rng.sample(FIRST, 5), rng.sample(LAST, 5), strict=True)]
    date = dt.date(2020, 1, 1) + dt.timedelta(rng.randrange(2_500))
    starts = dt.time(rng.randrange(13, 19), rng.choice((0, 15, 30)))
    posts = rng.sample(POSTS, 3)
    asked = list(zip(rng.sample(ASKED, 3), rng.sample(ANSWERED, 3), strict=True))
    tasks = rng.sample(TASKS, 3)
    owners = [names[2].split()[0], names[1].split()[0], rng.choice(("All", "Someone", "Anyone"))]
    dues = [date + dt.timedelta(rng.randrange(5, 90)) if rng.random() < 0.5 else None for _ in tasks]
    return Meeting(
        date, starts, dt.time(starts.hour + 2, starts.minute), rng.choice(PLACES), names[0], names[1],
        [(names[2], posts[0]), (names[3], posts[1])], (names[4], posts[2]),
        [(topic, rng.choice(PROSE)) for topic in rng.sample(TOPICS, 2)], asked[: rng.randrange(1, 4)],
        list(zip(owners, tasks, dues, strict=True)), date + dt.timedelta(rng.randrange(100, 400)),
    )  # fmt: skip


def day(date: dt.date) -> str:
    return f"{date:%A} {date.day} {date:%B %Y}"


def short_day(date: dt.date) -> str:
    return f"{date.day}/{date.month}/{date.year}"


def clock(time: dt.time) -> str:
    minutes = f".{time.minute:02}" if time.minute else ""
    return f"{time.hour - 12}{minutes}pm" if time.hour > 12 else f"{time.hour}{minutes}pm"


def _by(due: dt.date | None) -> str:
    return f" by {due.day} {due:%B %Y}" if due else ""


def _officers(meeting: Meeting, written: Callable[[str, str], str], between: str) -> str:
    return between.join(written(name, post) for name, post in meeting.officers)


def labelled(meeting: Meeting) -> str:
    """Labels with a colon, titled sections, a bulleted list at the end."""
    parts = [
        f"Date: {day(meeting.date)}", f"Time: {clock(meeting.starts)} to {clock(meeting.ends)}",
        f"Venue: {meeting.venue}", f"Chair: {meeting.chair}", f"Coordinator/minutes: {meeting.minutes}",
        f"LA representatives: {_officers(meeting, lambda name, post: f'{name} ({post})', ' and ')}",
        f"Apologies: {meeting.away[0]}, {meeting.away[1]}", "Introduction", PROSE[0],
        *(part for topic in meeting.topics for part in topic), "Questions sent in advance",
    ]  # fmt: skip
    for number, (asked, answered) in enumerate(meeting.questions, 1):
        parts += [f"Question {number}", asked, f"LA response: {answered}"]
    parts += ["Any Other Business", "None.", "Date of Next Meeting", f"{day(meeting.next_date)}", "ACTION POINTS"]
    parts.append("\n".join(f"- {owner}: {task}{_by(due)}" for owner, task, due in meeting.actions))
    return "\n\n".join(parts) + "\n"


def numbered(meeting: Meeting) -> str:
    """Numbered headings, people sorted from one list, actions by initials where they were agreed."""
    everyone = {name.split()[0]: name for name in (meeting.minutes, *(name for name, _ in meeting.officers))}
    people = [f"{meeting.chair} (Chair)", f"{meeting.minutes} (Minutes)"]
    people += [f"{name} – {post}" for name, post in meeting.officers]
    head = f"Meeting held on {day(meeting.date)}, {clock(meeting.starts)}–{clock(meeting.ends)}, {meeting.venue}"
    lines = [head, "", "Present:", *people, f"Absent: {meeting.away[0]} ({meeting.away[1]})", "", "1. Welcome"]
    lines += [f"1.1 {PROSE[1]}", ""]
    owed = [f"ACTION ({_initials(owner, everyone)}): {task}{_by(due)}" for owner, task, due in meeting.actions]
    for number, (topic, prose) in enumerate(meeting.topics, 2):
        lines += [f"{number}. {topic}", f"{number}.1 {prose}", *owed[:2], ""]
        owed = owed[2:]
    lines += ["4. Questions from parents", ""]
    for number, (asked, answered) in enumerate(meeting.questions, 1):
        lines += [f"Q{number}. {asked}", "", f"Council response: {answered}", ""]
    return "\n".join([*lines, "5. Date of next meeting", day(meeting.next_date), ""])


def _initials(owner: str, everyone: dict[str, str]) -> str:
    name = everyone.get(owner, "")
    return "".join(word[0] for word in name.split()) or owner


def tables(meeting: Meeting) -> str:
    """The light marking of a document made of tables."""
    rows = [
        ("Date", day(meeting.date)), ("Time", f"{clock(meeting.starts)} – {clock(meeting.ends)}"),
        ("Location", meeting.venue), ("Chair", meeting.chair), ("Minute taker", meeting.minutes),
        ("Council officers", _officers(meeting, lambda name, post: f"{name}, {post}", " / ")),
        ("Apologies for absence", f"{meeting.away[0]} – {meeting.away[1]}"),
    ]  # fmt: skip
    questions = [(str(number), asked, answer) for number, (asked, answer) in enumerate(meeting.questions, 1)]
    actions = [(task, owner, short_day(due) if due else "") for owner, task, due in meeting.actions]
    parts = ["# Minutes of the forum", _table(rows), "## Welcome", PROSE[2]]
    parts += [part for topic, prose in meeting.topics for part in (f"## {topic}", prose)]
    parts += ["## Questions", _table([("No", "Question", "Response"), *questions])]
    parts += ["## Next meeting", day(meeting.next_date), "## Actions"]
    return "\n\n".join([*parts, _table([("Action", "Who", "By when"), *actions])]) + "\n"


def _table(rows: list[tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def columns(meeting: Meeting) -> str:
    """Minutes as one table with the actions beside what was said."""
    owed = [f"{owner} to {task}{_by(due)}" for owner, task, due in meeting.actions]
    rows = [("Item", "Discussion", "Action"), ("Welcome", PROSE[0], "")]
    rows += [
        (topic, prose, cell)
        for (topic, prose), cell in zip(meeting.topics, (owed[0], " / ".join(owed[1:])), strict=True)
    ]
    head = [
        f"**Date:** {short_day(meeting.date)}", f"**Time:** {meeting.starts:%H:%M}-{meeting.ends:%H:%M}",
        f"**Venue:** {meeting.venue}", f"**Chair:** {meeting.chair}", f"**Notes:** {meeting.minutes}",
        f"**For the Council:** {_officers(meeting, lambda name, post: f'{name} ({post})', '; ')}",
        f"**Apologies received from:** {meeting.away[0]} ({meeting.away[1]})",
    ]  # fmt: skip
    asked = [f"**Q{number}: {one}**\n\n**A:** {answer}" for number, (one, answer) in enumerate(meeting.questions, 1)]
    parts = ["\n".join(head), _table(rows), "## Questions and answers", *asked]
    return "\n\n".join([*parts, f"**Next meeting**: {day(meeting.next_date)}"]) + "\n"


def close_set(meeting: Meeting) -> str:
    """Copied without its empty lines, headings in capitals, who did what with a dash."""
    lines = [
        f"DATE: {day(meeting.date)}", f"START: {clock(meeting.starts)}", f"FINISH: {clock(meeting.ends)}",
        f"WHERE: {meeting.venue}", f"CHAIRED BY: {meeting.chair}", f"MINUTES TAKEN BY: {meeting.minutes}",
        f"LA: {_officers(meeting, lambda name, post: f'{name} ({post})', ', ')}",
        f"APOLOGIES FOR ABSENCE: {meeting.away[0]} ({meeting.away[1]})", "INTRODUCTION", PROSE[1],
    ]  # fmt: skip
    for topic, prose in meeting.topics:
        lines += [topic.upper(), prose]
    lines.append("QUESTIONS FROM THE FLOOR")
    for number, (asked, answered) in enumerate(meeting.questions, 1):
        lines += [f"Question {number}: {asked}", f"Officer reply: {answered}"]
    lines += ["DATE OF NEXT MEETING", day(meeting.next_date), "ACTIONS"]
    return "\n".join([*lines, *(f"{owner} – {task}{_by(due)}" for owner, task, due in meeting.actions)]) + "\n"


def marked_twice(meeting: Meeting) -> str:
    """Markdown headings, each action where it was agreed and again at the end."""
    told = [f"Action: {owner} – {task}{_by(due)}" for owner, task, due in meeting.actions]
    parts = [
        "# Forum", f"## Date\n{day(meeting.date)}", f"## Time\n{clock(meeting.starts)} to {clock(meeting.ends)}",
        f"## Place\n{meeting.venue}", f"## Chair\n{meeting.chair}", f"## Minute taker\n{meeting.minutes}",
        "## Council representatives\n" + "\n".join(f"- {name} ({post})" for name, post in meeting.officers),
        f"## Apologies\n- {meeting.away[0]} ({meeting.away[1]})", f"## Welcome\n{PROSE[0]}",
    ]  # fmt: skip
    parts += [f"## {topic}\n{prose}\n\n{told.pop(0)}" for topic, prose in meeting.topics]
    parts += ["## Questions", *(f"### Question {n}\n\n{asked}\n\nResponse from the LA: {answer}"
                                for n, (asked, answer) in enumerate(meeting.questions, 1))]  # fmt: skip
    parts += [f"## Date of next meeting\n{day(meeting.next_date)}", "## Summary of actions"]
    return (
        "\n\n".join([*parts, "\n".join(f"- {owner}: {task}{_by(due)}" for owner, task, due in meeting.actions)]) + "\n"
    )


SHAPES = (labelled, numbered, tables, columns, close_set, marked_twice)
