"""The pages the forum may write anew: each shows its own text, or ours, filled in from the settings."""

from dataclasses import dataclass
from functools import lru_cache

from flask import render_template

from forum_app.documents.markdown import to_page_html
from forum_app.openness.models import PageName
from forum_app.openness.queries import written
from forum_app.settings.queries import the_forum


@dataclass(frozen=True)
class Known:
    """A page: its title, and where it can be read."""

    title: str
    endpoint: str


KNOWN = {
    PageName.PRIVACY: Known("Privacy", "pages.privacy"),
    PageName.SHARING: Known("What the council receives", "openness.sharing"),
    PageName.IMPACT: Known("Impact assessment", "openness.impact_assessment"),
}


@dataclass(frozen=True)
class Shown:
    """A page as it is read now. The version is 0 until somebody here first writes it."""

    text: str
    html: str
    version: int
    is_ours: bool


def shown(name: PageName) -> Shown:
    row = written(name)
    version = row.version if row else 0
    if row is not None and row.text is not None and row.html is not None:
        return Shown(row.text, row.html, version, is_ours=False)
    ours = shipped_text(name)
    return Shown(ours, _html_of(ours), version, is_ours=True)


def shipped_text(name: PageName) -> str:
    """Our text, with this forum's facts in it."""
    return render_template(f"openness/shipped/{name.replace('-', '_')}.md", forum=the_forum()).strip()


#: Made once for each text: it changes only with the settings.
_html_of = lru_cache(maxsize=16)(to_page_html)
