"""The words the promise spotter and the identity lantern know, as tables. New words are added here."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PROMISED_VERBS = _words(
    """
    add advertise arrange ask attend book bring call chase check circulate clarify collate collect come
    confirm consider contact convene discuss distribute draft email enquire explore feed find follow forward
    get give host include inform inquire investigate invite let liaise link look make meet move notify note
    offer order organise pass phone post prepare print propose provide publish put raise recirculate remind
    remove reply report request research respond review revise ring schedule send set share speak submit
    suggest supply take talk tell test thank translate try update upload write
    """
)
PAST_PARTICIPLES = _words(
    """
    added arranged asked booked circulated collected confirmed contacted corrected distributed drafted
    emailed followed forwarded included investigated invited looked made passed posted prepared printed
    published put raised recirculated reported reviewed sent shared submitted sought taken translated
    updated uploaded written
    """
)
#: What people say when they take something on.
PROMISING = (
    r"agree(?:s|d)? to|agreed that (?:he|she|they) (?:will|would)|promise(?:s|d)? (?:to|a|an|the|that|us)"
    r"|undert(?:ook|akes|aken) to|offer(?:s|ed)? to|volunteer(?:s|ed)? to|commit(?:s|ted)? to|took (?:it|this"
    r"|that) away"
    r"|(?:is|are|was|were) (?:happy|glad|willing) to (?:send|share|check|circulate|ask|find)|took an action to"
    r"|takes it on to|took it upon (?:him|her|them)sel(?:f|ves) to|pledged to|said yes to"
)
