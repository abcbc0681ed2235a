"""Every permission on one page: a name, a sentence, the roles that grant it, and how far its pages reach.

A route names one of these (or ``EVERYONE``); whoever does not hold it sees the page for something
that is not there. The reach is kept by the database itself (see `wall`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from forum_app.wall import Reach


class Role(StrEnum):
    """What a person may be granted."""

    COORDINATOR = "coordinator"
    DEPUTY = "deputy"
    CHAIR = "chair"
    REPRESENTATIVE = "representative"


ORGANISERS = frozenset({Role.COORDINATOR, Role.DEPUTY})
EVERY_ROLE = frozenset(Role)


# How long a sign-in lasts, and what it asks ------------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """What a role's sign-in asks and when it ends; whoever holds several roles has the strictest of each."""

    #: Signed out after nothing was done for so long, and at the latest after so long.
    idle: timedelta
    at_most: timedelta
    #: How long the code and the link of a sign-in mail work.
    code_lives: timedelta
    second_factor: bool

    @classmethod
    def of(cls, roles: Collection[Role]) -> "Limits":
        held = [LIMITS[role] for role in roles] or list(LIMITS.values())
        return cls(
            idle=min(limits.idle for limits in held),
            at_most=min(limits.at_most for limits in held),
            code_lives=min(limits.code_lives for limits in held),
            second_factor=any(limits.second_factor for limits in held),
        )


STRICT = Limits(timedelta(minutes=30), timedelta(hours=8), timedelta(minutes=10), second_factor=True)
#: An officer's mail passes gateways that hold it back; an officer's pages show nobody's name.
LIMITS = {
    Role.COORDINATOR: STRICT,
    Role.DEPUTY: STRICT,
    Role.CHAIR: STRICT,
    Role.REPRESENTATIVE: Limits(timedelta(hours=1), timedelta(hours=8), timedelta(minutes=30), second_factor=False),
}
#: A step-up is asked for again when the second factor was given longer ago than this.
FRESH_FOR = timedelta(minutes=10)


