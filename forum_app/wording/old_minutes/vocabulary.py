"""The words minutes are written with: labels, headings, owners. Another group's habits are added here.

Patterns are matched against short texts in lower case with straight apostrophes (see `plain`), so they
need neither flags nor variants of quotation marks.
"""

from __future__ import annotations

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})


def straight(text: str) -> str:
    """The text with typewriter apostrophes, letter for letter as long as before."""
    return text.translate(_STRAIGHT)


def plain(text: str) -> str:
    """The text as the tables below spell it."""
    return straight(text).lower().strip(" \t*_#")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FIELD_LABELS = {
    "date": """
        date, meeting date, date of meeting, date of the meeting, held on, when, meeting, meeting held,
        notes of meeting, minutes of meeting, date of this meeting, meeting of, meeting on, day
    """,
    "time": """
        time, times, meeting time, time of meeting, timing, timings, hours
    """,
    "doors_at": "doors, doors open, arrival, arrivals, doors open at, refreshments",
    "starts_at": "start, starts, start time, starting, starts at, start at, begins, meeting starts, commenced",
    "ends_by": "finish, finishes, end, ends, end time, finish time, finishing, closes, close, ends by, closed",
    "venue": """
        venue, location, place, where, meeting venue, held at, held in, meeting place, address
    """,
    "chair": """
        chair, chairperson, chaired by, chairing, in the chair, meeting chair, chairwoman, chairman,
        chair of the meeting, chairing the meeting, facilitator, convenor, convener, presiding
    """,
    "coordinator": """
        coordinator, co-ordinator, meeting coordinator, forum coordinator, organiser, organised by
    """,
    # Whoever takes the notes is the coordinator, unless the text names another person as coordinator.
    "minutes": """
        minutes, minute taker, minute-taker, minutes taken by, minutes by, minuted by, minute taking,
        notes, note taker, note-taker, notes by, notes taken by, scribe, secretary, clerk, recorded by,
        minutes secretary, minute secretary, clerk to the meeting, taking notes, taking the notes, notetaker,
        taking minutes, taking the minutes, minutetaker, minutes recorded by, written up by, minuting
    """,
    "online_support": """
        zoom support, online support, zoom supporters, zoom team, zoom volunteers, online volunteers,
        online team, zoom hosts, zoom host, online hosts, online host, tech support, technical support,
        teams support, support on zoom, support online, zoom helpers, online helpers, zoom, zoom helper,
        teams host, teams hosts, teams helpers, zoom operator, chat monitor, chat monitors, hybrid support
    """,
    "representatives": """
        la representatives, la representative, la reps, la rep, representatives, la officers, local
        authority representatives, local authority representative, local authority, la, local authority
        officers, local authority reps, representatives from the la, officers, officers present,
        representatives of the la, representatives from the local authority, la representatives
        present, la attendees, la officers present, representatives of the local authority, council
        officers, council representatives, present from the la, from the la, for the la, la present
    """,
    "apologies": """
        apologies, apologies from, apologies received, apologies for absence, apology, apologies
        received from, sent apologies, absent with apologies, absent, absences, absence, regrets,
        sorry not to be there, unable to attend, unable to come, not able to attend, could not come
    """,
    # Who was there, whoever they are: each is sorted by what is said of them.
    "present": """
        present, attendance, in attendance, attendees, those present, also present, also in attendance,
        attending, attended by, people present, who was there, for the families, for the forum,
        for the group, from the forum, forum members present, members present, parents, participants,
        for the community, from the community, home educators, families, members, also attending
    """,
}
FIELD_OF_LABEL = {
    " ".join(label.split()): field for field, labels in _FIELD_LABELS.items() for label in labels.split(",")
}
_BODY = r"(?:la|lea|local authority|authority|(?:county |city |borough |district )?council|county|borough)(?:'s)?"
_ITS_PEOPLE = r"(?:officers?|officials?|representatives?|reps?|attendees|staff|people|colleagues|members)"
_BEING_THERE = r"(?: present| in attendance| attending| at the meeting| who attended)?"
#: Labels in their many forms, tried after the lists above.
LABEL_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "representatives",
        rf"(?:present )?(?:for|from|on behalf of|representing) (?:the )?{_BODY}(?: {_ITS_PEOPLE})?{_BEING_THERE}"
        rf"|(?:the )?{_BODY} {_ITS_PEOPLE}{_BEING_THERE}|{_BODY} (?:present|in attendance|attending)"
        rf"|{_ITS_PEOPLE} (?:of|from|for) (?:the )?{_BODY}{_BEING_THERE}|(?:council|county)"
        r"|(?:officers?|officials?) (?:present|in attendance|attending)",
    ),
    (
        "apologies",
        r"apolog(?:y|ies)(?: for (?:absence|non-attendance))?(?: (?:were |was )?(?:received|sent))?(?: from)?",
    ),
    ("minutes", r"(?:minutes?|notes?)[ -](?:taker|taken by|written by|made by|kept by|by)(?: and .{1,30})?"),
    ("online_support", r"(?:zoom|teams|online|chat|tech)[ -](?:support|hosts?|helpers?|moderators?|volunteers?)"),
)
LABELS_THAT_NEED_A_SEPARATOR = {
    *("la", "where", "when", "notes", "local authority", "minutes", "council", "county", "zoom", "hours", "day"),
    *("meeting", "parents", "participants", "families", "members", "home educators", "close", "closed", "end"),
    *("start", "begins", "refreshments", "commenced", "address", "absence"),
}
#: A label without a colon: "Apologies were received from …".
RUN_ON_LABEL = (
    r"(?P<label>apologies(?: for absence)?) (?:(?:were |have been |was )?(?:received|sent|given))"
    r"(?: (?:from|by))\b:?\s*"
)
NOBODY = {"none", "none received", "n/a", "nil", "no apologies", "no-one", "nobody", "-", "–", "none."}

