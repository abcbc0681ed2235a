"""What people read for the words the tables keep."""

from forum_app.asking.models import Consent, SubmissionState

#: As the coordinator reads it.
STATES = {
    SubmissionState.NEW: "New",
    SubmissionState.WORDED: "Worded, waiting for release",
    SubmissionState.RELEASED: "Released",
    SubmissionState.PARKED: "Parked",
    SubmissionState.DECLINED: "Not taken",
    SubmissionState.MERGED: "Put together with another",
    SubmissionState.WITHDRAWN: "Withdrawn by whoever asked",
}
#: As whoever asked reads it.
STATES_FOR_ASKER = {
    SubmissionState.NEW: "With the coordinator, not read by anybody else",
    SubmissionState.WORDED: "Worded for the agenda, not shown to anybody else yet",
    SubmissionState.RELEASED: "On the agenda, in the forum’s words",
    SubmissionState.PARKED: "Kept for a later meeting",
    SubmissionState.DECLINED: "Not taken onto the agenda",
    SubmissionState.MERGED: "With the coordinator, together with others that ask the same",
    SubmissionState.WITHDRAWN: "Withdrawn: your words are deleted",
}
#: Broad on purpose: each of these is true of many families.
DESCRIPTIONS = {
    "primary": "Asked by a parent of a child of primary age.",
    "secondary": "Asked by a parent of a child of secondary age.",
    "send": "Asked by a parent of a child with special educational needs.",
    "plan": "Asked by a parent of a child with an EHC plan.",
    "new": "Asked by a parent who is new to home education.",
    "long": "Asked by a parent who has home educated for years.",
    "thinking": "Asked by a parent who is thinking about home education.",
}
IN_PERSON = "Whoever asked this will put it at the meeting themselves."
LEVELS = {
    Consent.NOTHING: "Nothing is said of me",
    Consent.DESCRIBED: "Say something broad about my family",
    Consent.ASKS_IN_PERSON: "Say that I will ask it myself at the meeting",
    Consent.NAMED_TO_AUTHORITY: "Give my name to the council with this question",
}
