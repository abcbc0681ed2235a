"""Names and details in a meeting's record that a person should look at before it is published."""

from collections.abc import Sequence

from forum_app.actions.models import ActionPoint
from forum_app.asking.guard import Outgoing
from forum_app.clock import day_in_words
from forum_app.meetings.models import Meeting
from forum_app.minutes.models import ItemMinutes
from forum_app.questions.models import Question
from forum_app.settings.models import Forum
from forum_app.wording.lantern import Spotted, names_to_check


def to_check(
    meeting: Meeting,
    texts: Sequence[ItemMinutes],
    questions: Sequence[Question],
    actions: Sequence[ActionPoint],
    forum: Forum,
) -> list[Spotted]:
    """What the identity lantern finds; officers, speakers and helpers of the meeting may be named."""
    return names_to_check("\n\n".join(_said(texts, questions, actions).values()), _may_be_named(meeting, forum))


def outgoing(
    meeting: Meeting,
    texts: Sequence[ItemMinutes],
    questions: Sequence[Question],
    actions: Sequence[ActionPoint],
    forum: Forum,
) -> Outgoing:
    """What becomes public with the minutes."""
    what = f"the minutes of {day_in_words(meeting.day)}"
    return Outgoing(what, _said(texts, questions, actions), _may_be_named(meeting, forum))


def _may_be_named(meeting: Meeting, forum: Forum) -> list[str]:
    known = [forum.name, forum.local_authority, forum.contact_email, meeting.venue.name if meeting.venue else ""]
    known += [words or "" for role in meeting.roles for words in (role.name, role.job_title)]
    known += [words for item in meeting.items for words in (item.presenter, item.presenter_title, item.title)]
    return [name for name in known if name]


def _said(
    texts: Sequence[ItemMinutes], questions: Sequence[Question], actions: Sequence[ActionPoint]
) -> dict[str, str]:
    """Each text by where it stands."""
    said = {f"text {place} of the minutes": row.text for place, row in enumerate(texts, 1)}
    for place, question in enumerate(questions, 1):
        voices = (voice.text for voice in question.contributions)
        said[f"question {place} and what was said to it"] = "\n\n".join(
            (question.wording, question.response_text, *voices)
        )
    return said | {f"promise {place}": action.sentence for place, action in enumerate(actions, 1)}
