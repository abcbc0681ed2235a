"""Names and details in a reading that a person should look at before anything is published."""

from collections.abc import Iterator
from typing import Any

from forum_app.settings.models import Forum
from forum_app.wording.lantern import Spotted, names_to_check


def to_check(reading: dict[str, Any], forum: Forum) -> list[Spotted]:
    """What the identity lantern finds in a reading; those with a part in the meeting may be named."""
    known = [forum.name, forum.local_authority, forum.contact_email, reading["venue"] or ""]
    for role in reading["roles"]:
        known += [role["name"] or "", role["job_title"] or ""]
    known += [item["presenter"] for item in reading["items"]]
    known += [item["title"] for item in reading["items"]]
    return names_to_check("\n\n".join(_texts(reading)), [name for name in known if name])


def _texts(reading: dict[str, Any]) -> Iterator[str]:
    yield from (item["text"] for item in reading["items"])
    for question in reading["questions"]:
        yield from (question["wording"], question["response"], question["contributions"])
    yield from (action["text"] for action in reading["actions"])
