from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_app.db import Model, UtcDateTime, Versioned, one_of
from forum_app.wall import Reach, readable


class PageName(StrEnum):
    """Pages whose text the forum may write anew; each has a text of ours to begin with."""

    PRIVACY = "privacy"
    SHARING = "sharing"
    IMPACT = "impact-assessment"


@readable(Reach.PUBLIC)
class PageText(Versioned, Model):
    """A page in the forum's own words. Without a text, the page shows ours again."""

    __tablename__ = "page_text"
    __table_args__ = (
        one_of("name", PageName),
        CheckConstraint("(text IS NULL) = (html IS NULL)", name="html_made_of_text"),
    )

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)


class EarlierPageText(Model):
    """A text that was saved over or taken back, kept so that nothing typed is ever lost."""

    __tablename__ = "earlier_page_text"
    __table_args__ = (one_of("name", PageName), Index("ix_earlier_page_text_name", "name", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
