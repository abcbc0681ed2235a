"""Topics, the deadline of questions, questions put together, questions back, support, and when a reply is due."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FOI = "foi_state IN ('waiting', 'partly', 'answered', 'refused', '')"
FOI_BOTH = "(foi_link = '') = (foi_state = '')"
STATES = "state IN ('new', 'worded', 'released', 'parked', 'declined', 'withdrawn')"
STATES_NOW = "state IN ('new', 'worded', 'released', 'parked', 'declined', 'merged', 'withdrawn')"


def upgrade() -> None:
    _topics()
    _deadline()
    _questions()
    _submissions()
    _private_rows()


def _topics() -> None:
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_topic_name_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("name", name=op.f("uq_topic_name")),
    )
    with op.batch_alter_table("question") as table:
        table.add_column(sa.Column("topic_id", sa.Integer()))
        table.create_foreign_key(op.f("fk_question_topic_id_topic"), "topic", ["topic_id"], ["id"], ondelete="SET NULL")
        table.create_index("ix_question_topic_id", ["topic_id"])


def _deadline() -> None:
    with op.batch_alter_table("forum") as table:
        table.add_column(sa.Column("question_days", sa.Integer(), nullable=False, server_default="7"))
    with op.batch_alter_table("forum") as table:
        table.alter_column("question_days", existing_type=sa.Integer(), server_default=None)
        table.create_check_constraint(op.f("ck_forum_sensible_question_days"), "question_days BETWEEN 1 AND 60")
    with op.batch_alter_table("meeting") as table:
        table.add_column(sa.Column("questions_until_day", sa.Date()))
        table.add_column(sa.Column("questions_until_at", sa.Time()))
        table.create_check_constraint(
            op.f("ck_meeting_questions_until_a_day_and_a_time"),
            "(questions_until_day IS NULL) = (questions_until_at IS NULL)",
        )


def _questions() -> None:
    added = {
        "late": (sa.Boolean(), sa.false()),
        "asked_about": (sa.Integer(), "0"),
        "foi_link": (sa.String(500), ""),
        "foi_state": (sa.String(10), ""),
    }
    _add("question", added)
    with op.batch_alter_table("question") as table:
        table.create_check_constraint(
            op.f("ck_question_asked_roughly"),
            "asked_about IN (0, 3) OR (asked_about >= 10 AND asked_about % 5 = 0)",
        )
        table.create_check_constraint(op.f("ck_question_foi_state"), FOI)
        table.create_check_constraint(op.f("ck_question_foi_link_with_its_state"), FOI_BOTH)


def _submissions() -> None:
    added = {
        "late": (sa.Boolean(), sa.false()),
        "objection": (sa.String(1000), ""),
        "foi_link": (sa.String(500), ""),
        "foi_state": (sa.String(10), ""),
        "foi_shown": (sa.Boolean(), sa.false()),
    }
    _add("submission", added)
    with op.batch_alter_table("submission") as table:
        table.add_column(sa.Column("topic_id", sa.Integer()))
        table.create_foreign_key(
            op.f("fk_submission_topic_id_topic"), "topic", ["topic_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index("ix_submission_topic_id", ["topic_id"])
        table.drop_constraint(op.f("uq_submission_question_id"), type_="unique")
        table.create_index("ix_submission_question_id", ["question_id"])
        table.drop_constraint(op.f("ck_submission_state"), type_="check")
        table.create_check_constraint(op.f("ck_submission_state"), STATES_NOW)
        table.create_check_constraint(op.f("ck_submission_foi_state"), FOI)
        table.create_check_constraint(op.f("ck_submission_foi_link_with_its_state"), FOI_BOTH)
        table.create_check_constraint(op.f("ck_submission_foi_shown_if_any"), "foi_link <> '' OR NOT foi_shown")
    with op.batch_alter_table("receipt") as table:
        table.drop_constraint(op.f("ck_receipt_kind"), type_="check")
        table.create_check_constraint(op.f("ck_receipt_kind"), "kind IN ('question', 'support')")


def _add(name: str, columns: dict[str, tuple[sa.types.TypeEngine, str]]) -> None:
    """Columns that rows which are there already begin with, and that no default fills afterwards."""
    with op.batch_alter_table(name) as table:
        for column, (kind, default) in columns.items():
            table.add_column(sa.Column(column, kind, nullable=False, server_default=default))
    with op.batch_alter_table(name) as table:
        for column, (kind, _) in columns.items():
            table.alter_column(column, existing_type=kind, server_default=None)


def _private_rows() -> None:
    op.create_table(
        "merged",
        sa.Column("submission_id", KEY, autoincrement=False, nullable=False),
        sa.Column("into_id", KEY, nullable=False),
        sa.CheckConstraint("submission_id <> into_id", name=op.f("ck_merged_into_another")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_merged_submission_id_submission"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["submission.id"], name=op.f("fk_merged_into_id_submission"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_merged")),
    )
    op.create_index("ix_merged_into_id", "merged", ["into_id"])
    op.create_table(
        "asker_query",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("length(question) > 0", name=op.f("ck_asker_query_question_given")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_asker_query_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asker_query")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_asker_query_submission_id")),
    )
    op.create_table(
        "support",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("receipt_id", KEY, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipt.id"], name=op.f("fk_support_receipt_id_receipt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_support_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_support_receipt_id")),
    )
    op.create_index("ix_support_question_id", "support", ["question_id"])
    op.create_table(
        "reply_due",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("working_days >= 0", name=op.f("ck_reply_due_days_counted")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_reply_due_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_reply_due")),
    )


def downgrade() -> None:
    for name in ("reply_due", "support", "asker_query", "merged"):
        op.drop_table(name)
    _without_submissions()
    _without_questions()
    with op.batch_alter_table("meeting") as table:
        table.drop_constraint(op.f("ck_meeting_questions_until_a_day_and_a_time"), type_="check")
        table.drop_column("questions_until_at")
        table.drop_column("questions_until_day")
    with op.batch_alter_table("forum") as table:
        table.drop_constraint(op.f("ck_forum_sensible_question_days"), type_="check")
        table.drop_column("question_days")
    _without_topics()


def _without_submissions() -> None:
    """Support and what was put together are new here: such receipts open nothing, and each question stands alone."""
    op.execute("UPDATE receipt SET kind = 'question' WHERE kind = 'support'")
    op.execute("UPDATE submission SET state = 'new', question_id = NULL WHERE state = 'merged'")
    op.execute(
        "UPDATE submission SET question_id = NULL WHERE EXISTS (SELECT 1 FROM submission other "
        "WHERE other.question_id = submission.question_id AND other.id < submission.id)"
    )
    with op.batch_alter_table("receipt") as table:
        table.drop_constraint(op.f("ck_receipt_kind"), type_="check")
        table.create_check_constraint(op.f("ck_receipt_kind"), "kind IN ('question')")
    with op.batch_alter_table("submission") as table:
        for name in ("foi_shown_if_any", "foi_link_with_its_state", "foi_state", "state"):
            table.drop_constraint(op.f(f"ck_submission_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_submission_state"), STATES)
        table.drop_index("ix_submission_question_id")
        table.create_unique_constraint(op.f("uq_submission_question_id"), ["question_id"])
        table.drop_index("ix_submission_topic_id")
        table.drop_constraint(op.f("fk_submission_topic_id_topic"), type_="foreignkey")
        for name in ("topic_id", "late", "objection", "foi_link", "foi_state", "foi_shown"):
            table.drop_column(name)


def _without_questions() -> None:
    with op.batch_alter_table("question") as table:
        for name in ("asked_roughly", "foi_state", "foi_link_with_its_state"):
            table.drop_constraint(op.f(f"ck_question_{name}"), type_="check")
        for name in ("late", "asked_about", "foi_link", "foi_state"):
            table.drop_column(name)


def _without_topics() -> None:
    with op.batch_alter_table("question") as table:
        table.drop_index("ix_question_topic_id")
        table.drop_constraint(op.f("fk_question_topic_id_topic"), type_="foreignkey")
        table.drop_column("topic_id")
    op.drop_table("topic")
