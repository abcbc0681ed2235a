"""How many planted leaks the guard stops, and how many clean texts: `python -m tests.wording.egress.measure`.

The families, the texts and the ways are invented and drawn by chance, the same each time. Every planted text holds one
detail of one of 200 families; clean texts are full of months and everyday words that are also names, and of officers
who share a name with a family.
"""

from __future__ import annotations

import random
import sys
from typing import NamedTuple

from forum_app.wording.egress import Guard, Verdict
from tests.wording.egress.texts import MAY_BE_NAMED, SLIPS, families, outgoing, with_slip

TEXTS = 500


class Figures(NamedTuple):
    planted: int
    stopped: int
    clean: int
    stopped_in_error: int
    errors: list[str]


def measure(texts: int = TEXTS) -> Figures:
    drawn = random.Random(1996)
    contacts = families(200, drawn)
    guard = Guard(contacts, MAY_BE_NAMED)
    missed, mistaken = [], []
    for number in range(texts):
        way, contact = list(SLIPS)[number % len(SLIPS)], drawn.choice(contacts)
        text = with_slip(SLIPS[way], contact, drawn)
        look = guard.look({"answer": text})
        if not any(contact.label in one.labels for one in look.found) or look.verdict < _due(way):
            missed.append(f"{way}: {contact}")
    for _ in range(texts):
        look = guard.look({"answer": "\n\n".join(outgoing(drawn))})
        if look.verdict is not Verdict.GO:
            mistaken += look.sentences[:1]
    return Figures(texts, texts - len(missed), texts, len(mistaken), [*missed, *mistaken])


def _due(way: str) -> Verdict:
    return Verdict.ASK if "name" in way else Verdict.HOLD


def main() -> None:
    told = measure()
    if "--errors" in sys.argv:
        print("\n".join(told.errors))
    print(f"planted leaks held or asked about {told.stopped}/{told.planted}")
    print(f"clean texts held or asked about   {told.stopped_in_error}/{told.clean}")


if __name__ == "__main__":
    main()
