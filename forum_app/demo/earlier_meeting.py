"""The meeting a year before the last one, told more briefly."""

from forum_app.demo.people_and_places import CHAIR, CHAIR_AND_COORDINATOR
from forum_app.demo.shapes import (
    ANYONE,
    PERSON,
    Item,
    Promise,
    Script,
    asked,
    done,
    in_chat,
    in_room,
    item,
    partly,
    prose,
    still_open,
    will_not_happen,
)
from forum_app.meetings.models import ItemKind, RoleKind
from forum_app.meetings.operations import RoleLine
from forum_app.questions.models import Outcome

#: His title on that day; a year later he has the post for good.
TOBIAS = ("Tobias Renshaw", "Acting Elective Home Education Lead")
LEONIE = ("Leonie Pask", "School Attendance Officer")
LIBRARIAN = ("Imran Sadiq", "Community Librarian, Vale Libraries")

WELCOME = prose(
    """
    Gwen welcomed twenty-nine people in the hall and fourteen online. It was the first meeting in Orrin Green, and
    the kitchen was kept as a quiet room. She explained that the forum counts people and does not list them.
    """
)
OFFICERS = prose(
    """
    Tobias had been looking after elective home education for five weeks and said so. He hoped to listen more than
    to talk. Leonie explained what her team does when a school takes a child off its roll: they check that
    the letter came from the parents, and then close their file.

    Participants asked for a name to write to in place of a general mailbox, and for a short note on what becomes
    of the letter to the school. Both were promised.
    """
)
LIBRARIES = prose(
    """
    Imran brought two trolleys of books and said that libraries are for whoever is in them. He showed how to order
    from every branch in the county, and how to find films, scores and maps.

    - Groups can have a room for nothing before noon.
    - Holiday events are open to all, also for those whose holidays never begin.
    - A child’s card needs an adult’s signature and no school.

    The list of events is on the [libraries’ page](https://example.org/vale-libraries/events).
    """
)
NEWS = prose(
    """
    The council’s pages on home education were to be written afresh. Tobias asked for readers who would say
    honestly where they got lost. There was no news about money for exams.
    """
)
OTHER_BUSINESS = prose(
    """
    A participant had seen home-education cards elsewhere, which families show at museums and farms. The
    meeting liked the idea of one for the Vale, made and handed out by families, with no list behind it. After a
    show of hands it was called the Hearth card.
    """
)
NEXT_DATE = prose(
    """
    The meeting chose {last_day}, in Marrenford this time, since the buses run later there. Gwen closed the
    meeting at a quarter past six.
    """
)

QUESTIONS = (
    asked(
        """
        Young people at school get a bus pass that is valid in the daytime. Ours pay the full fare at eleven in the
        morning. Can those who learn at home have the same pass?
        """,
        """
        Tobias did not know, and did not want to guess. The pass belongs to the transport team, and as far as he
        could see the rules do not mention home education at all. He will ask.
        """,
        in_room("A participant has shown the library card on the bus, and some drivers accept it."),
        number=1,
        officer=TOBIAS,
        topic="Buses",
        outcome=Outcome.TAKEN_BACK,
    ),
    asked(
        """
        Could the council buy a few science kits that families can borrow one after another?
        """,
        """
        Tobias liked the idea and warned that his budget is small and spoken for. He will ask whether another
        team has kits that stand in a cupboard, and report back either way.
        """,
        in_chat("Somebody offered a microscope to begin with."),
        number=2,
        officer=TOBIAS,
        topic="Science kits",
        outcome=Outcome.TAKEN_BACK,
    ),
    asked(
        """
        How much may a family borrow from the library at once, and may a group of families borrow together?
        """,
        """
        Each child’s card takes twenty items, said Tobias. Groups of families are treated like anybody else, and
        there is no ticket for them. He heard that this was a pity and said that he would mention it.
        """,
        in_room("A participant drives home with five cards and two crates."),
        number=3,
        officer=TOBIAS,
        topic="Libraries",
        outcome=Outcome.PARTLY,
    ),
)

SCRIPT = Script(
    roles=(
        *CHAIR_AND_COORDINATOR,
        RoleLine(RoleKind.ONLINE_SUPPORT, "Oskar"),
        RoleLine(RoleKind.ONLINE_SUPPORT, "Ravi"),
        RoleLine(RoleKind.REPRESENTATIVE, *TOBIAS),
        RoleLine(RoleKind.REPRESENTATIVE, *LEONIE),
        RoleLine(RoleKind.APOLOGIES, None, "A representative of the SEND Casework Team"),
        RoleLine(RoleKind.PROOF_READER, "Wilf"),
    ),
    items=(
        Item(item(ItemKind.INTRODUCTION, "Welcome", 5, by=CHAIR, post="Chair"), WELCOME),
        Item(item(ItemKind.LA_SPEAKER, "Who does what", 25, by=TOBIAS[0], post=TOBIAS[1]), OFFICERS),
        Item(
            item(ItemKind.GUEST_SPEAKER, "What is in a library", 25, by=LIBRARIAN[0], post=LIBRARIAN[1]),
            LIBRARIES,
        ),
        Item(item(ItemKind.QUESTIONS, "Questions sent in advance", 30), questions=QUESTIONS),
        Item(item(ItemKind.LA_NEWS, "News from the local authority", 10), NEWS),
        Item(item(ItemKind.AOB, "Any other business", 15), OTHER_BUSINESS),
        Item(item(ItemKind.NEXT_MEETING, "Date of the next meeting", 5), NEXT_DATE),
    ),
    promises=(
        Promise(
            PERSON,
            TOBIAS[0],
            "Put a name and a direct address on the council’s page about home education.",
            due_words="with the new web page",
            heard=[done(75, "The page names Tobias and a colleague, and says on which days they are in.")],
        ),
        Promise(
            PERSON,
            LEONIE[0],
            "Write half a page on what becomes of the letter with which parents take a child off a school’s roll.",
            due_days=44,
            heard=[done(41, "Written, and linked from the forum’s pages.")],
        ),
        Promise(
            PERSON,
            LIBRARIAN[0],
            "Name one person at the library service for home-educating families to turn to.",
            due_words="within three months",
            heard=[
                still_open(56, "The post has been agreed, but not filled."),
                done(98, "It is Imran himself, on two mornings a week."),
            ],
        ),
        Promise(
            PERSON,
            TOBIAS[0],
            "Ask whether the council could buy or find science kits for families to share.",
            due_words="before the next meeting",
            heard=[
                still_open(69, "Asked the school improvement team, who are looking in their stores."),
                will_not_happen(
                    154,
                    "There are no kits to spare and there is no budget from which they could be bought. The "
                    "museum lends boxes of objects, which Tobias suggested in their place.",
                ),
            ],
        ),
        Promise(
            PERSON,
            TOBIAS[0],
            "Find out whether young people who learn at home can have the daytime bus pass.",
            due_words="before the next meeting",
            heard=[
                still_open(90, "Taken back to the transport team, who had not been asked this before."),
                still_open(364, "The transport team would like to include them. It needs a change of the rules."),
                still_open(489, "The change is on the list for the next review of the rules. No day is set yet."),
            ],
        ),
        Promise(
            ANYONE,
            "Anybody who can draw",
            "Design a Hearth card for families to show when they are out and about.",
            heard=[
                partly(83, "Three designs have come in, and people chose the one with the kettle."),
                done(209, "Four hundred cards are printed. Volunteers hand them out where families meet."),
            ],
        ),
    ),
)
