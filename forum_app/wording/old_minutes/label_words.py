"""What labels and columns may be called, and how those present are written down. New habits are added here."""

from __future__ import annotations

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
    "action": (
        "action, actions, action point, action points, task, what, action required, agreed action, action agreed"
    ),
    "owner": (
        "who, owner, lead, by whom, responsible, responsibility, person responsible, assigned to, action by,"
        " action for, action owner, actions by, person, initials"
    ),
    "due": "by when, when, due, deadline, due date, date due, target date, timescale, by, due by, date",
    "status": "status, progress, done, outcome, update, done?, complete, rag",
    "name": "name, names, attendee, present, who was there",
    "post": "role, post, job title, title, position, organisation, organization, representing, team, capacity",
}
_COUNTED = (
    r"(?:[0-9]{1,4}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]+)?|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|several|many"
    r"|a dozen|a number of|a few|some)"
)
#: "23 parents", "and seventeen home educators", "22 others, of whom 9 online": numbers, not names.
A_CROWD = (
    rf"(?:(?<=[,;\n])|(?<=\band )|(?<=\A))\s*(?:and )?(?:about |some |over |around |approximately |up to"
    rf" )?{_COUNTED}"
    r"(?: (?-i:[a-z][a-z'-]*))+(?:, (?:of whom|including|plus|and)? ?[0-9a-z][^;,\n]*(?:online|room"
    r"|zoom))?\s*(?=[,;.\n]|\Z)"
)
DOES_AT_THE_MEETING = (
    r"in the chair|chairing(?: the meeting)?|presiding|taking (?:the )?(?:notes|minutes)|minuting|on zoom support"
)
OF_THE_COUNCIL = r"\b(?:la|lea|council|local authority|county|borough)\b"
