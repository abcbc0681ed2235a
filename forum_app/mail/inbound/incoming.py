"""What a mail turned out to be; plain values that can cross to another process and back."""

import base64
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from forum_app.mail.tagged import Tag, Use


class Outcome(StrEnum):
    SUBMISSION = "submission"
    REPLY = "reply"
    RSVP = "rsvp"
    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    OWN = "own"
    HELD = "held"
    TRIAGE = "triage"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


class Severity(StrEnum):
    """What a bounce means for the address."""

    HARD = "hard"  # nobody is there
    SOFT = "soft"  # not now, or not this one
    OFTEN = "often"  # soft, for the third time in a fortnight
    DELAYED = "delayed"  # still being tried
    POLICY = "policy"  # the other side minds us, not the address
    COMPLAINT = "complaint"  # somebody pressed “this is spam”


@dataclass(frozen=True)
class Facts:
    """What reading needs to know of the forum; no secret among it."""

    #: Its own addresses, in small letters.
    addresses: frozenset[str]
    #: The domains on which its tagged addresses lie.
    domains: frozenset[str]
    #: What stands right of the @ in its Message-IDs.
    site: str
    separator: str = "+"
    #: The name under which the forum's own mail server notes what it checked; empty: believe nobody.
    checked_by: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"addresses": sorted(self.addresses), "domains": sorted(self.domains)}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Facts":
        sets = {name: frozenset(said[name]) for name in ("addresses", "domains")}
        return cls(**{**said, **sets})


@dataclass(frozen=True)
class Bounce:
    severity: Severity
    status: str
    #: The address that could not be reached, as the other side names it; empty if it names none.
    address: str


@dataclass(frozen=True)
class Incoming:
    """One mail, read. The outcome is what its bytes alone can tell; `deciding` settles it with what the forum knows."""

    outcome: Outcome
    reason: str
    sender: str = ""
    subject: str = ""
    #: Only the new words.
    text: str = ""
    tags: tuple[Tag, ...] = ()
    #: Message-IDs of ours that it answers or carries, the latest first.
    answers: tuple[str, ...] = ()
    calendar: bytes = b""
    bounce: Bounce | None = None
    #: Names of what was attached; the files themselves are not brought in.
    attachments: tuple[str, ...] = ()

    @property
    def unsubscribes(self) -> tuple[str, ...]:
        """The tokens by which it asks for no more news; none where it is meant for something else besides."""
        asks = all(tag.use is Use.UNSUBSCRIBE for tag in self.tags)
        return tuple(tag.token for tag in self.tags) if asks else ()

    def settled(self, outcome: Outcome, reason: str) -> "Incoming":
        return replace(self, outcome=outcome, reason=reason)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"calendar": base64.b64encode(self.calendar).decode()}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Incoming":
        bounce = said["bounce"] and Bounce(**said["bounce"] | {"severity": Severity(said["bounce"]["severity"])})
        return cls(
            **said
            | {
                "outcome": Outcome(said["outcome"]),
                "tags": tuple(Tag(Use(tag["use"]), tag["token"]) for tag in said["tags"]),
                "answers": tuple(said["answers"]),
                "attachments": tuple(said["attachments"]),
                "calendar": base64.b64decode(said["calendar"]),
                "bounce": bounce or None,
            }
        )
