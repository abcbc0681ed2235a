"""What the process apart answers about one mail."""

from typing import Any

from forum_app.mail.inbound.incoming import Facts
from forum_app.mail.inbound.parts import APART
from forum_app.mail.inbound.reading import read_here


def answer(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    return read_here(data, Facts.from_json(question["facts"]), APART).as_json()
