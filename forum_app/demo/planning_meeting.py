"""The private meeting in which the next one is planned."""

from forum_app.demo.people_and_places import CHAIR, CHAIR_AND_COORDINATOR, TOBIAS
from forum_app.demo.shapes import Item, Script, item
from forum_app.meetings.models import ItemKind, RoleKind
from forum_app.meetings.operations import RoleLine

SCRIPT = Script(
    roles=(*CHAIR_AND_COORDINATOR, RoleLine(RoleKind.REPRESENTATIVE, *TOBIAS)),
    items=(
        Item(
            item(
                ItemKind.OTHER,
                "How the last meeting went",
                10,
                by=CHAIR,
                post="Chair",
                notes="Less speaking, more answering: is the new agenda right?",
            )
        ),
        Item(
            item(
                ItemKind.OTHER,
                "Promises still open",
                15,
                notes="The guide to reviews, the bus pass, exam centres with extra time.",
            )
        ),
        Item(
            item(
                ItemKind.OTHER,
                "Speakers for {next_day}",
                20,
                notes="Who comes from the county archive and the music service? Who tells a story?",
            )
        ),
        Item(
            item(
                ItemKind.NEXT_MEETING,
                "Room and equipment",
                10,
                by=TOBIAS[0],
                post=TOBIAS[1],
                notes="Has the Larkfield Centre confirmed? A second microphone for the room.",
            )
        ),
    ),
)
