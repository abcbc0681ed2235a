"""The words action points are written with: owners, ways, days, verbs. New habits are added here."""

from __future__ import annotations

from .vocabulary import words

OWNED_BY_ANYONE = (
    r"(?:some ?one|some ?body|any ?one|any ?body|(?:an?y? |one |some )?volunteers?|whoever|tbc|tba"
    r"|a parent)\b"
)
OWNED_BY_A_GROUP = (
    r"(?:all|every ?one|every ?body|each|both|the|our|la|local authority|council|community|home educators?"
    r"|home educating|home ed|participants|parents|families|members|team|committee|group|officers|us|we)\b"
)
CHANNELS = words(
    """
    zoom teams facebook whatsapp eventbrite google microsoft youtube chef email post website dfe la the our
    a an this signal instagram telegram royal
    """
)
ACTION_WORD = r"(?:agreed |new |follow-?up )?action(?: points?| items?| agreed| required)?s?"
HONORIFICS = words("mr mrs ms miss dr cllr councillor prof professor rev revd sir dame mx")
#: Capitals that are no person.
NEVER_INITIALS = words(
    """
    la send sen ehe ehcp eotas dfe aob tbc tba nhs gcse fe he uk pta pdf url cme cwo faq ofsted ok am pm all
    lea mp bbc chef sts foi it ict ks
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
    r"\bas soon as [^,.;()]{3,80}|\ba\.?s\.?a\.?p\b|\bonce [^,.;()]{5,80}|\bin due course\b|\bby the time"
    r" [^,.;()]{3,60}"
    r"|\bwhen (?:it|they|he|she|this|these|the) [^,.;()]{3,60}"
)
TASK_VERBS = words(
    """
    add advertise advise agree answer apply approach arrange ask attend book bring buy call chase check
    circulate clarify collate collect come complete confirm consider contact convene decide discuss
    distribute draft email enquire establish explain explore feed fill find follow forward gather get give
    hand help hold host include inform inquire investigate invite join keep let liaise link look make meet
    move note notify offer order organise pass pay phone pick post prepare print promote propose provide
    publish pursue put raise read recirculate remind remove reply report request research respond return
    review revise ring run schedule see seek send set share show sort speak start submit suggest supply take
    talk tell test thank translate try update upload visit work write
    """
)
#: Words in which two wordings of one promise may differ.
SAYS_LITTLE = words(
    """
    a an the to of and or in on for with by at from will would shall please be is are it this that these
    those he she they we i his her their our us them who which as so if has have had was were
    """
)
