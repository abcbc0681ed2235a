"""The first draft of the letter that asks for a room; the coordinator changes it as they like."""

from forum_app.meetings.models import Attending, Meeting

IN_THE_ROOM = (
    "Could you please book a room for the next meeting of the forum?\n\n"
    "- About 40 seats, which can be moved, and a table at the front.\n"
    "- Step-free from the street, an accessible toilet, and a hearing loop if there is one.\n"
    "- A quiet corner or a second small room would help families who come with children.\n"
)
HYBRID = (
    "- A screen, a microphone and an internet connection good enough for a video call: some people join from home.\n"
)
CLOSING = "\nIf this room is not free, tell us which would be, or which day near it. Thank you."


def first_letter(meeting: Meeting) -> str:
    return IN_THE_ROOM + (HYBRID if meeting.attending == Attending.BOTH else "") + CLOSING