TITLE_OF_THE_DOCUMENT = (
    r"(?:(?:draft|approved|final) )?(?:the )?(?:meeting )?(?:minutes|notes)?"
    r"(?:,? (?:of|from|for) (?:the |our |a )?)?"
    r"(?:(?:annual|last|forum|positive dialogue|meeting|forum's|minutes) ?)*(?: ?held)?(?:,? on)?[,:;. ]*"
)

# Order matters: the first pattern that fits the whole heading names its kind.
HEADINGS: tuple[tuple[str, str], ...] = (
    (
        "actions",
        r"(?:agreed |summary of |list of |the |our |all |new |follow-up )*(?:actions?(?: points?| items?| log| list| table"
        r"| plan| summary)?|to-?do(?: list)?|tasks)"
        r"(?: arising| agreed| to take| from (?:this|the|today's) meeting| and owners| summary)?",
    ),
    (
        "next_meeting",
        r"(?:(?:the )?(?:date|dates|time)(?:,? (?:and|&|/) (?:time|date|venue))*(?: of| for) )?"
        r"(?:the |our )?next (?:meeting|forum)s?(?: dates?)?",
    ),
    (
        "aob",
        r"(?:any other business|a\.?o\.?b\.?|other business|any other matters|any other items)"
        r"(?: ?[-–(:/&].{0,40}| and .{0,40})?",
    ),
    (
        "la_news",
        r"(?:latest )?(?:news|updates?)(?: (?:and|&) (?:news|updates?))?"
        r"(?: (?:from|by|for|on) (?:the )?(?:la|local authority|(?:county |borough )?council))?",
    ),
    (
        "la_news",
        r"(?:the )?(?:la|la's|local authority|local authority's|council|council's)"
        r" (?:news|updates?)(?: (?:and|&) (?:news|updates?))?",
    ),
    ("la_news", r"(?:news|updates?)[^.]{0,30} from (?:the )?(?:la|local authority|council)"),
    (
        "questions",
        r"(?:advance |additional |further |more |other |pre-submitted |submitted |extra )*questions"
        r"(?: (?:sent|submitted|received|asked|in advance|by email|for|to|from|and|raised|on|put|tabled|taken)"
        r".{0,90})?",
    ),
    (
        "questions",
        r"q ?& ?a|q and a|answers to questions.{0,60}"
        r"|(?:your|parents'|participants'|community) questions.{0,60}"
        r"|(?:zoom|chat|zoom chat|online|room) questions",
    ),
    (
        "introduction",
        r"(?:chair's |opening |the chair's )?(?:welcome|introductions?|opening(?: remarks)?)"
        r"(?: (?:and|&|from|by|to|,|/) ?.{0,50}| & .{0,50})?",
    ),
    ("case_study", r"(?:.{0,40}|.{0,80}[;:–—-].{0,25})\bcase stud(?:y|ies)\b.{0,140}"),
)
# Kinds that may be followed by their text on the same line: "Next meeting: 3 March".
RUN_IN_HEADINGS = ("next_meeting", "aob")

