from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum_app.access import Role
from forum_app.db import NEVER_AGAIN, DrawnKey, Model, UtcDateTime, draw_key, one_of


class Person(Model):
    """Somebody who looks after the forum. Families have no row here."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name_given"),
        CheckConstraint("email IS NULL OR (email = lower(email) AND email LIKE '%@%')", name="email_normal"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    #: In small letters; nobody signs in by mail without one.
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="Grant.id"
    )

    def roles_on(self, day: date) -> frozenset[Role]:
        return frozenset(Role(grant.role) for grant in self.grants if grant.holds_on(day))


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
    #: The last day on which it is held.
    ends_on: Mapped[date | None] = mapped_column(Date)
    #: When somebody last said that it is still right.
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    person: Mapped[Person] = relationship(back_populates="grants")

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def is_over(self, day: date) -> bool:
        return self.ends_on is not None and self.ends_on < day


class Proof(StrEnum):
    """What a sign-in began with."""

    MAIL = "mail"  # a code or link that was sent to the person's address
    HOST = "host"  # a link printed by the computer that runs the forum
    DEMO = "demo"  # a link to a made-up person; nothing is asked of them


class SignedInSession(Model):
    """One browser in which a person is signed in; the browser holds the token, this row its hash."""

    __tablename__ = "signed_in_session"
    __table_args__ = (one_of("proof", Proof),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proof: Mapped[str] = mapped_column(String(4))
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Wrong answers to “is it you?”; a few of them end the session.
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)
    #: “Firefox on Windows”, for the list of one's own sign-ins; no address, no version.
    device: Mapped[str] = mapped_column(String(60), default="")
    person: Mapped[Person] = relationship(lazy="joined")


class UsedSignInLink(Model):
    """A one-time link that has been used. The link itself is signed, so only used ones are kept."""

    __tablename__ = "used_sign_in_link"
    __table_args__ = (Index("ix_used_sign_in_link_used_at", "used_at"),)

    nonce_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInRequest(Model):
    """Somebody asked to sign in by mail. An address nobody here has leaves a row of the same shape."""

    __tablename__ = "sign_in_request"
    __table_args__ = (
        CheckConstraint("expires_at > asked_at", name="expires_later"),
        Index("ix_sign_in_request_address", "address_hash", "asked_at"),
    )

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(200))
    #: Of the secret in the cookie of the browser that asked; whoever asks twice keeps it.
    verifier_hash: Mapped[str] = mapped_column(String(64), index=True)
    address_hash: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)


class AuthenticatorApp(Model):
    """An app that shows a new code every half minute. Its secret is made of the salt and the forum's own key."""

    __tablename__ = "authenticator_app"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
    #: The half minute whose code was used last: no code works twice.
    last_step: Mapped[int] = mapped_column(BigInteger)
    added_on: Mapped[date] = mapped_column(Date)


class Passkey(Model):
    """A key kept by a phone, a computer or a stick; here is only its public half."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(60))
    added_on: Mapped[date] = mapped_column(Date)


class RecoveryCode(Model):
    """One of ten codes on paper, for the day the phone is lost. Used ones are gone."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class KeptForm(Model):
    """What somebody typed when their sign-in had run out, until they are back to send it."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(500))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LinkKind(StrEnum):
    """What a scoped link may open."""

    PACK = "pack"
    ACTION = "action"
    PASSAGE = "passage"
    SLOT = "slot"
    DATES = "dates"
    ROOM = "room"
    PLANNING = "planning"


class ScopedLink(Model):
    """A link that opens exactly one thing, for people who never sign in."""

    __tablename__ = "scoped_link"
    __table_args__ = (one_of("kind", LinkKind), Index("ix_scoped_link_thing", "kind", "thing_id"))

    id: Mapped[int] = mapped_column(DrawnKey, primary_key=True, autoincrement=False, default=draw_key)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    thing_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    expires_on: Mapped[date] = mapped_column(Date)
    revoked_on: Mapped[date | None] = mapped_column(Date)
