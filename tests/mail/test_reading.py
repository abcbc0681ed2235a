"""Each labelled mail is what its label says, and only the new words of it are read."""

from typing import Any

import pytest

from forum_app.mail.inbound.incoming import Facts, Incoming, Outcome
from forum_app.mail.inbound.parts import APART
from forum_app.mail.inbound.read import read
from forum_app.mail.inbound.reading import read_here
from tests.mail.samples import FACTS, FOLDER, LABELS, sample


def test_there_are_many_and_each_has_its_label():
    assert len(LABELS) >= 60
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(LABELS)
    assert {label["outcome"] for label in LABELS.values()} >= {
        "submission", "reply", "rsvp", "bounce", "auto_reply", "own", "held", "triage",
    }  # fmt: skip


@pytest.mark.parametrize("name", LABELS)
def test_a_mail_is_what_its_label_says(name: str):
    assert differences(read(sample(name), FACTS), LABELS[name]) == {}


@pytest.mark.parametrize("name", LABELS)
def test_line_ends_of_the_network_change_nothing(name: str):
    raw = sample(name)
    if b"\r" not in raw:
        assert differences(read(raw.replace(b"\n", b"\r\n"), FACTS), LABELS[name]) == {}


@pytest.mark.parametrize("name", LABELS)
def test_it_crosses_to_another_process_and_back(name: str):
    incoming = read_here(sample(name), FACTS, APART)
    assert Incoming.from_json(incoming.as_json()) == incoming
    assert Facts.from_json(FACTS.as_json()) == FACTS


def differences(found: Incoming, label: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Whatever differs from the label: (found, wanted)."""
    bounce = found.bounce
    seen: dict[str, object] = {
        "outcome": found.outcome.value,
        "text": found.text,
        "token": found.tags[0].token if found.tags else "",
        "answers": found.answers[0] if found.answers else "",
        "severity": bounce.severity.value if bounce else "",
        "status": bounce.status if bounce else "",
        "address": bounce.address if bounce else "",
        "sender": found.sender,
        "subject_shown": found.subject,
        "attachments": len(found.attachments),
    }
    assert set(label) <= set(seen), f"the fix: spell the label as one of {sorted(seen)}"
    assert (found.calendar != b"") == (found.outcome is Outcome.RSVP)
    return {name: (seen[name], wanted) for name, wanted in label.items() if seen[name] != wanted}
