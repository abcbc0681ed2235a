"""The forum's last meeting, seven months ago, told in full."""

from forum_app.demo.last_meeting.agenda import ITEMS, ROLES
from forum_app.demo.last_meeting.promises import PROMISES
from forum_app.demo.shapes import Correction, Script

SCRIPT = Script(
    roles=ROLES,
    items=ITEMS,
    promises=PROMISES,
    corrections=(
        Correction(
            item="What a small museum can do for you",
            wrong="on the second Tuesday of each month",
            right="on the second Thursday of each month",
            note="The museum’s open mornings are on Thursdays, not on Tuesdays.",
        ),
    ),
)
