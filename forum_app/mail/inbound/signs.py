"""Signs in the head of a mail that no person wrote it, or that the forum itself did (RFC 3834 and practice)."""

import re

from forum_app.mail.inbound.headers import Headers, is_of, message_ids
from forum_app.mail.inbound.incoming import Facts
from forum_app.mail.tagged import LOOP_HEADER, tag_of

_MOST_STATIONS = 30
_MOST_DELIVERIES = 3
_MACHINES = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]*|bounces?|"
    r"no[-_.]?reply|do[-_.]?not[-_.]?reply|auto[-_.]?(?:reply|responder)|vacation)(?:[+.=-].*)?@.*"
)
_DAEMONS = re.compile(r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]*)@.*")
_AUTOMATIC_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-reply-from", "x-autoreply-from", "x-mail-autoreply")
_AUTOMATIC_PRECEDENCE = {"bulk", "junk", "auto_reply", "auto-reply"}
_ANY_SUBJECT = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "out of office", "out of the office", "ooo",
    "automatische antwort", "abwesenheitsnotiz", "abwesenheitsbenachrichtigung", "réponse automatique",
    "absence du bureau", "respuesta automática", "fuera de la oficina", "risposta automatica", "fuori sede",
    "automatisch antwoord", "afwezig", "autosvar", "automatiskt svar", "automatisk svar", "automaattinen vastaus",
    "automatyczna odpowiedź", "odpowiedź automatyczna", "automatická odpověď", "resposta automática",
    "automatikus válasz", "răspuns automat", "автоответ", "автоматична відповідь", "自动回复", "自動応答", "자동 회신",
)  # fmt: skip
_SUBJECT = re.compile(rf"(?:re: ?)?(?:{'|'.join(map(re.escape, _ANY_SUBJECT))})\s*(?:[:：(\[–-].*)?", re.IGNORECASE)
_UNDELIVERED = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|incomplete)|returned mail|failure notice|mail delivery failed|"
    r"could not be delivered|unzustellbar|non remis|no se puede entregar|impossibile recapitare|onbestelbaar",
    re.IGNORECASE,
)


def own_because(headers: Headers, facts: Facts) -> str:
    """Why this is the forum's own mail or goes in a circle, or nothing."""
    if len(headers.all("received")) >= _MOST_STATIONS:
        return "It has been handed on so often that it goes in a circle."
    if any(headers.all("delivered-to").count(to) > _MOST_DELIVERIES for to in set(headers.all("delivered-to"))):
        return "It has been delivered here before and came back."
    if facts.site in headers.get(LOOP_HEADER.lower()).lower().split():
        return "The forum sent it."
    if any(is_of(facts.site, name) for name in message_ids(headers.get("message-id"))):
        return "It bears a number that only the forum gives."
    sender = headers.sender()
    if sender in facts.addresses or tag_of(sender, domains=facts.domains, separator=facts.separator):
        return "It says that it comes from the forum’s own address."
    return ""


def automatic_because(headers: Headers) -> str:
    """Why this is an automatic answer, or nothing."""
    said = headers.get("auto-submitted").lower()
    if said and not said.startswith("no"):
        return "It says that it was sent automatically."
    if headers.all(*_AUTOMATIC_HEADERS) or headers.get("precedence").lower() in _AUTOMATIC_PRECEDENCE:
        return "It says that it was sent automatically."
    if has_empty_return_path(headers):
        return "It asks that nothing be sent back, as machines do."
    if _MACHINES.fullmatch(headers.sender()):
        return "It comes from an address that no person reads."
    if _SUBJECT.fullmatch(headers.subject()):
        return "Its subject is that of an absence note."
    return ""


def from_a_daemon(headers: Headers) -> bool:
    """Whether a mail server speaks, and not a person's absence note."""
    if _DAEMONS.fullmatch(headers.sender()) or headers.get("x-failed-recipients"):
        return True
    return has_empty_return_path(headers) and bool(_UNDELIVERED.search(headers.subject()))


def has_empty_return_path(headers: Headers) -> bool:
    return any(value.strip() == "<>" for value in headers.all("return-path"))


def held_because(headers: Headers, facts: Facts) -> str:
    """Why a person should look before anything is believed, or nothing."""
    checked = headers.get("authentication-results").lower()
    host = checked.partition(";")[0].split()
    if facts.checked_by and host[:1] == [facts.checked_by.lower()] and re.search(r"\bdmarc\s*=\s*fail\b", checked):
        return "It may not come from the address it names: the mail server could not confirm it."
    return ""


def is_marked_as_spam(headers: Headers) -> bool:
    return headers.get("x-spam-flag").lower() == "yes" or headers.get("x-spam-status").lower().startswith("yes")
