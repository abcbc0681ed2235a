"""A sample of every letter that the forum writes; `tests/test_every_email.py` keeps what they say in golden/mail/.

Another letter needs a line here, named for its slice and its function. FORUM_REWRITE=1 writes the files.
"""

from collections.abc import Callable
from datetime import date, timedelta

from forum_app.access import Role
from forum_app.asking import emails as asking
from forum_app.mail import emails as mail
from forum_app.mail.compose import Letter
from forum_app.people import emails as people
from forum_app.people.models import Person
from tests.builders import CODE, NOW

SAMPLES: dict[str, Callable[[], Letter]] = {
    "asking.receipt": lambda: asking.receipt(CODE, follows=False),
    "asking.receipt#followed": lambda: asking.receipt(CODE, follows=True),
    "asking.released": asking.released,
    "people.sign_in_code": lambda: people.sign_in_code("7K4M2QXD", "a-token-of-the-link", timedelta(minutes=10)),
    "people.new_sign_in": lambda: people.new_sign_in("Firefox on Windows", NOW),
    "people.role_granted": lambda: people.role_granted(Role.CHAIR, date(2026, 11, 24)),
    "people.role_ended": lambda: people.role_ended(Role.CHAIR, date(2026, 11, 24)),
    "people.role_ended#at-once": lambda: people.role_ended(Role.CHAIR, None),
    "people.host_link_used": lambda: people.host_link_used(Person(name="Wren Ashby"), NOW),
    "people.proof_reset": people.proof_reset,
    "mail.trial": lambda: mail.trial(date(2026, 11, 24)),
}
