"""What people read for the words the table keeps."""

from forum_app.mail.inbound.incoming import Outcome

WHY_HERE = {
    Outcome.HELD: "Held for you",
    Outcome.TRIAGE: "Matches nothing",
    Outcome.REFUSED: "Not opened",
    Outcome.REPLY: "A reply",
}


def masked(address: str) -> str:
    """Enough of an address to recognise one's own correspondence, too little to write down: “j…@example.org”."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}" if domain else ""