QUESTION_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
_NUMBER_WORDS = "|".join(QUESTION_NUMBERS)
NUMBERED_QUESTION = rf"(?:question|qu|q)\.? ?(?:no\.? ?|number |#)?([0-9]{{1,3}}|{_NUMBER_WORDS})\b"
UNNUMBERED_QUESTION = (
    r"(?:an? |one |the |another )?(?:additional|further|extra|final|last|late|participant(?:'s)?|live|new"
    r"|parent's|zoom|chat|zoom chat|online|audience)(?: zoom| chat| online)? question(?: .{0,60})?"
    r"|(?:a |another )?question (?:from|in|raised|asked|put|via|on) .{1,60}"
)
SAYS_CHAT = r"\b(?:chat|zoom|online|teams)\b"
SAYS_ROOM = r"\b(?:room|floor|audience|additional|further|participants?|extra|live|raised at|on the (?:day|night))\b"

RESPONSE_LABEL = (
    r"(?:the )?(?:(?:la|local authority|council|officer|officers)(?:'s|s')? )?(?:response|answer|reply)"
    r"(?: (?:from|by) (?:the )?[^:.]{1,40})?|responses? (?:from|by) (?:the )?(?:la|local authority|council)"
    r"|(?:la|local authority) (?:responded|replied|answered)|a(?=:)"
)
CONTRIBUTIONS_LABEL = (
    r"(?:participants?|parents?|community|audience|families|home educators?)(?:'s|s'|')? "
    r"(?:responses?|comments?|contributions?|replies|reply|views|feedback|discussion)"
    r"|(?:responses?|comments?|contributions?|views|feedback|replies) (?:from|by|of) (?:the )?"
    r"(?:participants?|parents?|community|audience|room|floor|chat|zoom chat|zoom|families|home educators?)"
    r"|(?:from|in) the (?:zoom )?chat|(?:zoom )?chat (?:comments|responses)"
)
# A label made of these alone says nothing that the reading does not say; any other word in it is kept.
SAID_BY_THE_LABEL = _words(
    """
    a an the la la's local authority authority's council council's officer officer's officers officers'
    response responses answer reply replies responded replied answered from by of in on via question
    participant participants participant's participants' participants's parent parents parent's parents'
    community audience families comment comments contribution contributions views feedback discussion
    room floor zoom chat online additional further extra live
    """
)

OWNED_BY_ANYONE = (
    r"(?:some ?one|some ?body|any ?one|any ?body|(?:an?y? |one |some )?volunteers?|whoever|tbc|tba"
    r"|a parent)\b"
)
OWNED_BY_A_GROUP = (
    r"(?:all|every ?one|every ?body|each|both|the|our|la|local authority|council|community|home educators?"
    r"|home educating|home ed|participants|parents|families|members|team|committee|group|officers|us|we)\b"
)
CHANNELS = _words(
    """
    zoom teams facebook whatsapp eventbrite google microsoft youtube chef email post website dfe la the
    our a an this signal instagram telegram royal
    """
)

POSTS = _words(
    """
    representative representatives rep reps manager managers officer officers lead head director adviser
    advisor advisers advisors assistant inspector consultant specialist teacher principal secretary
    clerk administrator caseworker worker practitioner psychologist solicitor deputy vacancy trainee
    governor commissioner coordinator co-ordinator strategist analyst supervisor tutor chair colleague
    someone leader advisers adviser's librarian liaison executive member councillor visitor therapist
    """
)
# Words that begin with a capital in titles and subjects, and hardly ever in a person's name.
NEVER_IN_A_NAME = POSTS | _words(
    """
    la send sen ehe ehcp eotas dfe education educational elective home school schools child children
    children's young people families family team service services support social work care health needs
    special learning skills inclusion attendance welfare safeguarding community local authority council
    county borough city district legal strategic statutory assessment interim senior early years help
    access exam exams examination library libraries museum museums centre centres trust water park parks
    forum meeting news update updates question questions discussion feedback welcome introduction
    introductions business minutes agenda apologies actions next date time venue any other and the of
    for to in on with from at by our your my we how what why who when where funding finance money budget
    card cards policy policies plan plans planning review reviews report reports annual online zoom chat
    university college academy group groups trip trips visit visits outdoor outdoors sport sports music
    art arts science maths english reading play transport youth post-16 liaison vice admissions
    exclusions safety data about thanks thank please all everyone notes case study studies resources
    resource useful links link information appendix further additional general closing opening remarks
    summary matters arising survey consultation networking break refreshments tea
    """
)
PARTICLES = _words("le la de da di du del der den van von bin al el ap y st")

