from datetime import datetime

from sqlalchemy.exc import IntegrityError

from forum_app import audit
from forum_app.db import ChangedMeanwhile, db, same_version
from forum_app.documents.markdown import to_page_html
from forum_app.openness.models import EarlierPageText, PageName, PageText


def write_page(name: PageName, text: str, opened_version: int, *, by: int | None, now: datetime) -> None:
    """Save a page's text; ``opened_version`` is 0 where it had never been written. Raises ChangedMeanwhile."""
    row = db.session.get(PageText, name)
    if row is None:
        _write_first(name, text, opened_version)
    else:
        same_version(row, opened_version)
        _keep_earlier(row, now)
        row.text, row.html = text, to_page_html(text)
    audit.record(f"Wrote the page “{name.replace('-', ' ')}”.", by=by, now=now)


def put_back(name: PageName, *, by: int | None, now: datetime) -> None:
    """Show our own text again; the forum's is kept among the earlier ones."""
    row = db.session.get(PageText, name)
    if row is not None and row.text is not None:
        _keep_earlier(row, now)
        row.text = row.html = None
        audit.record(f"Put back the text that came with the page “{name.replace('-', ' ')}”.", by=by, now=now)


def _write_first(name: PageName, text: str, opened_version: int) -> None:
    if opened_version:
        raise ChangedMeanwhile
    db.session.add(PageText(name=name, text=text, html=to_page_html(text)))
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody else wrote the first text in this very moment
        db.session.rollback()
        raise ChangedMeanwhile from error


def _keep_earlier(row: PageText, now: datetime) -> None:
    if row.text is not None:
        db.session.add(EarlierPageText(name=row.name, text=row.text, replaced_at=now))
