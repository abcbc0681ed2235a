"""What delivering mail needs to know, addresses that get none, and a row for each run of a job."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TROUBLES = "later', 'interrupted', 'no_such_address', 'refused', 'policy', 'suspended', 'too_late', 'by_hand"
HALTS = "no_connection', 'no_trust', 'no_encryption', 'no_sign_in', 'sender_refused', 'many_refused"
CHECKS = {
    "trouble": f"trouble IN ('{TROUBLES}')",
    "priority": "priority BETWEEN 0 AND 9",
    "sent_leaves_no_body": "state <> 'sent' OR body IS NULL",
    "queued_has_its_body": "state <> 'queued' OR body IS NOT NULL",
    "sending_has_its_lease": "(state = 'sending') = (leased_until IS NOT NULL)",
    "ended_has_its_moment": "(state IN ('queued', 'sending')) = (ended_at IS NULL)",
}


def columns() -> list[sa.Column]:
    return [
        sa.Column("reply_token", sa.String(40)),
        sa.Column("bounce_token", sa.String(40)),
        sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="5"),
        sa.Column("leased_until", MOMENT),
        sa.Column("leased_by", sa.String(40)),
        sa.Column("trouble", sa.String(20)),
        sa.Column("answer", sa.String(300), nullable=False, server_default=""),
        sa.Column("ended_at", MOMENT),
    ]


def upgrade() -> None:
    with op.batch_alter_table("outbox_message") as batch:
        for column in columns():
            batch.add_column(column)
    # Nothing could be delivered before, so what was not waiting had been taken off by hand.
    op.execute("UPDATE outbox_message SET state = 'stopped', body = NULL, ended_at = due_at WHERE state <> 'queued'")
    with op.batch_alter_table("outbox_message") as batch:
        for name, rule in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_outbox_message_{name}"), rule)
        for name in ("reply_token", "bounce_token"):
            batch.create_unique_constraint(op.f(f"uq_outbox_message_{name}"), [name])
    op.create_table(
        "outbox_halt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("next_try_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_outbox_halt_only_one")),
        sa.CheckConstraint(f"why IN ('{HALTS}')", name=op.f("ck_outbox_halt_why")),
        sa.CheckConstraint("attempts > 0", name=op.f("ck_outbox_halt_attempts_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_halt")),
    )
    op.create_table(
        "suppression",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.CheckConstraint(
            "reason IN ('no_such_address', 'refused_often', 'complaint', 'asked')", name=op.f("ck_suppression_reason")
        ),
        sa.CheckConstraint("address = lower(address)", name=op.f("ck_suppression_address_in_small_letters")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.UniqueConstraint("address", name=op.f("uq_suppression_address")),
    )
    op.create_table(
        "job_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(40), nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("words", sa.String(300), nullable=False),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name=op.f("ck_job_run_state")),
        sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name=op.f("ck_job_run_ended_has_its_moment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("job", "period", name=op.f("uq_job_run_job")),
    )
    op.create_index("ix_job_run_started_at", "job_run", ["started_at"])


def downgrade() -> None:
    for table in ("job_run", "suppression", "outbox_halt"):
        op.drop_table(table)
    op.execute(
        "UPDATE outbox_message SET state = 'stopped', leased_until = NULL, ended_at = due_at WHERE state = 'sending'"
    )
    with op.batch_alter_table("outbox_message") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_outbox_message_{name}"), type_="check")
        for name in ("reply_token", "bounce_token"):
            batch.drop_constraint(op.f(f"uq_outbox_message_{name}"), type_="unique")
        for column in columns():
            batch.drop_column(column.name)
