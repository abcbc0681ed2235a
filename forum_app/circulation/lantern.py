"""Names and details in the coordinator's own words that a person should look at before they go to many."""

from forum_app.asking.guard import Outgoing
from forum_app.circulation.models import Circulation
from forum_app.circulation.plan import Plan, shown
from forum_app.settings.models import Forum
from forum_app.wording.lantern import Spotted, names_to_check


def to_check(row: Circulation, forum: Forum) -> list[Spotted]:
    """What the identity lantern finds; those with a part in the meeting may be named."""
    return names_to_check(f"{row.subject}\n\n{row.words}", _may_be_named(row, forum))


def outgoing(row: Circulation, plan: Plan, forum: Forum) -> Outgoing:
    """What families would get."""
    letter = plan.to_families
    parts = {"the subject": letter.subject, "the words": shown(letter).text}
    return Outgoing(f"“{letter.subject}”", parts, _may_be_named(row, forum))


def _may_be_named(row: Circulation, forum: Forum) -> list[str]:
    known = [forum.name, forum.local_authority, forum.contact_email]
    if row.meeting is not None:
        known += [words or "" for role in row.meeting.roles for words in (role.name, role.job_title)]
        known += [row.meeting.venue.name] if row.meeting.venue else []
    return [name for name in known if name]
