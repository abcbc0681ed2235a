"""Every permission on one page: a name, a sentence, and the roles that grant it.

A route names one of these (or ``EVERYONE``); whoever does not hold it sees the page for something
that is not there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may be granted."""

    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    CHAIR = "chair"
    REPRESENTATIVE = "representative"


ORGANISERS = frozenset({Role.COORDINATOR, Role.DEPUTY})


@dataclass(frozen=True)
class Permission:
    name: str
    sentence: str
    roles: frozenset[Role] | None  # None: everybody, without signing in
    #: Whether the second factor must have been given a short while ago.
    step_up: bool = False

    def granted_to(self, roles: Collection[Role]) -> bool:
        """Whether somebody with these roles may do this."""
        return self.roles is None or not self.roles.isdisjoint(roles)


EVERYONE = Permission("everyone", "Anybody may do this, without signing in and without a name.", None)
SIGNED_IN = Permission("signed-in", "Whoever is signed in may end their own session.", frozenset(Role))
SEE_DESK = Permission("see-desk", "The coordinator and deputies see what the forum needs next.", ORGANISERS)
PREPARE_MEETINGS = Permission(
    "prepare-meetings",
    "The coordinator and deputies make meetings, edit agendas and publish them.",
    ORGANISERS,
)
KEEP_RECORD = Permission(
    "keep-record",
    "The coordinator and deputies write minutes, responses and action points, and publish them.",
    ORGANISERS,
)
CHANGE_SETTINGS = Permission(
    "change-settings",
    "The coordinator and deputies change the forum's name, contact, usual times and privacy note.",
    ORGANISERS,
)
WRITE_NOTICES = Permission(
    "write-notices",
    "The coordinator and deputies write the pages on privacy, sharing and the impact assessment.",
    ORGANISERS,
)
SEE_AUDIT = Permission(
    "see-audit", "The coordinator and deputies read what was done here, when and by whom.", ORGANISERS
)
SEE_OWN_DATA = Permission(
    "see-own-data", "Whoever signs in sees and takes away what is kept about them.", frozenset(Role)
)
FORGET_PEOPLE = Permission(
    "forget-people",
    "The coordinator erases the account of somebody who no longer helps.",
    frozenset({Role.COORDINATOR}),
    step_up=True,
)

PERMISSIONS = (
    EVERYONE,
    SIGNED_IN,
    SEE_OWN_DATA,
    SEE_DESK,
    PREPARE_MEETINGS,
    KEEP_RECORD,
    CHANGE_SETTINGS,
    WRITE_NOTICES,
    SEE_AUDIT,
    FORGET_PEOPLE,
)
