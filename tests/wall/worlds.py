"""Two worlds that differ only in who asked: the same questions, the same lots, other families, another order."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import delete, select

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
from tests.builders import KEY, NOBODY, NOW, make_invitation

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
    """Who asks what, in the order in which it arrives."""

    arrivals: tuple[tuple[Family, str], ...]


def pair_of_worlds(dice: random.Random) -> tuple[World, World]:
    """The same wordings asked by different families, at other moments."""
    wordings = [f"Question {number} of {dice.randrange(10**6)}?" for number in range(dice.randint(1, 6))]
    return _world(dice, wordings), _world(dice, wordings)


def _world(dice: random.Random, wordings: Sequence[str]) -> World:
    arrivals = [(_family(dice), wording) for wording in wordings]
    dice.shuffle(arrivals)
    return World(tuple(arrivals))


def _family(dice: random.Random) -> Family:
    name = f"{dice.choice(NAMES)}{dice.randrange(10**6)}"
    code = "".join(dice.choice(ALPHABET) for _ in range(16))
    return Family(name, f"{name.lower()}@example.org", dice.choice(NAMES), dice.random() < 0.5, code)


def live(world: World, meeting: Meeting, lots: int) -> None:
    """Everybody asks in turn, the coordinator words each and releases all; the lots fall the same in both worlds."""
    for family, wording in world.arrivals:
        words = f"I am {family.name}, my {family.child} would like to know: {wording}"
        asked = Asked(words, family.address, family.follows)
        asking.ask(asked, meeting_id=meeting.id, code=family.code, key=KEY, today=NOW.date())
        db.session.flush()
        asking.word(left_with(family.code), wording, **NOBODY)
        if family.follows:
            facts = {"answer": "accepted", "answered_at": NOW, "answer_sequence": 0, "note": family.child}
            make_invitation(meeting, address=family.address, **facts)
    with the_same_lots(lots):
        asking.release(meeting, **NOBODY)
    db.session.commit()


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
