"""Who and where. Every person, place and organisation is invented."""

from datetime import time

from forum_app.access import Role
from forum_app.demo.days import ZONE
from forum_app.demo.shapes import prose
from forum_app.meetings.models import RoleKind
from forum_app.meetings.operations import RoleLine
from forum_app.settings.operations import ForumFacts

CHAIR = "Gwen Ashdown"
COORDINATOR = "Marian Teale"
TOBIAS = ("Tobias Renshaw", "Elective Home Education Lead")
AMARA = ("Amara Oyelaran", "SEND Casework Manager")
COLM = ("Colm Whitby", "Education Inclusion Officer")

#: Who looks after the forum, with the address they sign in with.
LOOKING_AFTER = (
    (COORDINATOR, "marian@fenwick-vale.example.org", Role.COORDINATOR),
    (CHAIR, "gwen@fenwick-vale.example.org", Role.CHAIR),
    (TOBIAS[0], "t.renshaw@fenwick-vale-council.example.org", Role.REPRESENTATIVE),
)

CHAIR_AND_COORDINATOR = (RoleLine(RoleKind.CHAIR, CHAIR), RoleLine(RoleKind.COORDINATOR, COORDINATOR))

DOORS, START, FINISH = time(16, 0), time(16, 30), time(18, 30)

FORUM = ForumFacts(
    name="Fenwick Vale Positive Dialogue Forum",
    local_authority="Fenwick Vale County Council",
    contact_email="hello@fenwick-vale.example.org",
    time_zone=ZONE,
    usual_doors=DOORS,
    usual_start=START,
    usual_end=FINISH,
    about=prose(
        """
        Families in Fenwick Vale who educate their children at home, or are thinking about it, sit down with
        officers of the county council once a year. We ask questions, hear what has changed, and write down
        what was promised.

        Volunteer parents run the forum, and it is independent of the council. Nobody needs to give a name: not
        in the room, not online and not in a question. We keep numbers, never a list of who came.
        """
    ),
    privacy_note=prose(
        """
        A handful of volunteer parents look after this forum. They keep no list of families, and nobody at the
        council can look up who came or who asked.

        Officers, speakers and helpers are named in the minutes because they agreed to it. If you are one of them
        and have changed your mind, or if a sentence in the minutes could point to your family, write to
        hello@fenwick-vale.example.org. We read messages most evenings and answer within a week.

        Questions that come by email are deleted once they have been worded for the agenda.
        """
    ),
)

LARKFIELD = {
    "name": "The Larkfield Centre",
    "address": "12 Thistle Lane, Marrenford",
    "directions": prose(
        """
        Buses 4 and 11 stop at Thistle Lane, two minutes’ walk away. By car, turn in beside the bakery: parking
        behind the centre is free after 3pm. Bicycles can be locked under the porch.

        Come in by the green door at the side, not by the café. We are in the Orchard Room, at the end of the
        corridor, and there are signs on the day.
        """
    ),
    "access": prose(
        """
        No steps from the car park to the room. The doors open at a button. There is a hearing loop; sit in the
        left half of the room to use it.

        An accessible toilet and a place to change a baby are across the corridor. The small room next door is kept
        quiet for anybody who needs a break. Children are welcome, and there is a corner with rugs and paper.
        """
    ),
}
ORRIN_GREEN = {
    "name": "Orrin Green Village Hall",
    "address": "Church Walk, Orrin Green",
    "directions": prose(
        """
        The hall is on the green, opposite the pond. Bus 27 from Marrenford stops outside once an hour. There are
        about twenty parking spaces, and more along Church Walk.
        """
    ),
    "access": prose(
        """
        A ramp leads to the main door. The hall is all on one level, with an accessible toilet. There is no
        hearing loop, so please sit near the front if that helps you. The kitchen can be used as a quiet room.
        """
    ),
}
