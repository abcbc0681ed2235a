"""Invitations by mail with their answers, what each mail told, and the private addresses of calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

ANSWERS = "('accepted', 'tentative', 'declined')"
DRAWN = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", DRAWN, autoincrement=False, nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("address", sa.String(254)),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_times", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(10)),
        sa.Column("answer_sequence", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'invited', 'ended')", name=op.f("ck_invitation_state")),
        sa.CheckConstraint(f"answer IN {ANSWERS}", name=op.f("ck_invitation_answer")),
        sa.CheckConstraint("(person_id IS NULL) <> (address IS NULL)", name=op.f("ck_invitation_person_or_address")),
        sa.CheckConstraint("address = lower(address)", name=op.f("ck_invitation_address_in_small_letters")),
        sa.CheckConstraint("asked_times >= 0", name=op.f("ck_invitation_asked_times_counted")),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answer_sequence IS NULL)",
            name=op.f("ck_invitation_answered_has_its_moment"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_invitation_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_invitation_meeting_id_person_id")),
        sa.UniqueConstraint("meeting_id", "address", name=op.f("uq_invitation_meeting_id_address")),
    )
    op.create_index("ix_invitation_person_id", "invitation", ["person_id"])
    op.create_table(
        "invitation_notice",
        sa.Column("id", DRAWN, autoincrement=False, nullable=False),
        sa.Column("invitation_id", DRAWN, nullable=False),
        sa.Column("outbox_key", sa.String(200), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("asks_anew", sa.Boolean(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("method IN ('request', 'cancel')", name=op.f("ck_invitation_notice_method")),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_invitation_notice_sequence_counted")),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_invitation_notice_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_notice")),
        sa.UniqueConstraint("outbox_key", name=op.f("uq_invitation_notice_outbox_key")),
    )
    op.create_index("ix_invitation_notice_invitation_id", "invitation_notice", ["invitation_id"])
    op.create_table(
        "calendar_feed",
        sa.Column("id", DRAWN, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("leaves_out_invited", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_index("ix_calendar_feed_person_id", "calendar_feed", ["person_id"])


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("invitation_notice")
    op.drop_table("invitation")
