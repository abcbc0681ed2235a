"""What could tell who asked, pointed out before a question is left and before anything goes out.

An address or number holds back. A name only asks: somebody may have the same, or be meant to be named.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import select

from forum_app import audit
from forum_app.actions.holding import taker_addresses
from forum_app.asking.models import Consent, Submission
from forum_app.db import db
from forum_app.receipts.models import Receipt
from forum_app.settings.models import Forum
from forum_app.settings.queries import the_forum
from forum_app.subscriptions.models import Subscription
from forum_app.wording.address_names import name_in_address
from forum_app.wording.egress import Contact, Found, Guard, Verdict
from forum_app.wording.identity import Finding, look_for_identity


@dataclass(frozen=True)
class Checked:
    """What stands in a wording: addresses and numbers hold it back, the rest is for a person to look at."""

    holds: list[Found]
    asks: list[Found]
    details: list[Finding]

    @property
    def to_look_at(self) -> int:
        return len(self.asks) + len(self.details)


_ALSO_HELD = "addresses held by later slices"


class HeldBack(Exception):
    """The address or number of somebody who left something with the forum stands in what was to go out."""


class NamesToLookAt(Exception):
    """Somebody of that name left something with the forum or gets its news: a person has to look first."""


@dataclass(frozen=True)
class Outgoing:
    """What is about to go to many people, and who may be named in it."""

    #: In a few words, for the list of what was done: “the minutes of 15 April 2026”.
    what: str
    parts: Mapping[str, str]
    may_be_named: Collection[str] = ()

    def names(self, forum: Forum) -> list[str]:
        """A sentence for each name that asks for a look; it does not print the name."""
        return list(dict.fromkeys(found.sentence for found in self._look(forum) if found.verdict is Verdict.ASK))

    def let_out(self, forum: Forum, *, looked: bool, by: int | None, now: datetime) -> None:
        """Raises HeldBack for an address or number, and NamesToLookAt for a name at which nobody has looked.

        That somebody looked and let names stand is recorded.
        """
        found = self._look(forum)
        if any(one.verdict is Verdict.HOLD for one in found):
            raise HeldBack
        if found and not looked:
            raise NamesToLookAt
        if found:
            names = "one name" if len(found) == 1 else f"{len(found)} names"
            audit.record(
                f"Looked at {names} of people on the private list in {self.what}, and let it go out.", by=by, now=now
            )

    def _look(self, forum: Forum) -> tuple[Found, ...]:
        return Guard(_contacts(), [*_known(forum), *self.may_be_named]).look(self.parts).found


def could_identify(text: str, forum: Forum) -> list[Finding]:
    """Names and details in a text that could point to a family. It only points."""
    return look_for_identity(text, may_be_named=_known(forum))


def check_wording(text: str, forum: Forum) -> Checked:
    """Hold a wording against everybody who left something with the forum."""
    look = Guard(_contacts(), may_be_named=_known(forum)).look({"wording": text})
    return Checked(
        holds=[found for found in look.found if found.verdict is Verdict.HOLD],
        asks=[found for found in look.found if found.verdict is Verdict.ASK],
        details=could_identify(text, forum),
    )


def held_in(words: str) -> list[str]:
    """What in some words must not go out, in sentences: addresses and numbers; a name needs a look, not a stop."""
    found = Guard(_contacts(), may_be_named=_known(the_forum())).look({"these words": words}).found
    return [one.sentence for one in found if one.verdict is Verdict.HOLD]


def also_hold(app: Flask, addresses: Callable[[], Iterable[tuple[str, str]]]) -> None:
    """Let a later slice name addresses that must not go out: a mark for each, and the address."""
    app.extensions.setdefault(_ALSO_HELD, []).append(addresses)


def _known(forum: Forum) -> list[str]:
    return [forum.name, forum.local_authority, forum.contact_email]


def _contacts() -> list[Contact]:
    """Every address of somebody from a family, and every name given for one question; never for a page."""
    addresses = db.session.execute(select(Receipt.id, Receipt.contact).where(Receipt.contact.is_not(None)))
    readers = db.session.execute(select(Subscription.id, Subscription.address))
    later = (held for held_by in current_app.extensions.get(_ALSO_HELD, ()) for held in held_by())
    reached = *addresses, *readers, *taker_addresses(), *later
    contacts = [_reached_at(str(number), address) for number, address in reached]
    names = select(Submission.id, Submission.said).where(Submission.consent == Consent.NAMED_TO_AUTHORITY)
    return contacts + [Contact(str(number), names=(name,)) for number, name in db.session.execute(names)]


def _reached_at(mark: str, address: str) -> Contact:
    name = name_in_address(address)
    return Contact(mark, addresses=(address,), names=(name,) if name else ())
