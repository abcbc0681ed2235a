"""What could tell who asked, pointed out before a question is left and before anything goes out.

An address or number holds back, whether it was left to be written to or only stands in what a family wrote. A name
only asks: somebody may have the same, or be meant to be named.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import Select, select

from forum_app import audit
from forum_app.access import Role
from forum_app.actions.holding import taker_addresses, words_of_takers
from forum_app.asking.models import AskerQuery, Consent, Submission
from forum_app.db import db
from forum_app.mail.inbound.models import InboundMessage, InboundState
from forum_app.people.models import Grant, Person
from forum_app.receipts.models import Receipt
from forum_app.settings.models import Forum
from forum_app.settings.queries import find_forum
from forum_app.subscriptions.models import Subscription
from forum_app.wording.address_names import name_in_address
from forum_app.wording.contact_details import ways_to_reach
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
        return Guard(_contacts(forum), [*_known(forum), *self.may_be_named]).look(self.parts).found


def could_identify(text: str, forum: Forum) -> list[Finding]:
    """Names and details in a text that could point to a family. It only points."""
    return look_for_identity(text, may_be_named=_known(forum))


def check_wording(text: str, forum: Forum) -> Checked:
    """Hold a wording against everybody who left something with the forum."""
    look = Guard(_contacts(forum), may_be_named=_known(forum)).look({"wording": text})
    return Checked(
        holds=[found for found in look.found if found.verdict is Verdict.HOLD],
        asks=[found for found in look.found if found.verdict is Verdict.ASK],
        details=could_identify(text, forum),
    )


def held_in(words: str) -> list[str]:
    """What in some words must not go out, in sentences: addresses and numbers; a name needs a look, not a stop."""
    forum = find_forum()
    if forum is None:  # it is just being set up: nobody has left anything
        return []
    found = Guard(_ways_to_reach(forum)).look({"these words": words}).found
    return list(dict.fromkeys(one.sentence for one in found if one.verdict is Verdict.HOLD))


def also_hold(app: Flask, addresses: Callable[[], Iterable[tuple[str, str]]]) -> None:
    """Let a later slice name addresses that must not go out: a mark for each, and the address."""
    app.extensions.setdefault(_ALSO_HELD, []).append(addresses)


def _known(forum: Forum) -> list[str]:
    return [forum.name, forum.local_authority, forum.contact_email]


def _contacts(forum: Forum) -> list[Contact]:
    """Everybody from a family by address and number, and every name given for one question; never for a page."""
    names = select(Submission.id, Submission.said).where(Submission.consent == Consent.NAMED_TO_AUTHORITY)
    named = [Contact(str(number), names=(name,)) for number, name in db.session.execute(names)]
    return [*(_with_name(contact) for contact in _left_with_us(forum)), *_written_in_private(forum), *named]


def _ways_to_reach(forum: Forum) -> list[Contact]:
    """The same without names."""
    return [*_left_with_us(forum), *_written_in_private(forum)]


def _left_with_us(forum: Forum) -> list[Contact]:
    """Every address that somebody from a family left to be written to."""
    addresses = db.session.execute(select(Receipt.id, Receipt.contact).where(Receipt.contact.is_not(None)))
    readers = db.session.execute(select(Subscription.id, Subscription.address))
    later = (held for held_by in current_app.extensions.get(_ALSO_HELD, ()) for held in held_by())
    reached = *addresses, *readers, *taker_addresses(), *later
    free = _free_to_go_out(forum)
    return [Contact(str(mark), addresses=(address,)) for mark, address in reached if address.lower() not in free]


def _free_to_go_out(forum: Forum) -> set[str]:
    """The forum's own address and its officers', whoever else wrote them down."""
    officers = select(Person.email).join(Person.grants).where(Grant.role == Role.REPRESENTATIVE)
    return {address.lower() for address in (forum.contact_email, *db.session.scalars(officers)) if address}


def _written_in_private(forum: Forum) -> Iterator[Contact]:
    """Addresses and numbers in the private words that the forum holds; worked out each time and kept nowhere."""
    free = _free_to_go_out(forum)
    for number, words in enumerate(_private_words()):
        found = ways_to_reach(words)
        addresses = tuple(address for address in found.addresses if address.lower() not in free)
        if addresses or found.phones:
            yield Contact(f"words {number}", addresses=addresses, phones=found.phones)


def _private_words() -> Iterator[str]:
    yield from db.session.scalars(select(Submission.words).where(Submission.words != ""))
    yield from db.session.scalars(select(Submission.objection).where(Submission.objection != ""))
    yield from db.session.scalars(select(AskerQuery.answer).where(AskerQuery.answer != ""))
    yield from words_of_takers()
    for subject, words in db.session.execute(_mail_of_others()):
        yield from (subject, words)


def _mail_of_others() -> Select[str, str]:
    """Mail that waits for a person, but not from those who look after the forum: their numbers are no secret."""
    ours = select(Person.email).where(Person.email.is_not(None))
    return select(InboundMessage.subject, InboundMessage.words).where(
        InboundMessage.state.in_((InboundState.TRAY, InboundState.NOTE)), InboundMessage.sender.not_in(ours)
    )


def _with_name(contact: Contact) -> Contact:
    """What an address alone says of whose it is."""
    names = tuple(name for address in contact.addresses if (name := name_in_address(address)))
    return Contact(contact.label, contact.addresses, contact.phones, names)
