"""What could tell who asked, pointed out before a question is left and before its wording goes out."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from forum_app.actions.holding import taker_addresses
from forum_app.asking.models import Consent, Submission
from forum_app.db import db
from forum_app.receipts.models import Receipt
from forum_app.settings.models import Forum
from forum_app.subscriptions.models import Subscription
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


class HeldBack(Exception):
    """The address or number of somebody who left something with the forum stands in what was to go out."""


def hold_back(parts: Mapping[str, str], forum: Forum) -> None:
    """Look through what is about to go out to the public or the council; raises HeldBack."""
    if Guard(_contacts(), may_be_named=_known(forum)).look(parts).verdict is Verdict.HOLD:
        raise HeldBack


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


def _known(forum: Forum) -> list[str]:
    return [forum.name, forum.local_authority, forum.contact_email]


def _contacts() -> list[Contact]:
    """Every address of somebody from a family, and every name given for one question; never for a page."""
    addresses = db.session.execute(select(Receipt.id, Receipt.contact).where(Receipt.contact.is_not(None)))
    contacts = [Contact(str(receipt_id), addresses=(address,)) for receipt_id, address in addresses if address]
    readers = db.session.execute(select(Subscription.id, Subscription.address))
    contacts += [Contact(str(number), addresses=(address,)) for number, address in readers]
    contacts += [Contact(mark, addresses=(address,)) for mark, address in taker_addresses()]
    names = select(Submission.id, Submission.said).where(Submission.consent == Consent.NAMED_TO_AUTHORITY)
    return contacts + [Contact(str(number), names=(name,)) for number, name in db.session.execute(names)]
