"""What mail servers say of a letter they could not deliver: in the standard's form first, then in their own words."""

import logging
import re
from email.message import Message

from flufl.bounce import all_failures

from forum_app.mail.inbound.charsets import text_of
from forum_app.mail.inbound.headers import Headers, addresses_in, is_of, message_ids, split
from forum_app.mail.inbound.incoming import Bounce, Facts, Severity
from forum_app.mail.inbound.parts import bytes_of, enclosed, inner_parts
from forum_app.mail.inbound.signs import from_a_daemon
from forum_app.mail.tagged import Tag, Use

_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_ORIGINALS = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
)
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.-])([45])(\d\d)[ -](?![\d.])")
#: Nobody is at this address, and waiting will not help (RFC 3463).
_NOBODY = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
#: Numbers that leave it to the words.
_SAYS_NOTHING = {"", "5.0.0", "5.1.0", "5.3.0", "5.5.0"}
_NOBODY_IN_WORDS = re.compile(
    r"no such (?:user|person|mailbox|address)|"
    r"(?:user|address|recipient|mailbox|account)s? (?:is )?(?:unknown|not found)|"
    r"unknown (?:user|recipient|address|local)|does(?: not|n't) exist|address (?:couldn't|could not|wasn't) be? ?found|"
    r"address rejected|no mailbox here|not a valid (?:user|mailbox)|unrouteable address|account (?:has been )?disabled|"
    r"wasn't found at|nicht gefunden|unbekannt",
    re.IGNORECASE,
)
_POLICY_IN_WORDS = re.compile(r"spam|blocked|blacklist|blocklist|policy|dmarc|spf|reputation", re.IGNORECASE)
_DELAYED_IN_WORDS = re.compile(
    r"delayed|warning message only|will (?:continue|keep) trying|still being retried", re.IGNORECASE
)
_LOOKED_AT = 16_000

logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


def bounce_of(message: Message, headers: Headers, text: str, tags: list[Tag]) -> Bounce | None:
    """The bounce that a mail is, or None."""
    complaint = next(enclosed(message, "message/feedback-report"), None)
    if complaint is not None:
        return Bounce(Severity.COMPLAINT, "", _address(_blocks(complaint), "original-rcpt-to", "removal-recipient"))
    reports = list(enclosed(message, *_REPORTS))
    if reports:
        return next((found for report in reports if (found := _reported(_blocks(report)))), None)
    if from_a_daemon(headers):
        return _in_its_own_words(message, headers, text, any(tag.use is Use.BOUNCE for tag in tags))
    return None


def original_of(message: Message, text: str, facts: Facts) -> tuple[list[Tag], list[str]]:
    """Tags and Message-IDs of the letter that came back, from whatever of it was enclosed."""
    tags: list[Tag] = []
    names: list[str] = []
    for part in enclosed(message, *_ORIGINALS):
        held = inner_parts(part)
        block = held[0].as_bytes()[:_LOOKED_AT] if held else bytes_of(part)
        headers = Headers.of(split(block)[0])
        tags += [tag for value in headers.all("reply-to", "return-path", "sender") for tag in _tags(value, facts)]
        names += message_ids(headers.get("message-id"))
    quoted = re.search(r"^message-id:\s*(<[^<>\s]{1,250}>)", text[:_LOOKED_AT], re.IGNORECASE | re.MULTILINE)
    names += [quoted[1]] if quoted else []
    return tags, [name for name in names if is_of(facts.site, name)]


def _tags(value: str, facts: Facts) -> list[Tag]:
    return Headers((("to", value),)).tags(facts.domains, facts.separator)


def _reported(blocks: list[Headers]) -> Bounce | None:
    for block in blocks:
        action = block.get("action").lower().split("(")[0].strip()
        if action not in {"failed", "delayed"}:
            continue
        said = f"{block.get('status')} {block.get('diagnostic-code')}"
        address = _address([block], "original-recipient", "final-recipient")
        if action == "delayed":
            return Bounce(Severity.DELAYED, _status(said), address)
        return Bounce(_severity(_status(said), said), _status(said), address)
    return None


def _blocks(report: Message) -> list[Headers]:
    held = inner_parts(report)
    if held:
        return [Headers(tuple((name.lower(), str(value)) for name, value in block.items())) for block in held]
    return [Headers.of(block) for block in re.split(rb"\r?\n\r?\n", bytes_of(report))]


def _address(blocks: list[Headers], *names: str) -> str:
    for name in names:
        for block in blocks:
            found = addresses_in(block.get(name).rpartition(";")[2])
            if found:
                return found[0]
    return ""


def _in_its_own_words(message: Message, headers: Headers, text: str, ours: bool) -> Bounce | None:
    said = text[:_LOOKED_AT]
    temporary, permanent = _recipients(message)
    named = addresses_in(headers.get("x-failed-recipients")) or sorted(permanent or temporary)
    if not named and not ours:
        return None
    if _DELAYED_IN_WORDS.search(headers.subject() + said[:2_000]) or (temporary and not permanent):
        return Bounce(Severity.DELAYED, _status(said), named[0] if named else "")
    return Bounce(_severity(_status(said), said), _status(said), named[0] if named else "")


def _recipients(message: Message) -> tuple[set[str], set[str]]:
    try:
        temporary, permanent = all_failures(message)
    except Exception:  # its detectors fail on damaged mails in more ways than can be listed
        return set(), set()
    return ({text_of(a).lower() for a in temporary}, {text_of(a).lower() for a in permanent})


def _status(said: str) -> str:
    found = [".".join(groups) for groups in _STATUS.findall(said)]
    if found:
        return next((status for status in found if status not in _SAYS_NOTHING), found[0])
    code = _REPLY_CODE.search(said)
    return f"{code[1]}.0.0" if code else ""


def _severity(status: str, said: str) -> Severity:
    if status in _NOBODY:
        return Severity.HARD
    if status.startswith("5.7."):
        return Severity.POLICY
    if status in _SAYS_NOTHING:
        if _POLICY_IN_WORDS.search(said):
            return Severity.POLICY
        return Severity.HARD if _NOBODY_IN_WORDS.search(said) else Severity.SOFT
    return Severity.SOFT