# Who may do what ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Permission:
    name: str
    sentence: str
    roles: frozenset[Role] | None  # None: everybody, without signing in
    reach: Reach = Reach.EVERYTHING
    #: Whether the second factor must have been given within FRESH_FOR.
    step_up: bool = False

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
AT_THE_DOOR = Permission(
    "at-the-door", "Anybody may come to the door where people sign in; only who holds a role is sent a code.", None
)
FINISH_SIGN_IN = Permission(
    "finish-sign-in", "Whoever has begun to sign in may give their second factor, or sign out.", EVERY_ROLE
)
SIGNED_IN = Permission("signed-in", "Whoever is signed in sees where, and ends their own sign-ins.", EVERY_ROLE)
CHANGE_OWN_PROOF = Permission(
    "change-own-proof",
    "Whoever is signed in changes their own address, second factor and recovery codes.",
    EVERY_ROLE,
    step_up=True,
)
SEE_PEOPLE = Permission("see-people", "The coordinator and deputies see who holds which role.", ORGANISERS)
CHANGE_ROLES = Permission(
    "change-roles",
    "The coordinator grants roles, ends them, hands over, and helps who lost their second factor.",
    frozenset({Role.COORDINATOR}),
    step_up=True,
)
SEE_DESK = Permission("see-desk", "The coordinator and deputies see what the forum needs next.", ORGANISERS)
PREPARE_MEETINGS = Permission(
    "prepare-meetings",
    "The coordinator and deputies make meetings, edit agendas and publish them.",
    ORGANISERS,
)
ARRANGE_MEETINGS = Permission(
    "arrange-meetings",
    "The coordinator and deputies propose dates, see who answered what, choose one, and ask for the room.",
    ORGANISERS,
)
TAKE_PART_IN_PLANNING = Permission(
    "take-part-in-planning",
    "The chair, the local authority’s representatives and the organisers say which dates suit them, and plan meetings "
    "together: an officer sees the planning meetings they are invited to.",
    ORGANISERS | {Role.CHAIR, Role.REPRESENTATIVE},
    Reach.OFFICER,
)
ANSWER_BY_LINK = Permission(
    "answer-by-link",
    "Whoever holds the link in a letter about dates, a room or a planning meeting answers that letter, without "
    "signing in, and may pass the link on to a colleague.",
    None,
    Reach.OFFICER,
)
KEEP_RECORD = Permission(
    "keep-record",
    "The coordinator and deputies write minutes, responses and action points, and publish them.",
    ORGANISERS,
)
LOOK_AFTER_PROMISES = Permission(
    "look-after-promises",
    "The coordinator and deputies see who has a promise in hand and which reminders go, and put on record what is "
    "said of it.",
    ORGANISERS,
)
READ_QUESTIONS_LEFT = Permission(
    "read-questions-left",
    "The coordinator and deputies read the questions that were left, as they were typed, and word them for the agenda.",
    ORGANISERS,
)
SEND_INVITATIONS = Permission(
    "send-invitations",
    "The coordinator and deputies invite people to a meeting, tell them what changed, and see what they answered.",
    ORGANISERS,
    step_up=True,
)
RELEASE_QUESTIONS = Permission(
    "release-questions",
    "The coordinator and deputies release questions, in the forum's words, to the local authority and the public.",
    ORGANISERS,
    step_up=True,
)
READ_RELEASED = Permission(
    "read-released",
    "The local authority's representatives, and the organisers with them, read the released questions in the forum's "
    "words: never who asked.",
    ORGANISERS | {Role.REPRESENTATIVE},
    Reach.OFFICER,
)
DRAFT_RESPONSES = Permission(
    "draft-responses",
    "The local authority's representatives draft responses to the released questions; nobody else reads a draft before "
    "they say that the forum may take it.",
    frozenset({Role.REPRESENTATIVE}),
    Reach.OFFICER,
)
FOLLOW_LINK = Permission(
    "follow-link",
    "Whoever holds a link that the coordinator made sees the one thing that it opens, and answers it, without signing "
    "in.",
    None,
    Reach.OFFICER,
)
NEWS_BY_MAIL = Permission(
    "news-by-mail",
    "Anybody may ask for news by email; whoever holds the private link in it changes or ends it.",
    None,
    Reach.PUBLIC,
)
INVITED_BY_MAIL = Permission(
    "invited-by-mail",
    "Anybody may ask for the invitation to a meeting by email; whoever holds the private link in it answers it or "
    "ends it, and sees no other.",
    None,
    Reach.PUBLIC,
)
READ_OWN_FEED = Permission(
    "read-own-feed",
    "Whoever holds the private address of a calendar reads that calendar: the meetings and dates of the person it "
    "was made for.",
    None,
    Reach.OFFICER,
)
CIRCULATE = Permission(
    "circulate",
    "The coordinator and deputies send news to those who asked for it, see how many they are, and stop what waits.",
    ORGANISERS,
    step_up=True,
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
LOOK_AFTER_MAIL = Permission(
    "look-after-mail",
    "The coordinator and deputies see which mails are stuck and why, and stop them or have them tried again.",
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
SEE_OWN_DATA = Permission("see-own-data", "Whoever signs in sees what is kept about them.", frozenset(Role))
TAKE_OWN_DATA = Permission(
    "take-own-data", "Whoever signs in takes away what is kept about them, in a file.", frozenset(Role), step_up=True
)
FORGET_PEOPLE = Permission(
    "forget-people",
    "The coordinator erases the account of somebody who no longer helps.",
    frozenset({Role.COORDINATOR}),
    step_up=True,
)

PERMISSIONS = (
    EVERYONE,
    HOLD_RECEIPT,
    AT_THE_DOOR,
    FINISH_SIGN_IN,
    SIGNED_IN,
    CHANGE_OWN_PROOF,
    SEE_DESK,
    PREPARE_MEETINGS,
    ARRANGE_MEETINGS,
    TAKE_PART_IN_PLANNING,
    ANSWER_BY_LINK,
    KEEP_RECORD,
    LOOK_AFTER_PROMISES,
    READ_QUESTIONS_LEFT,
    SEND_INVITATIONS,
    RELEASE_QUESTIONS,
    READ_RELEASED,
    DRAFT_RESPONSES,
    FOLLOW_LINK,
    NEWS_BY_MAIL,
    INVITED_BY_MAIL,
    READ_OWN_FEED,
    CIRCULATE,
    CHANGE_SETTINGS,
    WRITE_NOTICES,
    SEE_AUDIT,
    SEE_OWN_DATA,
    TAKE_OWN_DATA,
    FORGET_PEOPLE,
    LOOK_AFTER_MAIL,
    READ_TRAY,
    SEE_PEOPLE,
    CHANGE_ROLES,
)
