"""What a mail service's answer means: for one message, for one connection, or for all mail."""

import re
from dataclasses import dataclass

from forum_app.mail.labels import without_addresses
from forum_app.mail.models import Halt, Trouble

ENHANCED = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})\b")
#: The mailbox or its domain is not there (RFC 3463): one answer is enough.
NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
#: “Sign in first”, and “your sign-in is not enough”.
SIGN_IN_FIRST = frozenset({530, 534, 535, 538})


class Refused(Exception):
    """The mail service does not take this message: not now, or not at all."""

    def __init__(self, trouble: Trouble, answer: str) -> None:
        super().__init__(answer)
        self.trouble, self.answer = trouble, without_addresses(answer)


class Interrupted(Exception):
    """The connection is of no more use; the message may or may not have arrived."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = without_addresses(answer)


class Halted(Exception):
    """No message would go as things are."""

    def __init__(self, why: Halt, answer: str) -> None:
        super().__init__(answer)
        self.why, self.answer = why, without_addresses(answer)


@dataclass(frozen=True)
class Answer:
    """A reply that was not the hoped-for one."""

    code: int
    enhanced: str
    words: str

    def as_error(self, stage: str) -> Refused | Interrupted | Halted:
        """What follows from it at this stage: mail, rcpt, data or end."""
        if self.code == 421 or self.code < 400:
            return Interrupted(self.words)
        if self.code < 500:
            return Refused(Trouble.LATER, self.words)
        if self.code in SIGN_IN_FIRST:
            return Halted(Halt.NO_SIGN_IN, self.words)
        if stage == "mail" and self.code != 552:
            return Halted(Halt.SENDER_REFUSED, self.words)
        return Refused(self._trouble(stage), self.words)

    def _trouble(self, stage: str) -> Trouble:
        if self.enhanced.startswith("5.7."):
            return Trouble.POLICY
        if stage == "rcpt" and self.enhanced in NO_SUCH_ADDRESS:
            return Trouble.NO_SUCH_ADDRESS
        return Trouble.REFUSED


def read_answer(code: int, text: bytes | str) -> Answer:
    words = text if isinstance(text, str) else text.decode("utf-8", "replace")
    found = ENHANCED.match(words)
    return Answer(code, found[1] if found else "", f"{code} {words}")
