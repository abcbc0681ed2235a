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


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
        r"(?:agreed |summary of |list of |the |our |all |new |follow-up )*(?:actions?(?: points?| items?| log"
        r"| list| table"
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
SAID_BY_THE_LABEL = words(
    """
    a an the la la's local authority authority's council council's officer officer's officers officers'
    response responses answer reply replies responded replied answered from by of in on via question
    participant participants participant's participants' participants's parent parents parent's parents'
    community audience families comment comments contribution contributions views feedback discussion room
    floor zoom chat online additional further extra live
    """
)
POSTS = words(
    """
    representative representatives rep reps manager managers officer officers lead head director adviser
    advisor advisers advisors assistant inspector consultant specialist teacher principal secretary clerk
    administrator caseworker worker practitioner psychologist solicitor deputy vacancy trainee governor
    commissioner coordinator co-ordinator strategist analyst supervisor tutor chair colleague someone leader
    advisers adviser's librarian liaison executive member councillor visitor therapist
    """
)
# Words that begin with a capital in titles and subjects, and hardly ever in a person's name.
NEVER_IN_A_NAME = POSTS | words(
    """
    la send sen ehe ehcp eotas dfe education educational elective home school schools child children
    children's young people families family team service services support social work care health needs
    special learning skills inclusion attendance welfare safeguarding community local authority council
    county borough city district legal strategic statutory assessment interim senior early years help access
    exam exams examination library libraries museum museums centre centres trust water park parks forum
    meeting news update updates question questions discussion feedback welcome introduction introductions
    business minutes agenda apologies actions next date time venue any other and the of for to in on with
    from at by our your my we how what why who when where funding finance money budget card cards policy
    policies plan plans planning review reviews report reports annual online zoom chat university college
    academy group groups trip trips visit visits outdoor outdoors sport sports music art arts science maths
    english reading play transport youth post-16 liaison vice admissions exclusions safety data about thanks
    thank please all everyone notes case study studies resources resource useful links link information
    appendix further additional general closing opening remarks summary matters arising survey consultation
    networking break refreshments tea
    """
)
PARTICLES = words("le la de da di du del der den van von bin al el ap y st")
