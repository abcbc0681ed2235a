"""What is written to whoever asked. Neutral subjects: a lock screen shows them to the whole room."""

from forum_app.codes import shown
from forum_app.mail.compose import Letter, letter


def receipt(code: str, *, follows: bool) -> Letter:
    return letter("asking/receipt", "Your receipt from the forum", code=shown(code), follows=follows)


def released() -> Letter:
    """To somebody who asked to be told; it names neither the question nor the code."""
    return letter("asking/released", "News from the forum")
