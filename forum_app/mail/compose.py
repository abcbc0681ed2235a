"""A letter: a small function in a slice's ``emails.py``, and a pair of templates of the same name."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import TextWrapper
from typing import Any

import css_inline
from flask import render_template

from forum_app import places
from forum_app.mail.tagged import WRITE_ABOVE
from forum_app.web.addresses import absolute

WIDTH = 76
BULLET = re.compile(r"\s*(?:[-*•] |\d{1,2}[.)] )?")
#: Letters and figures only, so that it survives HTML, headers and wrapping; drawn anew, so that nobody can type it.
_NONCE = secrets.token_hex(6)
_PERSONAL = re.compile(rf"PERSONAL{_NONCE}X([a-z_]+)X")


class PersonalPartMissing(LookupError):
    """The letter has a personal part that this recipient was not given."""


@dataclass(frozen=True)
class CalendarPart:
    """What calendars read in a letter: an invitation or a cancellation, and which of them (RFC 6047)."""

    method: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """What is said to one recipient, or to many but for their ``personal`` parts; complete without the HTML."""

    subject: str
    text: str
    html: str
    #: Why somebody gets this letter, and how they stop it: two sentences at its end.
    why: str = ""
    stop: str = ""
    #: For list mail: “minutes” becomes <minutes.forum.example>.
    list_id: str = ""
    #: For list mail: the address that takes somebody off with one POST, and the mailbox that does the same.
    unsubscribe: str = ""
    unsubscribe_mailto: str = ""
    #: Letters with the same thread (“question-17”) stand together in the reader's mail program.
    thread: str = ""
    #: The Message-ID of what this letter answers.
    in_reply_to: str = ""
    #: An invitation is to one person, so such a letter is too.
    calendar: CalendarPart | None = None


_FIELDS = ("why", "stop", "list_id", "unsubscribe", "unsubscribe_mailto", "thread", "in_reply_to", "calendar")


def letter(name: str, subject: str, **values: Any) -> Letter:
    """Compose from ``templates/mail/<name>.txt`` and ``.html``; ``address`` in them makes whole links.

    The templates extend ``mail/letter``, which ends with ``why`` and ``stop`` (and ``stop_link``). With ``on_reply``,
    a sentence on what a reply does, it begins with the line above which people write.
    """
    fields = {field: values[field] for field in _FIELDS if field in values}
    values |= {"address": absolute, "subject": subject, "write_above": WRITE_ABOVE}
    return Letter(
        subject=subject,
        text=wrapped(render_template(f"mail/{name}.txt", **values)),
        html=_inliner().inline(render_template(f"mail/{name}.html", **values)),
        **fields,
    )


def personal(name: str) -> str:
    """What stands in a letter to many for the part that differs: a name, a link. See ``queue_many``."""
    return f"PERSONAL{_NONCE}X{name}X"


def filled(text: str, parts: Mapping[str, str]) -> str:
    """The text with its personal parts; raises PersonalPartMissing."""
    return _PERSONAL.sub(lambda found: _part(found[1], parts), text)


def is_personal(text: str) -> bool:
    return _PERSONAL.search(text) is not None


def _part(name: str, parts: Mapping[str, str]) -> str:
    if name not in parts:
        raise PersonalPartMissing(name)
    return parts[name]


def wrapped(text: str) -> str:
    """Lines of at most 76 characters, but a link is never broken, and at most one blank line in a row.

    A line with a personal part waits: how long it is shows when the part is there.
    """
    lines = [line for long in text.strip("\n").splitlines() for line in _broken(long.rstrip())]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _broken(line: str) -> list[str]:
    if len(line) <= WIDTH or is_personal(line):
        return [line]
    start = BULLET.match(line)
    indent = " " * len(start[0]) if start else ""
    wrapper = TextWrapper(WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return wrapper.wrap(line)


@cache
def _inliner() -> css_inline.CSSInliner:
    """Mail programs drop style sheets; nothing is fetched from anywhere."""
    css = (places.TEMPLATES / "mail" / "letter.css").read_text(encoding="utf-8")
    return css_inline.CSSInliner(extra_css=css, load_remote_stylesheets=False)