LISTS_OF_PEOPLE = frozenset({"representatives", "apologies", "online_support", "present"})
#: What the headings of a table's columns may be called.
COLUMNS = {
    "number": "no, no., nr, number, ref, ref., #, q, item no, item no.",
    "question": "question, questions, question asked, your question, parents' question, question from families",
    "response": (
        "response, responses, answer, answers, reply, la response, council response, officer response,"
        " response from the la, response from the council, officer reply, la answer, local authority response"
    ),
    "topic": "item, topic, subject, agenda item, heading, item of business, agenda",
    "notes": (
        "discussion, notes, minutes, minute, summary, details, discussion and decisions, what was said,"
        " points raised, discussion / decision, key points, comments"
    ),
    "action": "action, actions, action point, action points, task, what, action required, agreed action, action agreed",
    "owner": (
        "who, owner, lead, by whom, responsible, responsibility, person responsible, assigned to, action by,"
        " action for, action owner, actions by, person, initials"
    ),
    "due": "by when, when, due, deadline, due date, date due, target date, timescale, by, due by, date, completed by",
    "status": "status, progress, done, outcome, update, done?, complete, rag",
    "name": "name, names, attendee, present, who was there",
    "post": "role, post, job title, title, position, organisation, organization, representing, team, capacity",
}

ACTION_WORD = r"(?:agreed |new |follow-?up )?action(?: points?| items?| agreed| required)?s?"
HONORIFICS = _words("mr mrs ms miss dr cllr councillor prof professor rev revd sir dame mx")
#: Capitals that are no person.
NEVER_INITIALS = _words(
    """
    la send sen ehe ehcp eotas dfe aob tbc tba nhs gcse fe he uk pta pdf url cme cwo faq ofsted ok am pm
    all lea mp bbc chef sts foi it ict ks
    """
)
NUMBERS_IN_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_SEASONS = r"spring|summer|autumn|winter|christmas|easter|whitsun|new year|half[- ]term|half term|michaelmas|lent"
_MONTH_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
#: When something is due, in words that make no certain day.
SAYS_WHEN = (
    rf"\bby (?:the )?(?:(?:start|beginning|end|middle|close) of|(?:next|first|last|same)\b|(?:early|late|mid)[ -]"
    rf"|{_SEASONS}|{_MONTH_NAMES}|then|tomorrow|term|return of|mid-)[^,.;()]{{0,60}}"
    r"|\bwithin (?:the )?[^,.;()]{3,40}|\bno later than [^,.;()]{3,40}"
    r"|\b(?:before|ahead of|in time for) [^,.;()]{3,80}"
    r"|\bat the next (?:meeting|forum)\b"
    rf"|\bin the (?:{_SEASONS})(?: term| holidays?)?\b|\bnext (?:term|year|month|week)\b|\bafter (?:{_SEASONS})\b"
)
SAYS_WHEN_ALONE = (
    r"\bas soon as [^,.;()]{3,80}|\ba\.?s\.?a\.?p\b|\bonce [^,.;()]{5,80}|\bin due course\b|\bby the time [^,.;()]{3,60}"
    r"|\bwhen (?:it|they|he|she|this|these|the) [^,.;()]{3,60}"
)
TASK_VERBS = _words(
    """
    add advertise advise agree answer apply approach arrange ask attend book bring buy call chase check circulate
    clarify collate collect come complete confirm consider contact convene decide discuss distribute draft email
    enquire establish explain explore feed fill find follow forward gather get give hand help hold host include
    inform inquire investigate invite join keep let liaise link look make meet move note notify offer order
    organise pass pay phone pick post prepare print promote propose provide publish pursue put raise read
    recirculate remind remove reply report request research respond return review revise ring run schedule see
    seek send set share show sort speak start submit suggest supply take talk tell test thank translate try
    update upload visit work write
    """
)
#: Words in which two wordings of one promise may differ.
SAYS_LITTLE = _words(
    """
    a an the to of and or in on for with by at from will would shall please be is are it this that these those he
    she they we i his her their our us them who which as so if has have had was were
    """
)

_COUNTED = (
    r"(?:[0-9]{1,4}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]+)?|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|several|many"
    r"|a dozen|a number of|a few|some)"
)
#: "23 parents", "and seventeen home educators", "22 others, of whom 9 online": numbers, not names.
A_CROWD = (
    rf"(?:(?<=[,;\n])|(?<=\band )|(?<=\A))\s*(?:and )?(?:about |some |over |around |approximately |up to )?{_COUNTED}"
    r"(?: (?-i:[a-z][a-z'-]*))+(?:, (?:of whom|including|plus|and)? ?[0-9a-z][^;,\n]*(?:online|room|zoom))?\s*(?=[,;.\n]|\Z)"
)
DOES_AT_THE_MEETING = (
    r"in the chair|chairing(?: the meeting)?|presiding|taking (?:the )?(?:notes|minutes)|minuting|on zoom support"
)
OF_THE_COUNCIL = r"\b(?:la|lea|council|local authority|county|borough)\b"
