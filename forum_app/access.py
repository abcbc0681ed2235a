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
READ_TRAY = Permission(
    "read-tray",
    "The coordinator and deputies read mail that matched nothing, and replies to the forum's letters.",
    ORGANISERS,
)
CHANGE_SETTINGS = Permission(
    "change-settings",
    "The coordinator and deputies change the forum's name, contact, usual times and privacy note.",
    ORGANISERS,
)

PERMISSIONS = (EVERYONE, SIGNED_IN, SEE_DESK, PREPARE_MEETINGS, KEEP_RECORD, READ_TRAY, CHANGE_SETTINGS)
