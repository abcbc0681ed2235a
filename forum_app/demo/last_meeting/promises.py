"""What was promised at the last meeting, and what has been heard of it since."""

from forum_app.actions.models import PartsJoined
from forum_app.demo.people_and_places import AMARA, COLM, COORDINATOR, TOBIAS
from forum_app.demo.shapes import ANYONE, GROUP, PERSON, Promise, done, partly, still_open, will_not_happen

PROMISES = (
    Promise(
        PERSON,
        COORDINATOR,
        "Send round the minutes, with the museum’s slides and the map of its loud corners.",
        due_days=21,
        heard=[done(16, "Sent round and put on the forum’s pages, slides and map included.")],
    ),
    Promise(
        PERSON,
        TOBIAS[0],
        "Ask every exam centre in the county whether it takes private candidates, by when and at what price",
        via=COORDINATOR,
        second_text="ask which of them can offer extra time or a separate room.",
        joined_by=PartsJoined.AND,
        due_words="before exam entries open",
        heard=[
            still_open(34, "The letter has gone to all thirty-one centres."),
            partly(
                83,
                "Nineteen centres have answered and eight of them take private candidates. The list is on "
                "the forum’s pages. Nothing has been heard yet about extra time and separate rooms.",
            ),
            partly(
                167,
                "Twenty-six answers and eleven open doors. Five centres say that they offer extra time; Tobias is "
                "still asking the other six.",
            ),
        ],
    ),
    Promise(
        PERSON,
        TOBIAS[0],
        "Make a version of the report form that can be filled in by hand",
        second_text="post the questions to anybody who asks for them on paper.",
        joined_by=PartsJoined.OR,
        due_words="by the end of the term",
        heard=[
            still_open(40, "The web team has no time for a new form this term. Taken back to look at the second half."),
            done(
                68,
                "The second half it is: the questions fit on two sheets and are posted within a week. A line on "
                "the council’s web page says so.",
            ),
        ],
    ),
    Promise(
        PERSON,
        AMARA[0],
        "Write a guide of one page to the yearly review of a plan when a child learns at home, and show it to the "
        "forum before it is printed.",
        due_days=149,
        heard=[
            still_open(61, "A first draft is written. It is three pages long, and Amara is cutting it down."),
            still_open(142, "One page now. It is with the council’s lawyers, who asked for a little more time."),
        ],
    ),
    Promise(
        PERSON,
        AMARA[0],
        "Find out whether reviews can be held online and after working hours.",
        due_words="before the next meeting",
        heard=[
            partly(50, "Online is possible for anybody, from now on. Evenings have to be agreed with the caseworkers."),
            done(
                112,
                "Two evenings a month are kept for reviews. Families can ask for one when the invitation comes.",
            ),
        ],
    ),
    Promise(
        PERSON,
        COLM[0],
        "Ask head teachers of schools with flexi-schooling whether one of them would speak at the next meeting.",
        due_words="in time for the next agenda",
        heard=[
            still_open(27, "Seven heads have been asked."),
            will_not_happen(
                125,
                "No head wished to speak in public. Three are glad to talk with a family who rings up, and Colm "
                "tells anyone who asks him which three.",
            ),
        ],
    ),
    Promise(
        PERSON,
        TOBIAS[0],
        "Ask the leisure team for a weekday swimming lesson",
        second_text="tell the forum why it cannot be.",
        joined_by=PartsJoined.OR,
        due_days=121,
        heard=[
            still_open(
                41, "The leisure team has a name for us: the desk at the county pool takes bookings by telephone."
            ),
            partly(77, "Fourteen children have signed up. The team is looking for an instructor."),
            done(
                118,
                "Lessons have begun, on Thursdays from one to two, and there is a waiting list for a second hour.",
            ),
        ],
    ),
    Promise(
        PERSON,
        TOBIAS[0],
        "Book the Orchard Room at the Larkfield Centre for {next_day}.",
        due_days=300,
        heard=[partly(180, "The room has been asked for. The centre confirms its bookings once a quarter.")],
    ),
    Promise(
        GROUP,
        "All families who send the council a report",
        "Note that a letter, the form, pictures of work or a mixture are equally welcome, and that two pages are "
        "plenty.",
    ),
    Promise(
        GROUP,
        "All groups with a library ticket on trial",
        "Bring back what you have on loan before the trial ends, so that it can be counted.",
        via=COORDINATOR,
        heard=[
            done(
                105,
                "The trial is over and went well. The tickets stay, and nothing needs to be brought back early.",
            )
        ],
    ),
    Promise(
        ANYONE,
        "Anybody with an hour to spare",
        "Write a short letter that explains the Hearth card to shops, farms and museums.",
        due_words="whenever it suits you",
    ),
    Promise(
        ANYONE,
        "Anybody who likes reading aloud",
        "Begin a reading group at the Larkfield Centre",
        second_text="a second one at the Orrin Green end of the Vale.",
        joined_by=PartsJoined.AND,
        heard=[
            still_open(19, "Two people have come forward for the Larkfield Centre, and nobody yet for Orrin Green."),
            partly(64, "Meets every other Friday at the Larkfield Centre. Orrin Green still waits for a reader."),
        ],
    ),
    Promise(
        ANYONE,
        "Anybody with a quiet voice and a laptop",
        "Keep Oskar company at the online desk next time.",
        heard=[done(20, "Two people offered within a fortnight. Oskar has shown them how it is done.")],
    ),
    Promise(
        ANYONE,
        "Anybody with a dry cupboard",
        "Look after a shelf of exam textbooks that others no longer need.",
        heard=[
            will_not_happen(
                132, "Nobody had the room. The library at Marrenford takes such books now, which does as well."
            ),
        ],
    ),
)
