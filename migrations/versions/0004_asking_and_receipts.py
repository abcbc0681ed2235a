"""Questions that families leave, their receipts, and what may be said of whoever asked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.add_column(sa.Column("said_of_asker", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("question") as table:
        table.alter_column("said_of_asker", existing_type=sa.String(200), server_default=None)
    _receipt()
    _submission()
    _consent()


def _receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("contact", sa.String(254)),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('question')", name=op.f("ck_receipt_kind")),
        sa.CheckConstraint("contact <> ''", name=op.f("ck_receipt_contact_or_none")),
        sa.CheckConstraint("contact IS NOT NULL OR NOT follows", name=op.f("ck_receipt_news_need_a_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_receipt_code_hash")),
    )


def _submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("receipt_id", KEY, nullable=False),
        sa.Column("meeting_id", sa.Integer()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("please_reword", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("because", sa.String(500), nullable=False),
        sa.Column("consent", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(200), nullable=False),
        sa.Column("question_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('new', 'worded', 'released', 'parked', 'declined', 'withdrawn')",
            name=op.f("ck_submission_state"),
        ),
        sa.CheckConstraint("(state = 'withdrawn') = (words = '')", name=op.f("ck_submission_words_until_withdrawn")),
        sa.CheckConstraint(
            "question_id IS NULL OR state IN ('released', 'withdrawn')",
            name=op.f("ck_submission_on_record_once_released"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('worded', 'released') OR length(wording) > 0", name=op.f("ck_submission_worded_has_wording")
        ),
        sa.CheckConstraint("state <> 'declined' OR length(because) > 0", name=op.f("ck_submission_declined_says_why")),
        sa.CheckConstraint("consent BETWEEN 0 AND 3", name=op.f("ck_submission_consent_on_the_ladder")),
        sa.CheckConstraint("(consent = 0) = (said = '')", name=op.f("ck_submission_consent_says_what")),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipt.id"], name=op.f("fk_submission_receipt_id_receipt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_submission_meeting_id_meeting"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_submission_question_id_question"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_submission_receipt_id")),
        sa.UniqueConstraint("question_id", name=op.f("uq_submission_question_id")),
    )
    op.create_index("ix_submission_meeting_id", "submission", ["meeting_id"])


def _consent() -> None:
    op.create_table(
        "named_asker",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_named_asker_name_given")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_named_asker_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_named_asker")),
    )
    op.create_table(
        "consent_given",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_consent_given_level_on_the_ladder")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_consent_given_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_given")),
        sa.UniqueConstraint("submission_id", "level", name=op.f("uq_consent_given_submission_id")),
    )


def downgrade() -> None:
    for name in ("consent_given", "named_asker", "submission", "receipt"):
        op.drop_table(name)
    with op.batch_alter_table("question") as table:
        table.drop_column("said_of_asker")
