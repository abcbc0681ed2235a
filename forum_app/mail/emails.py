from datetime import date

from forum_app.mail.compose import Letter, letter


def trial(day: date) -> Letter:
    """To see whether mail arrives, and how it looks."""
    return letter(
        "mail/trial",
        "Mail from the forum reaches you",
        day=day,
        why="You get this mail because somebody who looks after the forum had it sent to this address as a trial.",
        stop="It comes once; there is nothing to stop.",
    )
