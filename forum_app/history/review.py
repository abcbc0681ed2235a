"""What was read of old minutes, in the shape of the form in which a person corrects it.

The shape is plain JSON, so that a review can be put aside and taken up again.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from forum_app.meetings.labels import ITEM_KINDS
from forum_app.meetings.models import ItemKind, RoleKind
from forum_app.wording.old_minutes import Reading
from forum_app.wording.old_minutes.reading import NamedRole, Offer, ReadAction, ReadItem, ReadQuestion

#: What the record's columns hold, in characters.
TITLE, NAME, POST, OWNER = 300, 120, 200, 200
#: Set aside as a matter of course: “Date:”, “3.”, “Page 2 of 5”.
NOT_WORTH_A_LOOK = frozenset({"a label or mark", "a page number"})


def from_reading(reading: Reading, notes: Sequence[str] = ()) -> dict[str, Any]:
    """A reading as the review form begins with it; what does not fit goes into the warnings whole.

    ``notes`` says what was left out when the file was turned into text.
    """
    warnings = [*notes, *reading.warnings]
    clip = _Clip(warnings)
    following = reading.next_meeting
    questions = [_question(question) for question in reading.questions]
    _leave_out_repeated_numbers(questions, warnings)
    found = {
        "day": reading.date,
        "doors_at": reading.doors_at,
        "starts_at": reading.starts_at,
        "ends_by": reading.ends_by,
        "venue": clip(reading.venue, POST),
        "roles": list(_roles(reading, clip)),
        "items": [_item(item, clip) for item in reading.items],
        "questions": questions,
        "actions": [_action(action, clip) for action in reading.actions],
        "next_day": following.date if following else None,
        "next_doors_at": following.doors_at if following else None,
        "next_starts_at": following.starts_at if following else None,
        "next_ends_by": following.ends_by if following else None,
    }
    found["offers"] = [_offer(offer, clip) for offer in reading.offers]
    set_aside = [
        {"text": aside.text, "why": aside.why, "lines": in_words(aside.lines)}
        for aside in reading.set_aside
        if aside.why not in NOT_WORTH_A_LOOK
    ]
    head = {field: in_words(lines) for field, lines in reading.header_lines.items()}
    return plain(found | {"warnings": warnings, "set_aside": set_aside, "header_lines": head})


def plain(value: Any) -> Any:
    """The same values as JSON can hold them; days and times become ISO words."""
    return json.loads(json.dumps(value, default=lambda moment: moment.isoformat()))


class _Clip:
    """Shorten what is longer than a column, and put the whole of it into the warnings."""

    def __init__(self, warnings: list[str]) -> None:
        self.warnings = warnings

    def __call__(self, text: str | None, most: int) -> str:
        if text is None or len(text) <= most:
            return text or ""
        self.warnings.append(f"This was too long for its field and is shortened there: “{text}”.")
        return text[: most - 1] + "…"


def _roles(reading: Reading, clip: _Clip) -> Any:
    named = [(RoleKind.CHAIR, reading.chair, "chair"), (RoleKind.COORDINATOR, reading.coordinator, "coordinator")]
    named += [(RoleKind.ONLINE_SUPPORT, name, "online_support") for name in reading.online_support]
    for role, name, label in named:
        if name:
            lines = in_words(reading.header_lines.get(label))
            sure = reading.header_confidence.get(label, "")
            yield {"role": role, "name": clip(name, NAME), "job_title": "", "lines": lines, "confidence": sure}
    for role, people in (
        (RoleKind.REPRESENTATIVE, reading.representatives),
        (RoleKind.APOLOGIES, reading.apologies),
    ):
        for person in people:
            yield _named_role(role, person, clip)


def _named_role(role: RoleKind, person: NamedRole, clip: _Clip) -> dict[str, Any]:
    return {
        "role": role,
        "name": clip(person.name, NAME),
        "job_title": clip(person.title, POST),
        "lines": in_words(person.lines),
        "confidence": person.confidence,
    }


def _item(item: ReadItem, clip: _Clip) -> dict[str, Any]:
    title = item.title or ITEM_KINDS[ItemKind(item.kind)]
    return {
        "kind": item.kind,
        "title": clip(title, TITLE),
        "presenter": clip(item.presenter, NAME),
        "text": item.text,
        "lines": in_words(item.lines),
        "confidence": item.confidence,
    }


def _question(question: ReadQuestion) -> dict[str, Any]:
    return {
        "number": question.number,
        "kind": question.kind,
        "wording": question.text,
        "response": question.response or "",
        "contributions": "\n\n".join(question.contributions),
        "lines": in_words(question.lines),
        "confidence": question.confidence,
    }


def _action(action: ReadAction, clip: "_Clip") -> dict[str, Any]:
    two_halves = action.second_text and action.joined_by
    return {
        "owner_kind": action.owner_kind,
        "owner": clip(action.owner, OWNER) or "Somebody",
        "text": action.first_text or action.text if two_halves else action.text,
        "second_text": action.second_text if two_halves else "",
        "joined_by": action.joined_by if two_halves else "",
        "via": clip(action.via, NAME),
        "due_on": action.due,
        "due_words": "" if action.due else clip(action.due_words, NAME),
        "lines": in_words(action.lines),
        "confidence": action.confidence,
        "note": _note(action),
    }


def _note(action: ReadAction) -> str:
    """What a person should know about how an action point was read."""
    said = [action.due_reason or ""]
    if action.also_lines:
        said.append("It also stands at line " + " and ".join(in_words(lines) for lines in action.also_lines) + ".")
    if action.status:
        said.append(f"The text says of it: {action.status}.")
    return " ".join(filter(None, said))


def _offer(offer: Offer, clip: "_Clip") -> dict[str, Any]:
    return {"take": False, "owner": clip(offer.owner, OWNER), "text": offer.text, "lines": in_words(offer.lines)}


def in_words(lines: tuple[int, int] | None) -> str:
    """Where something stood in the source: “12” or “12-20”."""
    if lines is None:
        return ""
    first, last = lines
    return str(first) if first == last else f"{first}-{last}"


def _leave_out_repeated_numbers(questions: list[dict[str, Any]], warnings: list[str]) -> None:
    counts = Counter(question["number"] for question in questions if question["number"])
    for number in sorted(number for number, count in counts.items() if count > 1):
        warnings.append(f"The number {number} stands at {counts[number]} questions; only the first keeps it.")
        for question in [question for question in questions if question["number"] == number][1:]:
            question["number"] = None
