"""Addresses that asked for news, what is sent to many, and who is spared."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TOPICS = "'next_meeting', 'minutes', 'actions', 'cards', 'consultations'"


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("pace", sa.String(20), nullable=False),
        sa.Column("confirmed_on", sa.Date()),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_times", sa.Integer(), nullable=False),
        sa.Column("last_digest_on", sa.Date()),
        sa.CheckConstraint("pace IN ('as_it_happens', 'weekly')", name=op.f("ck_subscription_pace")),
        sa.CheckConstraint("address = lower(address)", name=op.f("ck_subscription_address_in_small_letters")),
        sa.CheckConstraint("asked_times >= 0", name=op.f("ck_subscription_asked_times_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("address", name=op.f("uq_subscription_address")),
    )
    op.create_table(
        "subscribed_topic",
        sa.Column("subscription_id", KEY, nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.CheckConstraint(f"topic IN ({TOPICS})", name=op.f("ck_subscribed_topic_topic")),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_subscribed_topic_subscription_id_subscription"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscription_id", "topic", name=op.f("pk_subscribed_topic")),
    )
    _circulations()


def _circulations() -> None:
    op.create_table(
        "circulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("meeting_id", sa.Integer()),
        sa.Column("subject", sa.String(150), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("questions_by", sa.Date()),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("form_key", sa.String(64), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("stopped_at", MOMENT),
        sa.Column("sent_subject", sa.String(300), nullable=False),
        sa.Column("sent_text", sa.Text(), nullable=False),
        sa.Column("short_text", sa.Text(), nullable=False),
        sa.Column("families_reached", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('call_for_questions', 'agenda', 'minutes', 'next_meeting', 'note')",
            name=op.f("ck_circulation_kind"),
        ),
        sa.CheckConstraint("state IN ('draft', 'released', 'stopped')", name=op.f("ck_circulation_state")),
        sa.CheckConstraint("kind <> 'note' OR length(subject) > 0", name=op.f("ck_circulation_a_note_has_a_subject")),
        sa.CheckConstraint("(state = 'draft') = (due_at IS NULL)", name=op.f("ck_circulation_released_has_its_moment")),
        sa.CheckConstraint(
            "(state = 'stopped') = (stopped_at IS NOT NULL)", name=op.f("ck_circulation_stopped_has_its_moment")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_circulation_meeting_id_meeting"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_circulation_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation")),
        sa.UniqueConstraint("form_key", name=op.f("uq_circulation_form_key")),
    )
    op.create_index(op.f("ix_circulation_meeting_id"), "circulation", ["meeting_id"])
    op.create_table(
        "circulation_audience",
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.CheckConstraint(
            f"audience IN ({TOPICS}, 'officers', 'helpers')", name=op.f("ck_circulation_audience_audience")
        ),
        sa.ForeignKeyConstraint(
            ["circulation_id"],
            ["circulation.id"],
            name=op.f("fk_circulation_audience_circulation_id_circulation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("circulation_id", "audience", name=op.f("pk_circulation_audience")),
    )
    op.create_table(
        "circulation_recipient",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("circulation_id", sa.Integer(), nullable=False),
        sa.Column("outbox_key", sa.String(100), nullable=False),
        sa.Column("recipient_key", sa.String(40), nullable=False),
        sa.Column("event", sa.String(100), nullable=False),
        sa.Column("fingerprint", sa.String(64)),
        sa.Column("audience_group", sa.String(10), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("subscription_id", KEY),
        sa.Column("outcome", sa.String(10)),
        sa.CheckConstraint(
            "audience_group IN ('families', 'officers', 'helpers')",
            name=op.f("ck_circulation_recipient_audience_group"),
        ),
        sa.CheckConstraint("outcome IN ('sent', 'failed', 'stopped')", name=op.f("ck_circulation_recipient_outcome")),
        sa.CheckConstraint(
            "(audience_group = 'families') OR subscription_id IS NULL",
            name=op.f("ck_circulation_recipient_only_families_wait_a_week"),
        ),
        sa.ForeignKeyConstraint(
            ["circulation_id"],
            ["circulation.id"],
            name=op.f("fk_circulation_recipient_circulation_id_circulation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_circulation_recipient_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscription.id"],
            name=op.f("fk_circulation_recipient_subscription_id_subscription"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circulation_recipient")),
        sa.UniqueConstraint("outbox_key", name=op.f("uq_circulation_recipient_outbox_key")),
        sa.UniqueConstraint("event", "fingerprint", "recipient_key", name=op.f("uq_circulation_recipient_event")),
    )
    op.create_index(op.f("ix_circulation_recipient_circulation_id"), "circulation_recipient", ["circulation_id"])
    op.create_index(op.f("ix_circulation_recipient_subscription_id"), "circulation_recipient", ["subscription_id"])


def downgrade() -> None:
    for table in (
        "circulation_recipient",
        "circulation_audience",
        "circulation",
        "subscribed_topic",
        "subscription",
    ):
        op.drop_table(table)
