from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.access import Role
from forum_app.db import Model, UtcDateTime, one_of


class Person(Model):
    """Somebody who looks after the forum. Families have no row here."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("length(name) > 0", name="name_given"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    grants: Mapped[list["Grant"]] = relationship(back_populates="person", cascade="all, delete-orphan")


class Grant(Model):
    """A role a person holds, from one day until another."""

    __tablename__ = "role_grant"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    person: Mapped[Person] = relationship(back_populates="grants")


class SignedInSession(Model):
    """One browser in which a person is signed in; the browser holds the token, this row its hash."""

    __tablename__ = "signed_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship(lazy="joined")


class UsedSignInLink(Model):
    """A one-time link that has been used. The link itself is signed, so only used ones are kept."""

    __tablename__ = "used_sign_in_link"
    __table_args__ = (Index("ix_used_sign_in_link_used_at", "used_at"),)

    nonce_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
