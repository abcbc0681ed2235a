"""Two worlds that differ only in who asked: the same questions, the same lots, other families, another order."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import delete, select, text

from forum_app.asking import operations as asking
from forum_app.asking.models import Submission
from forum_app.asking.operations import Asked
from forum_app.audit import AuditEntry
from forum_app.calendar.models import Invitation
from forum_app.codes import ALPHABET, hash_of
from forum_app.db import db
from forum_app.mail.models import OutboxMessage
from forum_app.meetings.models import Meeting
from forum_app.questions.models import Question
from forum_app.receipts.models import Receipt
from forum_app.support import operations as supporting
from forum_app.support.operations import count_roughly
from tests.builders import KEY, NOBODY, NOW, make_invitation

#: Questions in a world: mostly few, as at a meeting, and sometimes many.
HOW_MANY = (1, 2, 2, 3, 3, 4, 6)
NAMES = ("Wren", "Rowan", "Linnet", "Ash", "Hazel", "Jay", "Robin", "Merle", "Sorrel", "Bryony")


@dataclass(frozen=True)
class Family:
    """Whoever asks: nothing of this may be told from what others see."""

    name: str
    address: str
    child: str
    follows: bool
    code: str


@dataclass(frozen=True)
class World:
    """Who asks what, in the order in which it arrives, and who asks which of it too once it is on the agenda."""

    arrivals: tuple[tuple[Family, str], ...]
    supporters: tuple[tuple[Family, str], ...]
    #: How many pressed since the day's count, which nobody may see yet.
    pressed_since: int


def pair_of_worlds(dice: random.Random) -> tuple[World, World]:
    one, other = worlds(dice, 2)
    return one, other


def worlds(dice: random.Random, how_many: int) -> list[World]:
    """The same wordings asked and supported by as many, but by different families each time, at other moments."""
    wordings = [f"Question {number} of {dice.randrange(10**6)}?" for number in range(dice.choice(HOW_MANY))]
    askers = [wording for wording in wordings for _ in range(dice.choice((1, 1, 1, 2, 3)))]
    supporters = [wording for wording in wordings for _ in range(dice.choice((0, 0, 0, 1, 2, 9)))]
    return [_world(dice, askers, supporters) for _ in range(how_many)]


def _world(dice: random.Random, asked: Sequence[str], supported: Sequence[str]) -> World:
    arrivals = [(_family(dice), wording) for wording in asked]
    supporters = [(_family(dice), wording) for wording in supported]
    dice.shuffle(arrivals)
    dice.shuffle(supporters)
    return World(tuple(arrivals), tuple(supporters), dice.randint(0, 2))


def _family(dice: random.Random) -> Family:
    name = f"{dice.choice(NAMES)}{dice.randrange(10**6)}"
    code = "".join(dice.choice(ALPHABET) for _ in range(16))
    return Family(name, f"{name.lower()}@example.org", dice.choice(NAMES), dice.random() < 0.5, code)


def live(world: World, meeting: Meeting, lots: int) -> None:
    """Everybody asks in turn; the coordinator words the first of each, puts the others to it, and releases all.

    Then others ask it too, and the day's count is made. The lots fall the same in both worlds.
    """
    first: dict[str, Submission] = {}
    for family, wording in world.arrivals:
        words = f"I am {family.name}, my {family.child} would like to know: {wording}"
        asked = Asked(words, family.address, family.follows)
        asking.ask(asked, meeting_id=meeting.id, code=family.code, key=KEY, today=NOW.date())
        db.session.flush()
        left = left_with(family.code)
        if wording in first:
            asking.put_together(left, first[wording], **NOBODY)
        else:
            first[wording] = left
            asking.word(left, wording, **NOBODY)
        if family.follows:
            facts = {"answer": "accepted", "answered_at": NOW, "answer_sequence": 0, "note": family.child}
            make_invitation(meeting, address=family.address, **facts)
    with the_same_lots(lots):
        asking.release(meeting, **NOBODY)
    db.session.flush()
    on_record = {wording: left.question_id or 0 for wording, left in first.items()}
    for family, wording in world.supporters:
        _support(family, on_record[wording])
    count_roughly()
    for number in range(world.pressed_since):
        _support(_family(random.Random(number)), min(on_record.values()))
    counts_late()
    db.session.commit()


def _support(family: Family, question_id: int) -> None:
    left = {"contact": family.address if family.follows else None, "follows": family.follows}
    supporting.support(question_id, code=family.code, key=KEY, today=NOW.date(), **left)


def counts_late() -> None:
    """Nothing is counted until the next day; a planted leak counts here."""


def left_with(code: str) -> Submission:
    rows = db.session.query(Submission).join(Receipt, Submission.receipt_id == Receipt.id)
    return rows.filter(Receipt.code_hash == hash_of(code, key=KEY)).one()


def forget(meeting: Meeting, bystander: str) -> None:
    """As if nobody but the bystander had asked: the next world gets the same numbers."""
    kept = select(Receipt.id).where(Receipt.code_hash == hash_of(bystander, key=KEY)).scalar_subquery()
    db.session.execute(delete(Invitation))
    db.session.execute(delete(Submission).where(Submission.receipt_id != kept))
    db.session.execute(delete(Receipt).where(Receipt.id != kept))
    db.session.execute(delete(Question).where(Question.meeting_id == meeting.id))
    for model in (OutboxMessage, AuditEntry):
        db.session.execute(delete(model))
    db.session.execute(text("DELETE FROM sqlite_sequence WHERE name = 'question'"))
    db.session.commit()


@contextmanager
def the_same_lots(number: int) -> Iterator[None]:
    """Chance decides the order on record; here it decides by the wordings alone, and so the same in both worlds."""
    dice = random.Random(number)

    class Lots:
        def shuffle(self, waiting: list[Any]) -> None:
            waiting.sort(key=lambda submission: submission.wording)
            dice.shuffle(waiting)

    with (
        patch("forum_app.asking.operations.secrets.SystemRandom", Lots),
        patch("forum_app.questions.models.secrets.randbelow", dice.randrange),
    ):
        yield
