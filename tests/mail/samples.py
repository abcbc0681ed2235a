"""The labelled mails, and the hostile ones that are too large to keep as files."""

import tomllib
from pathlib import Path
from typing import Any

from forum_app.mail.inbound.incoming import Facts

FOLDER = Path(__file__).with_name("samples")
FACTS = Facts(
    addresses=frozenset({"forum@fenwick.example"}),
    domains=frozenset({"fenwick.example", "replies.fenwick.example", "forum.fenwick.example"}),
    site="forum.fenwick.example",
    checked_by="mx.fenwick.example",
)
LABELS: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "labels.toml").read_text(encoding="utf-8"))


def sample(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def letter(body: bytes, head: bytes = b"", *, to: bytes = b"forum@fenwick.example") -> bytes:
    """A letter to the forum with these words."""
    return b"From: Jo <jo@home.example>\nTo: " + to + b"\nSubject: A question\n" + head + b"\n" + body
