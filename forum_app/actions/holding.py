"""Who really has an action point in hand: somebody with a part in the forum, or whoever took it on.

Who promised it stays on record. When it passes to a successor the links of whoever had it stop working, and the row
of their time with it stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, scoped_session

from forum_app import audit
from forum_app.actions.models import ActionHolder, ActionOffer, ActionPoint, OwnerKind, TickOff, TickOffState
from forum_app.actions.reminding import call_back
from forum_app.codes import hash_token, new_token
from forum_app.db import db, lock
from forum_app.people.models import LinkKind, Person
from forum_app.people.scoped_links import make_scoped_link, revoke_scoped_links

#: A mail may be opened months later; the link in it lasts until well after the next one.
LINK_LIVES = timedelta(days=300)
#: An offer that nobody confirmed by mail is deleted after so long.
CONFIRM_WITHIN = timedelta(days=7)


class NotOpenToAnybody(Exception):
    """This action point is closed, or it is for somebody in particular."""


class TakenMeanwhile(Exception):
    """Somebody else took it on first."""


class NoSuchOffer(Exception):
    """The offer was taken up already, or it is too old."""


class NoWayToReach(Exception):
    """A holder needs an address, or they could never say what became of it."""


@dataclass(frozen=True)
class Holder:
    """Whoever is to have it in hand: a person with a role, or a name and an address."""

    name: str
    address: str | None = None
    person_id: int | None = None
    is_taker: bool = False

    @classmethod
    def of_person(cls, person: Person) -> "Holder":
        return cls(person.name, None, person.id)


# By the coordinator -------------------------------------------------------------------------------------------


def give_to(
    action: ActionPoint, holder: Holder, *, now_with: str = "", by: int | None, now: datetime, day: date
) -> ActionHolder:
    """Put an action point into somebody's hands, from whoever had it until now; raises NoWayToReach."""
    if holder.person_id is None and not holder.address:
        raise NoWayToReach
    lock(action)
    let_go(action, by=by, now=now, day=day)
    row = ActionHolder(
        action_id=action.id, name=holder.name, address=holder.address, person_id=holder.person_id,
        is_taker=holder.is_taker, since=day,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    action.now_with = now_with.strip()
    action.taken = action.owner_kind == OwnerKind.ANYONE
    who = "somebody who took it on" if holder.is_taker else holder.name
    audit.record(f"Put action point {action.id} into the hands of {who}.", by=by, now=now)
    return row


def let_go(action: ActionPoint, *, by: int | None, now: datetime, day: date) -> None:
    """Take it out of the hands it is in: their time with it ends, and so do the links they were sent."""
    row = holder_of(action.id)
    action.taken, action.now_with = False, ""
    if row is None:
        return
    row.until = max(day, row.since)
    revoke_scoped_links(LinkKind.ACTION, action.id, by=by, now=now)
    call_back(action, now=now)  # the links in them open nothing any more
    db.session.flush()


def pass_all(person: Person, successor: Holder, *, by: int | None, now: datetime, day: date) -> list[ActionPoint]:
    """Everything open that somebody has in hand goes to their successor; answers what that was."""
    passed = [holder.action for holder in held_by(person.id)]
    for action in passed:
        give_to(action, successor, now_with=successor.name, by=by, now=now, day=day)
    return passed


def give_out(
    chosen: Iterable[tuple[ActionPoint, Person]], *, by: int | None, now: datetime, day: date
) -> list[ActionHolder]:
    """Put promises that nobody has in hand into the hands of people; what somebody has meanwhile stays with them."""
    given = []
    for action, person in chosen:
        lock(action)
        if holder_of(action.id) is None and not action.is_closed:
            given.append(give_to(action, Holder.of_person(person), by=by, now=now, day=day))
    return given


def keep_quiet_until(row: ActionHolder, day: date | None) -> None:
    """Remind this holder of nothing before a day."""
    row.quiet_until = day


def link_for(row: ActionHolder, day: date) -> str:
    """The token of a link that opens this one action point for whoever holds it."""
    return make_scoped_link(LinkKind.ACTION, row.action_id, row.person_id, day + LINK_LIVES)


# By whoever takes it on ---------------------------------------------------------------------------------------


def offer(action_id: int, name: str, address: str, *, shows_name: bool, day: date) -> str:
    """Leave an offer; it inserts and reads nothing back. The token goes to the address and nowhere else."""
    token = new_token()
    db.session.add(
        ActionOffer(
            token_hash=hash_token(token), action_id=action_id, name=name, address=address, shows_name=shows_name,
            left_on=day,
        )
    )  # fmt: skip
    return token


def take(token: str, *, now: datetime, day: date) -> ActionHolder:
    """The button in the mail was pressed; raises NoSuchOffer, NotOpenToAnybody or TakenMeanwhile."""
    found = find_offer(db.session, token, day)
    action = db.session.get_one(ActionPoint, found.action_id)
    lock(action)
    if not is_open_to_anybody(action):
        raise NotOpenToAnybody
    if action.taken:
        raise TakenMeanwhile
    holder = Holder(found.name, found.address, is_taker=True)
    db.session.delete(found)
    try:
        return give_to(action, holder, now_with=found.name if found.shows_name else "", by=None, now=now, day=day)
    except IntegrityError as both:
        raise TakenMeanwhile from both


def find_offer(session: Session | scoped_session[Any], token: str, day: date) -> ActionOffer:
    """The offer that a mailed link is about, asked on this session; raises NoSuchOffer."""
    row = session.scalars(select(ActionOffer).where(ActionOffer.token_hash == hash_token(token))).first()
    if row is None or row.left_on + CONFIRM_WITHIN < day:
        raise NoSuchOffer
    return row


def is_open_to_anybody(action: ActionPoint) -> bool:
    return action.owner_kind == OwnerKind.ANYONE and not action.is_closed


# Asking -------------------------------------------------------------------------------------------------------


def holder_of(action_id: int) -> ActionHolder | None:
    now_held = select(ActionHolder).where(ActionHolder.action_id == action_id, ActionHolder.until.is_(None))
    return db.session.scalars(now_held).first()


def named_as_owner(action: ActionPoint, people: Sequence[Person]) -> Person | None:
    """Whoever's name stands as its owner, alone or before their post: nobody where an organisation or two people do."""
    owner = " ".join(action.owner.casefold().split())
    found = [person for person in people if _begins_with_name(owner, " ".join(person.name.casefold().split()))]
    return found[0] if len(found) == 1 else None


def _begins_with_name(owner: str, name: str) -> bool:
    return owner == name or owner.startswith((f"{name},", f"{name} ("))


def current_holder(action_id: int) -> ActionHolder:
    """Whoever has it in hand, where it is known that somebody does."""
    return db.session.scalars(
        select(ActionHolder).where(ActionHolder.action_id == action_id, ActionHolder.until.is_(None))
    ).one()


def holders_so_far(action_id: int) -> Sequence[ActionHolder]:
    """Everybody who had it in hand, the first one first."""
    had = select(ActionHolder).where(ActionHolder.action_id == action_id)
    return db.session.scalars(had.order_by(ActionHolder.id)).all()


def held_by(person_id: int) -> Sequence[ActionHolder]:
    """What somebody has in hand that is still open, the oldest first."""
    theirs = select(ActionHolder).join(ActionHolder.action).where(
        ActionHolder.person_id == person_id, ActionHolder.until.is_(None), ActionPoint.closed_on.is_(None)
    )  # fmt: skip
    return db.session.scalars(theirs.order_by(ActionPoint.meeting_id, ActionPoint.position)).all()


def taker_addresses() -> list[tuple[str, str]]:
    """The addresses of who took something on or offered to, for the guard of what goes out; never for a page."""
    taken = select(ActionHolder.id, ActionHolder.address).where(
        ActionHolder.is_taker, ActionHolder.address.is_not(None)
    )
    offers = select(ActionOffer.id, ActionOffer.address)
    found = [*db.session.execute(taken), *db.session.execute(offers)]
    return [(f"taker {number}", address) for number, address in found if address]


def words_of_takers() -> list[str]:
    """What whoever took something on has sent, in which their own number may stand; for the same guard."""
    sent = select(TickOff.words).join(TickOff.holder).where(ActionHolder.is_taker, TickOff.words != "")
    return list(db.session.scalars(sent))


def left_behind(today: date) -> list[ActionHolder]:
    """What is still open in the hands of people whose part in the forum has ended."""
    held = (
        select(ActionHolder)
        .join(ActionHolder.action)
        .options(joinedload(ActionHolder.person).selectinload(Person.grants))
        .where(ActionHolder.person_id.is_not(None), ActionHolder.until.is_(None), ActionPoint.closed_on.is_(None))
    )
    rows = db.session.scalars(held.order_by(ActionHolder.id)).all()
    return [row for row in rows if row.person and not row.person.roles_on(today)]


# Forgetting ---------------------------------------------------------------------------------------------------


def forget_takers(today: date, keep: timedelta) -> int:
    """Blank whoever took something on and is done with it, and delete offers that nobody confirmed."""
    db.session.execute(delete(ActionOffer).where(ActionOffer.left_on < today - CONFIRM_WITHIN))
    over = (
        select(ActionHolder)
        .join(ActionHolder.action)
        .where(
            ActionHolder.is_taker,
            ActionHolder.name != "",
            (ActionHolder.until < today - keep) | (ActionPoint.closed_on < today - keep),
        )
    )
    rows = db.session.scalars(over).all()
    for row in rows:
        row.name, row.address, row.until = "", None, row.until or today
    return len(rows)


def forget_what_was_said(today: date, keep: timedelta) -> int:
    """Delete what holders sent, once the coordinator has long dealt with it: what was confirmed is on record."""
    old = select(TickOff).where(TickOff.state != TickOffState.WAITING, TickOff.sent_on < today - keep)
    rows = db.session.scalars(old).all()
    for row in rows:
        db.session.delete(row)
    return len(rows)
