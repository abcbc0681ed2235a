"""Names and details in the coordinator's own words that a person should look at before they go to many."""

from forum_app.circulation.models import Circulation
from forum_app.settings.models import Forum
from forum_app.wording.lantern import Spotted, names_to_check


def to_check(row: Circulation, forum: Forum) -> list[Spotted]:
    """What the identity lantern finds; those with a part in the meeting may be named."""
    known = [forum.name, forum.local_authority, forum.contact_email]
    if row.meeting is not None:
        known += [words or "" for role in row.meeting.roles for words in (role.name, role.job_title)]
        known += [row.meeting.venue.name] if row.meeting.venue else []
    return names_to_check(f"{row.subject}\n\n{row.words}", [name for name in known if name])
