"""What could tell who asked, pointed out before a question is left and before its wording goes out."""

from dataclasses import dataclass

from forum_app.receipts.queries import contacts_of_families
from forum_app.settings.models import Forum
from forum_app.wording.lantern import Spotted, names_to_check


@dataclass(frozen=True)
class Checked:
    """What stands in a wording: addresses hold it back, the rest is for a person to look at."""

    holds: list[str]
    asks: list[Spotted]


def could_identify(text: str, forum: Forum) -> list[Spotted]:
    """Names and details in a text that could point to a family."""
    return names_to_check(text, [forum.name, forum.local_authority, forum.contact_email])


def check_wording(text: str, forum: Forum) -> Checked:
    """Hold back a wording with an address of a family in it; ask about names and details."""
    folded = text.casefold()
    holds = sorted(contact for contact in contacts_of_families() if contact.casefold() in folded)
    return Checked(holds, could_identify(text, forum))
