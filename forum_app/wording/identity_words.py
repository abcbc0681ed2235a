"""The words that the free-text warnings know, as parts of patterns and as tables. New words are added here."""

from __future__ import annotations

from .lantern_words import NUMBER_WORDS

NUMBER = rf"(?:1[0-9]|[1-9]|{NUMBER_WORDS})"
CHILD = (
    r"(?:(?:step|grand|god|foster )?(?:sons?|daughters?|child(?:ren)?)|boys?|girls?|lads?|lass(?:es)?|kids?|little ones?"
    r"|eldest|youngest|oldest|middle one|twins?|triplets|teenagers?|toddler|baby|niece|nephew|bairn)"
)
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
STREET = (
    r"(?:Street|Road|Lane|Close|Avenue|Drive|Way|Court|Gardens|Terrace|Row|Crescent|Place|Hill|Green|Yard|Mews|Rise|Grove"
    r"|Square|Walk|View|Cottages?|Farm|Drove|Parade|Villas)"
)
#: When something was said, sent or done, near enough to be found again in a log.
WHEN = (
    rf"(?:(?:earlier )?(?:this|yesterday|tomorrow|{DAY}) (?:morning|afternoon|evening|night|lunchtime)"
    r"|(?:earlier |only |just )?today|tonight|last night|yesterday"
    rf"|(?:on |last |this |this past |that )?(?:the )?{DAY}s?(?: (?:morning|afternoon|evening|night|last))?"
    r"|earlier (?:in the day|in the week|this week|this month|on)|(?:the )?same (?:day|night|morning|evening)|the other day"
    r"|just now|a (?:few|couple of) (?:minutes|hours|days|weeks) ago|(?:an hour|two days|three days|a week|two weeks) ago"
    r"|(?:last|this) week(?:end)?|at the (?:beginning|start|end) of (?:the|last|this) (?:week|month)|over the weekend"
    rf"|on the (?:[0-9]{{1,2}}(?:st|nd|rd|th)?|[a-z]+) of (?:this month|last month|{MONTH})"
    rf"|on (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH})"
)
GOT_IN_TOUCH = (
    r"(?:said|wrote|written|writing|e-?mail(?:ed)?|ask(?:ed)?|rang|rung|call(?:ed)?|sent|submitted|raised|posted|phoned"
    r"|messaged?|contacted|left|handed|filled|deregistered|withdrew|took|taken|spoke|letter|note|question|report|visit)"
)
OFFICERS = (
    r"(?:(?:case ?|EHE |SEND |attendance |education |welfare |council )?(?:officers?|case ?workers?|workers?|advis[eo]rs?|colleagues?"
    r"|inspectors?|coordinator|manager)|team|panel)"
)
RELATIVE = (
    r"(?:husband|wife|partner|ex(?:-husband|-wife|-partner)?|mum|mother|dad|father|brother|sister|parents?|family)"
)
#: Of a people, a country or a faith: said of a family it narrows the circle; it is no name and no place.
PEOPLES = [
    "african",
    "albanian",
    "american",
    "arab",
    "asian",
    "australian",
    "bangladeshi",
    "black",
    "brazilian",
    "british",
    "buddhist",
    "bulgarian",
    "catholic",
    "chinese",
    "christian",
    "czech",
    "dutch",
    "eritrean",
    "ethiopian",
    "european",
    "filipino",
    "french",
    "german",
    "ghanaian",
    "greek",
    "gypsy",
    "hindu",
    "hungarian",
    "indian",
    "iranian",
    "iraqi",
    "irish",
    "italian",
    "jamaican",
    "japanese",
    "jewish",
    "kurdish",
    "latvian",
    "lithuanian",
    "muslim",
    "mormon",
    "nepali",
    "nigerian",
    "pagan",
    "pakistani",
    "polish",
    "portuguese",
    "quaker",
    "roma",
    "romanian",
    "romany",
    "russian",
    "scottish",
    "sikh",
    "slovak",
    "somali",
    "spanish",
    "sudanese",
    "swedish",
    "syrian",
    "tamil",
    "thai",
    "traveller",
    "travellers",
    "turkish",
    "ukrainian",
    "vietnamese",
    "welsh",
    "zimbabwean",
]
#: Capital words after "in", "near" or "from" that are no place smaller than a county.
NO_PLACE = frozenset(
    [
        "access",
        "april",
        "art",
        "arts",
        "asia",
        "america",
        "america's",
        "australia",
        "august",
        "autumn",
        "bengali",
        "biology",
        "braille",
        "britain",
        "bsl",
        "canada",
        "chemistry",
        "christmas",
        "computing",
        "cumbria",
        "december",
        "design",
        "dfe",
        "easter",
        "ecf",
        "england",
        "english",
        "europe",
        "excel",
        "facebook",
        "february",
        "france",
        "geography",
        "germany",
        "google",
        "gcse",
        "gcses",
        "geography",
        "history",
        "i",
        "india",
        "instagram",
        "ireland",
        "january",
        "july",
        "june",
        "key",
        "latin",
        "lent",
        "llm",
        "makaton",
        "march",
        "maths",
        "mathematics",
        "may",
        "minecraft",
        "monday",
        "mondays",
        "music",
        "november",
        "october",
        "ofsted",
        "parliament",
        "part",
        "pdf",
        "physics",
        "poland",
        "powerpoint",
        "question",
        "ramadan",
        "reception",
        "religion",
        "saturday",
        "saturdays",
        "science",
        "scotland",
        "section",
        "september",
        "spain",
        "spring",
        "summer",
        "sunday",
        "sundays",
        "teams",
        "thursday",
        "thursdays",
        "tuesday",
        "tuesdays",
        "uk",
        "ukraine",
        "wales",
        "wednesday",
        "wednesdays",
        "whatsapp",
        "whitehall",
        "winter",
        "word",
        "year",
        "youtube",
        "zoom",
        "friday",
        "fridays",
    ]
) | frozenset(PEOPLES)
