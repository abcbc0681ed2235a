"""Every permission on one page: a name, a sentence, the roles that grant it, and how far its pages reach.

A route names one of these (or ``EVERYONE``); whoever does not hold it sees the page for something
that is not there. The reach is kept by the database itself (see `wall`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from forum_app.wall import Reach


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
    reach: Reach = Reach.EVERYTHING

    def granted_to(self, roles: Collection[Role]) -> bool:
        """Whether somebody with these roles may do this."""
        return self.roles is None or not self.roles.isdisjoint(roles)


EVERYONE = Permission("everyone", "Anybody may do this, without signing in and without a name.", None, Reach.PUBLIC)
HOLD_RECEIPT = Permission(
    "hold-receipt",
    "Whoever holds the code of a receipt sees and changes what was left with it, and nothing else.",
    None,
    Reach.RECEIPT,
)
AT_THE_DOOR = Permission("at-the-door", "Anybody may come to the door where people sign in.", None)
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
READ_QUESTIONS_LEFT = Permission(
    "read-questions-left",
    "The coordinator and deputies read the questions that were left, as they were typed, and word them for the agenda.",
    ORGANISERS,
)
RELEASE_QUESTIONS = Permission(
    "release-questions",
    "The coordinator and deputies release questions, in the forum's words, to the local authority and the public.",
    ORGANISERS,
)
READ_RELEASED = Permission(
    "read-released",
    "The local authority's representatives, and the organisers with them, read the released questions in the forum's "
    "words: never who asked.",
    ORGANISERS | {Role.REPRESENTATIVE},
    Reach.OFFICER,
)
CHANGE_SETTINGS = Permission(
    "change-settings",
    "The coordinator and deputies change the forum's name, contact, usual times and privacy note.",
    ORGANISERS,
)

PERMISSIONS = (
    EVERYONE,
    HOLD_RECEIPT,
    AT_THE_DOOR,
    SIGNED_IN,
    SEE_DESK,
    PREPARE_MEETINGS,
    KEEP_RECORD,
    READ_QUESTIONS_LEFT,
    RELEASE_QUESTIONS,
    READ_RELEASED,
    CHANGE_SETTINGS,
)
