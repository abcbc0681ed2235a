"""What a family lives through, and whom it has spoken to: an officer who knows the case knows the family."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .identity_kinds import ARRIVAL, CHILD, DEALING, FAMILY, OFFICER, Kind
from .identity_words import CHILD as CHILDREN
from .identity_words import GOT_IN_TOUCH, OFFICERS, PEOPLES, RELATIVE, WHEN

_PEOPLE = rf"(?:{'|'.join(PEOPLES)})"
_SAME = r"[^.?!;\n]"
_MANY = r"(?:[4-9]|1[0-2]|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_FAMILY = re.compile(
    r"\b(?:adopt(?:ed|ion|ing|ive|ers?|s)?|foster(?:ed|ing|s)?(?: (?:carers?|mum|dad|famil(?:y|ies)|child(?:ren)?|daughter|son|care))?"
    r"|kinship carers?|special guardians?(?:hip)?|looked[- ]after|(?:my|our|the|have|has|of) (?:identical )?(?:twins|triplets)"
    r"|(?:single|lone|solo|young|teenage) (?:parent|mum|mom|mother|dad|father)s?|widow(?:ed|er)?|bereaved|orphan\w{0,2}"
    rf"|(?:my|our|her|his|their) {RELATIVE} (?:has |have |recently |sadly )?(?:died|passed away|is in|was in|is an?|was an?|is the|works|worked)\b{_SAME}{{0,25}}"
    r"|I (?:am|was|work|worked|teach|taught) (?:also |now |both )?(?:as|for|at|in) (?:a|an|the|our|my) "
    rf"{_SAME}{{3,25}}|I['’]?(?: a)?m an? (?:\w{{2,12}} )?(?:teacher|nurse|doctor|GP|social worker|midwife|vicar|farmer|councillor|governor|carer|childminder|paramedic|teaching assistant)"
    rf"|{_MANY} (?:children|kids|boys|girls|sons|daughters)\b(?= (?:at home|of our own|of my own)|,| and|$)|(?:have|with|of|my|our) {_MANY} (?:children|kids|boys|girls|sons|daughters)"
    rf"|(?:we|I|they) (?:are|am|['’]re|['’]m) (?:an? )?(?:\w{{2,12}} )?{_PEOPLE}\b|{_PEOPLE} (?:famil(?:y|ies)|parents?|mum|mother|dad|father|household|home educators?|children)"
    r"|refugees?|asylum[- ]seek\w{2,3}|two[- ](?:mum|dad|mums|dads)(?: family)?|same[- ]sex (?:couple|parents|family)|lesbian|gay|transgender|trans (?:son|daughter|child|boy|girl|parent)|non-binary"
    r"|(?:army|navy|raf|forces|military) famil(?:y|ies)|in the (?:army|navy|raf|forces|military)|in prison|domestic (?:abuse|violence)|women['’]?s refuge"
    r"|fairground|circus|boat famil(?:y|ies)|live on a (?:narrow)?boat|divorc(?:ed|e|ing)|separated from (?:my|his|her|their)"
    r"|(?:the|my|our) only (?:\w{2,12} ){0,2}family|only (?:\w{2,12} ){1,2}family|young carers?|deaf parents|(?:live|living) in (?:a |emergency |temporary )?(?:hostel|refuge|caravan|temporary accommodation|temporary housing))\b",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\b(?:FOIs?|Freedom of Information(?: Act)?(?: requests?)?|subject access(?: requests?)?|(?-i:SAR)|(?:Local Government )?Ombudsman"
    r"|(?:formal )?complaints?|complained|(?:SEND |SEN )?tribunal(?: date)?|appeal(?:ed)?(?: panel)?|judicial review|mediation"
    r"|(?:to|in|family|magistrates['’]?) court|solicitors?|School Attendance Orders?|attendance orders?|(?-i:SAO)|notice to satisfy"
    r"|prosecut(?:ed|ion)|fined|EHCPs?|EHC (?:plan|needs assessment)|education,? health and care (?:plan|needs assessment)"
    r"|needs assessment|annual review|EOTAS(?: package)?|personal budget|child protection(?: case| plan)?|child in need(?: plan)?"
    r"|social (?:workers?|services)|section 47|safeguarding (?:referral|concern)|early help|children missing education"
    r"|(?-i:CME)(?: officer)?|the police|case(?! (?:number|ref|stud|officer|worker)))\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\b(?:my|our|her|his|their|(?:child|son|daughter|boy|girl)['’]s) (?:[\w'’-]{1,14} ){0,4}\Z", re.IGNORECASE
)
_DONE_BY_US = re.compile(
    r"(?<!can )(?<!could )(?<!may )(?<!should )(?<!do )(?<!will )(?<!would )(?<!if )(?<!must )(?<!might )"
    r"\b(?:I|we|they|she|he)\b(?! (?:can|could|may|should|would|wonder|want|ask)\b)",
    re.IGNORECASE,
)
_DONE_TO_IT = re.compile(
    r" (?:was|were|has been|is|got) (?:refused|turned down|lost|agreed|ignored|dismissed|upheld|rejected|finali[sz]ed"
    r"|cancelled|ceased|set)\b|(?: has| have)? (?:ruled|found|decided|agreed|ordered)(?: \w{1,10}){0,2}? (?:for|against|with|in) (?:us|me|our|my)\b",
    re.IGNORECASE,
)
_SET_ON_US = re.compile(
    r"\b(?:issued|served|sent|given|part of|is|taking|took) (?:me |us |him |her )?(?:with )?(?:an? |the |two )?\Z",
    re.IGNORECASE,
)
#: These say little by themselves: many parents have a case for something, or take the police for an example.
_ONLY_OWNED = re.compile(r"case|solicitors?|appeal|complaints|the police|early help|mediation", re.IGNORECASE)
_SAID = r"(?:said|told|explained|mentioned|wrote|written|spoke|spoken|talked|e-?mailed|rang|phoned|complained|met|asked|promised|agreed)"
_OFFICER = re.compile(
    rf"\b(?:my|our|his|her) (?:own |last |new |old )?(?:case ?|EHE |SEND )?(?:officer|case ?worker|advis[eo]r|inspector|contact at the (?:council|county|LA))\b"
    rf"|\b(?:your|one of your|a) (?:colleagues?|officers?|staff|manager)(?: \w{{1,12}}){{0,3}}? (?:told|said|promised|wrote|rang|came|visited|insisted|phoned)\b(?: (?:to )?(?:me|us|my|our)\b)?"
    r"|\b(?:the|an) (?:\w{2,12} )?(?:officer|man|lady|woman|gentleman|person|lad|chap) (?:from \w{2,12} \w{2,12} )?(?:who|that|I|we)\b(?= (?:visited|came|phoned|rang|called|wrote|saw|spoke|met|told|said|answered|dealt|handled|I|we))[^.,;?!\n]{2,40}"
    rf"|\b(?:as )?(?:I|we)(?:['’]ve| have| had)? (?:already |once |just )?{_SAID} (?:this |that |it |about it |all this )?(?:to |with |at )?(?:the |your |an? |one of |my |our ){{0,2}}(?:{OFFICERS}\b|council\b|(?-i:[A-Z][a-z]{{2,20}})\b)[^.,;?!\n]{{0,25}}"
    rf"|\b{OFFICERS} (?:who|that) (?:visited|came to|rang|phoned|wrote to|spoke to) (?:me|us|our)\b"
    r"|\b(?:my|our) (?:last |first |recent )?(?:home )?visit (?:in|on|from|last|this)\b[^.,;?!\n]{0,20}|\b(?:visited|came to|sat in|stood in) (?:our|my) (?:house|home|flat|kitchen|living room|door)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"\b{WHEN}\b", re.IGNORECASE)
_TOLD_BEFORE = re.compile(
    rf"\b(?:I|we|my|our)\b.{{0,40}}?\b{GOT_IN_TOUCH}\b"
    r"|\b(?:question|e-?mail|message|note|letter)s? (?:that )?(?:was |were )?(?:sent|came|received|arrived|e-?mailed|handed|posted)(?: in)? \Z",
    re.IGNORECASE,
)
_TOLD_AFTER = re.compile(rf",? (?:I|we) (?:\w{{1,10}} )?{GOT_IN_TOUCH}\b", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"\b(?:further to|following|as in) my (?:earlier |last |previous |recent )?(?:e-?mail|message|call|letter|note|question)\b",
    re.IGNORECASE,
)
_CHILD = re.compile(
    rf"\b(?:(?:my|our) (?:\w{{2,12}} )?{CHILDREN} (?:who|that)|the (?:family|mum|mother|dad|father|parents?) (?:of the \w{{2,12}} (?:who|that)|whose)) [^.,;?!\n]{{3,60}}"
    rf"|\b(?:my|our) (?:\w{{2,12}} )?{CHILDREN} (?:won|came first|was on (?:television|the news|the radio|TV)|played for|plays for|swims for|was in the (?:paper|news))\b[^.,;?!\n]{{0,40}}",
    re.IGNORECASE,
)
_PATTERNS = ((FAMILY, _FAMILY), (OFFICER, _OFFICER), (CHILD, _CHILD), (ARRIVAL, _FOLLOWS))
_FURTHEST = 80


def circumstances(text: str) -> Iterator[tuple[Kind, int, int]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield kind, match.start(), match.end()
    yield from _dealings(text)
    yield from _arrivals(text)


def _dealings(text: str) -> Iterator[tuple[Kind, int, int]]:
    """A matter such as an appeal, where the words around it say that it is somebody's own."""
    for term in _TERM.finditer(text):
        before = _same_sentence(text, term.start())
        owner = _OWNED.search(before)
        if owner:
            yield DEALING, term.start() - len(before) + owner.start(), term.end()
        elif (
            not _ONLY_OWNED.fullmatch(term[0]) and (_DONE_BY_US.search(before) or _SET_ON_US.search(before))
        ) or _DONE_TO_IT.match(text, term.end()):
            yield DEALING, term.start(), term.end()


def _arrivals(text: str) -> Iterator[tuple[Kind, int, int]]:
    for when in _WHEN.finditer(text):
        before = _same_sentence(text, when.start())
        told = _TOLD_BEFORE.search(before)
        if told:
            yield ARRIVAL, when.start() - len(before) + told.start(), when.end()
        elif after := _TOLD_AFTER.match(text, when.end()):
            yield ARRIVAL, when.start(), after.end()


def _same_sentence(text: str, end: int) -> str:
    """What stands before in the sentence, not further back than two lines."""
    return re.split(r"[.?!;\n]", text[max(0, end - _FURTHEST) : end])[-1]
