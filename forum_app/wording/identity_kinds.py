"""The kinds of detail that can tell who somebody is, each with what is said about it to the person who typed it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    #: By itself it leads to one family.
    DIRECT = "direct"
    #: It narrows the circle, and together with other things may leave one family in it.
    INDIRECT = "indirect"


@dataclass(frozen=True)
class Kind:
    """`noun` names it in a list, `why` says kindly what it may tell, `advice` how it could be put."""

    name: str
    level: Level
    noun: str
    why: str
    advice: str


def _direct(
    name: str, noun: str, why: str, advice: str = "You could leave it out; the question stands without it."
) -> Kind:
    return Kind(name, Level.DIRECT, noun, why, advice)


def _indirect(name: str, noun: str, why: str, advice: str) -> Kind:
    return Kind(name, Level.INDIRECT, noun, why, advice)


NAME = _direct(
    "name", "a name", "A name tells readers who is meant.", "You could say “my child” or “a parent” instead."
)
EMAIL = _direct("email", "an email address", "An email address belongs to one person.")
PHONE = _direct("phone", "a telephone number", "A telephone number belongs to one household.")
LINK = _direct(
    "link",
    "a link",
    "A page or profile of your own shows who you are.",
    "A link to public guidance is fine; your own page is better left out.",
)
ADDRESS = _direct("address", "an address", "An address leads to one house.")
POSTCODE = _direct("postcode", "a postcode", "A postcode covers about fifteen homes.", "You could say “in the county”.")
BIRTH = _direct(
    "birth",
    "a date of birth",
    "The council can look up a date of birth.",
    "You could say “of primary age” or “of secondary age”.",
)
FOI_NUMBER = _direct(
    "foi-number",
    "a Freedom of Information number",
    "The council keeps the list of these requests, with names.",
    "You could leave the number out.",
)
REFERENCE = _direct(
    "reference", "a reference number", "A reference number leads to one file.", "You could leave the number out."
)

AGE = _indirect(
    "age",
    "the age of a child",
    "With one or two other things, an exact age can point at one child.",
    "You could say “a primary-age child” or “a teenager”.",
)
YEAR = _indirect(
    "year",
    "a school year",
    "With one or two other things, a school year can point at one child.",
    "You could say “of primary age” or “of secondary age”.",
)
SCHOOL = _indirect(
    "school",
    "a school",
    "Few children leave any one school to learn at home.",
    "You could say “a primary school” or “the school”.",
)
CONDITION = _indirect(
    "condition",
    "a diagnosis",
    "Together with an age or a place, a diagnosis may fit only one child.",
    "You could say “with additional needs”.",
)
PLACE = _indirect(
    "place",
    "a place smaller than the county",
    "There may be few families who learn at home there.",
    "You could say “where we live” or “in the county”.",
)
FAMILY = _indirect(
    "family",
    "something particular about a family",
    "Few families share this, and an officer may know which.",
    "You could leave it out, or say “in our circumstances”.",
)
DEALING = _indirect(
    "dealing",
    "dealings with the council, a court or a tribunal",
    "The council knows who it has had these dealings with.",
    "You could ask how such matters are handled, for everybody.",
)
OFFICER = _indirect(
    "officer",
    "a conversation with an officer",
    "The officer may remember who it was.",
    "You could ask it as new, without saying that you have spoken.",
)
ARRIVAL = _indirect(
    "arrival",
    "when something was said or sent",
    "The time of a call or a message can show who it came from.",
    "You could leave the time out.",
)
CHILD = _indirect(
    "child",
    "something only one child did",
    "People who know the child will know who this is.",
    "You could say “my child”, without what happened.",
)

KINDS = (
    NAME, EMAIL, PHONE, LINK, ADDRESS, POSTCODE, BIRTH, FOI_NUMBER, REFERENCE,
    AGE, YEAR, SCHOOL, CONDITION, PLACE, FAMILY, DEALING, OFFICER, ARRIVAL, CHILD,
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS}
