from collections.abc import Sequence

from sqlalchemy import select

from forum_app.db import db
from forum_app.openness.models import EarlierPageText, PageName, PageText


def written(name: PageName) -> PageText | None:
    """The forum's own text of a page, if it has ever had one."""
    return db.session.get(PageText, name)


def earlier_texts(name: PageName) -> Sequence[EarlierPageText]:
    """Texts that were saved over, newest first."""
    return db.session.scalars(
        select(EarlierPageText).where(EarlierPageText.name == name).order_by(EarlierPageText.id.desc())
    ).all()
