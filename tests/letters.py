"""A sample of every letter that the forum writes; `tests/test_every_email.py` keeps what they say in golden/mail/.

Another letter needs a line here, named for its slice and its function. FORUM_REWRITE=1 writes the files.
"""

from collections.abc import Callable
from datetime import date

from forum_app.mail import emails as mail
from forum_app.mail.compose import Letter

SAMPLES: dict[str, Callable[[], Letter]] = {
    "mail.trial": lambda: mail.trial(date(2026, 11, 24)),
}
