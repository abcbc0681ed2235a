"""The next meeting, five months ahead: announced, with a draft agenda and the first questions."""

from forum_app.demo.people_and_places import AMARA, CHAIR, CHAIR_AND_COORDINATOR, TOBIAS
from forum_app.demo.shapes import Item, Script, asked, item
from forum_app.meetings.models import ItemKind, RoleKind
from forum_app.meetings.operations import RoleLine

QUESTIONS = (
    asked(
        """
        How many of the county’s exam centres can now offer extra time or a separate room to private candidates,
        and could the list say so for each of them?
        """,
        released=True,
        topic="Exam centres",
    ),
    asked(
        """
        Now that the library’s group tickets are here to stay, when can single families have one?
        """,
        released=True,
        topic="Libraries",
    ),
    asked(
        "Will there be a second hour of swimming lessons, and could it be for children who are just beginning?",
        topic="Swimming and sport",
    ),
    asked("How long does it take at present from a yearly review to the changed plan, and what is the longest?"),
    asked(
        """
        Could the council show, with names taken out, two or three yearly reports that it found helpful and not
        too long?
        """
    ),
    asked("What should a family expect when they move into the Vale and have been home educating elsewhere?"),
    asked("Is there a county choir or band that takes children who are at no school?"),
)

SCRIPT = Script(
    roles=(
        *CHAIR_AND_COORDINATOR,
        RoleLine(RoleKind.ONLINE_SUPPORT, "Oskar"),
        RoleLine(RoleKind.REPRESENTATIVE, *TOBIAS),
        RoleLine(RoleKind.REPRESENTATIVE, *AMARA),
    ),
    items=(
        Item(item(ItemKind.INTRODUCTION, "Welcome, and promises since last time", 10, by=CHAIR, post="Chair")),
        Item(item(ItemKind.LA_SPEAKER, "Elective home education: what has changed", 15, by=TOBIAS[0], post=TOBIAS[1])),
        Item(
            item(
                ItemKind.OTHER,
                "Music lessons and hiring an instrument",
                10,
                notes="Carried over from {last_day}. An officer from the music service has been invited.",
            )
        ),
        Item(
            item(
                ItemKind.GUEST_SPEAKER,
                "Reading old handwriting",
                15,
                post="County archive; the speaker to be named",
                notes="With copies to take home.",
            )
        ),
        Item(
            item(
                ItemKind.QUESTIONS,
                "Questions sent in advance",
                40,
                notes="More time than last year, as people asked for.",
            ),
            questions=QUESTIONS,
        ),
        Item(item(ItemKind.LA_NEWS, "News from the local authority", 5, by=AMARA[0], post=AMARA[1])),
        Item(
            item(
                ItemKind.CASE_STUDY,
                "A family’s story",
                10,
                notes="Would you tell yours, under any name you like? Write to the coordinator.",
            )
        ),
        Item(item(ItemKind.AOB, "Any other business", 10)),
        Item(item(ItemKind.NEXT_MEETING, "Date of the next meeting", 5)),
    ),
)
