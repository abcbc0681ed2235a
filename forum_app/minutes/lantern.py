"""Names and details in a meeting's record that a person should look at before it is published."""

from collections.abc import Sequence

from forum_app.actions.models import ActionPoint
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
    known = [forum.name, forum.local_authority, forum.contact_email, meeting.venue.name if meeting.venue else ""]
    known += [words or "" for role in meeting.roles for words in (role.name, role.job_title)]
    known += [words for item in meeting.items for words in (item.presenter, item.presenter_title, item.title)]
    said = [row.text for row in texts] + [action.sentence for action in actions]
    for question in questions:
        said += [question.wording, question.response_text, *(voice.text for voice in question.contributions)]
    return names_to_check("\n\n".join(said), [name for name in known if name])
