"""What is written to whoever follows a question. Neutral subjects, and never which question it is."""

from forum_app.mail.compose import Letter, letter
from forum_app.meetings.models import Meeting
from forum_app.settings.queries import the_forum

SUBJECT = "News from the forum"
WHY = "You get this because you asked to be told what becomes of something you left with the forum."
STOP = "You can stop it, and have your address deleted, on the page of your receipt."


def answered(meeting: Meeting) -> Letter:
    """The response is published with the minutes of this meeting."""
    return letter("threads/answered", SUBJECT, meeting=meeting, forum=the_forum(), why=WHY, stop=STOP)


def followed_up(meeting: Meeting) -> Letter:
    """Something was heard of a promise that was made to the question."""
    return letter("threads/followed_up", SUBJECT, meeting=meeting, forum=the_forum(), why=WHY, stop=STOP)
