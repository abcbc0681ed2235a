"""A letter: a small function in a slice's ``emails.py``, and a pair of templates of the same name."""

from dataclasses import dataclass
from typing import Any

from flask import render_template

from forum_app.web.addresses import absolute


@dataclass(frozen=True)
class Letter:
    """What is said to one recipient; the text is complete without the HTML."""

    subject: str
    text: str
    html: str


def letter(name: str, subject: str, **values: Any) -> Letter:
    """Compose from ``templates/mail/<name>.txt`` and ``.html``; ``address`` in them makes whole links."""
    values |= {"address": absolute, "subject": subject}
    return Letter(
        subject=subject,
        text=render_template(f"mail/{name}.txt", **values),
        html=render_template(f"mail/{name}.html", **values),
    )
