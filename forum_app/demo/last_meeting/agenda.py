from forum_app.demo.last_meeting import minutes, more_minutes
from forum_app.demo.last_meeting.questions import FROM_ROOM_AND_CHAT, IN_ADVANCE
from forum_app.demo.people_and_places import AMARA, CHAIR, CHAIR_AND_COORDINATOR, COLM, TOBIAS
from forum_app.demo.shapes import Item, item
from forum_app.meetings.models import ItemKind, RoleKind
from forum_app.meetings.operations import RoleLine

MUSEUM = ("Saskia Brandreth", "Learning Officer, Marrenford Mill Museum")

ROLES = (
    *CHAIR_AND_COORDINATOR,
    *(RoleLine(RoleKind.ONLINE_SUPPORT, name) for name in ("Oskar", "Fenella", "Ravi", "Bethan")),
    *(RoleLine(RoleKind.REPRESENTATIVE, *officer) for officer in (TOBIAS, AMARA, COLM)),
    RoleLine(RoleKind.APOLOGIES, "Ingrid Lassiter", "Early Help Team Manager"),
    RoleLine(RoleKind.APOLOGIES, None, "A representative of the School Admissions Team"),
    RoleLine(RoleKind.PROOF_READER, "Wilf"),
)

ITEMS = (
    Item(
        item(ItemKind.INTRODUCTION, "Welcome, and how this afternoon works", 5, by=CHAIR, post="Chair"),
        minutes.WELCOME,
    ),
    Item(
        item(ItemKind.LA_SPEAKER, "A year in elective home education", 15, by=TOBIAS[0], post=TOBIAS[1]),
        minutes.ELECTIVE_HOME_EDUCATION,
    ),
    Item(
        item(
            ItemKind.LA_SPEAKER,
            "Plans, reviews and who does what",
            15,
            by=AMARA[0],
            post=AMARA[1],
            notes="About education, health and care plans (EHCPs) when a child learns at home.",
        ),
        minutes.PLANS_AND_REVIEWS,
    ),
    Item(
        item(
            ItemKind.GUEST_SPEAKER,
            "What a small museum can do for you",
            20,
            by=MUSEUM[0],
            post=MUSEUM[1],
            notes="With things to pick up and turn over.",
        ),
        minutes.MUSEUM,
    ),
    Item(
        item(
            ItemKind.OTHER,
            "Music lessons and hiring an instrument",
            10,
            notes="Who may join the county’s ensembles, and what hiring costs.",
        ),
        parked_because="The officer who looks after music was called away. It moves to the next meeting.",
    ),
    Item(
        item(ItemKind.QUESTIONS, "Questions sent in advance", 25, by=CHAIR, post="Chair"),
        more_minutes.QUESTIONS_IN_ADVANCE,
        IN_ADVANCE,
    ),
    Item(
        item(ItemKind.QUESTIONS, "Questions from the room and the chat", 5),
        more_minutes.FURTHER_QUESTIONS,
        FROM_ROOM_AND_CHAT,
    ),
    Item(
        item(ItemKind.LA_NEWS, "News from the local authority", 10, by=TOBIAS[0], post=TOBIAS[1]),
        more_minutes.NEWS,
    ),
    Item(
        item(
            ItemKind.CASE_STUDY,
            "A family’s story: the year of the canal",
            10,
            by="“Juniper”",
            post="A parent in the Vale, under a pen name",
        ),
        more_minutes.STORY,
    ),
    Item(item(ItemKind.AOB, "Any other business", 10), more_minutes.OTHER_BUSINESS),
    Item(item(ItemKind.NEXT_MEETING, "Date of the next meeting", 5), more_minutes.NEXT_DATE),
)
