"""Mail that arrives is kept until it is read, and in the tray until somebody decides."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "inbound_message",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("arrival", sa.String(64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(10)),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("raw", sa.LargeBinary()),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("sender", sa.String(254), nullable=False),
        sa.Column("sender_mark", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'tray', 'note', 'done')", name=op.f("ck_inbound_message_state")),
        sa.CheckConstraint(
            "outcome IN ('submission', 'reply', 'rsvp', 'bounce', 'auto_reply', 'own', 'held', 'triage', 'duplicate', 'refused')",
            name=op.f("ck_inbound_message_outcome"),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (outcome IS NULL)", name=op.f("ck_inbound_message_read_unless_waiting")
        ),
        sa.CheckConstraint("state <> 'waiting' OR raw IS NOT NULL", name=op.f("ck_inbound_message_kept_while_waiting")),
        sa.CheckConstraint("state <> 'note' OR about <> ''", name=op.f("ck_inbound_message_note_is_about_something")),
        sa.CheckConstraint("tries >= 0 AND attachments >= 0 AND size >= 0", name=op.f("ck_inbound_message_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_message")),
        sa.UniqueConstraint("arrival", name=op.f("uq_inbound_message_arrival")),
    )
    op.create_index("ix_inbound_message_state", "inbound_message", ["state", "received_on"])
    op.create_index("ix_inbound_message_about", "inbound_message", ["about"])
    op.create_index("ix_inbound_message_sender_mark", "inbound_message", ["sender_mark", "received_on"])


def downgrade() -> None:
    op.drop_table("inbound_message")
