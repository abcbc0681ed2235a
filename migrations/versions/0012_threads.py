"""Responses drafted by officers, what a response came to, promises that questions raised, and what was said before."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

OUTCOMES = "outcome IN ('answered', 'partly', 'taken_back', 'declined')"


def upgrade() -> None:
    _responses()
    _drafts()
    _duties()
    _raised_actions()
    _positions()


def _responses() -> None:
    with op.batch_alter_table("response") as table:
        table.add_column(sa.Column("outcome", sa.String(10)))
        table.create_check_constraint(op.f("ck_response_outcome"), OUTCOMES)
    with op.batch_alter_table("minute_passage") as table:
        table.add_column(sa.Column("outcome", sa.String(10)))
        table.add_column(sa.Column("officer", sa.String(120), nullable=False, server_default=""))
        table.add_column(sa.Column("officer_title", sa.String(200), nullable=False, server_default=""))
        table.create_check_constraint(op.f("ck_minute_passage_outcome"), OUTCOMES)
        table.create_check_constraint(
            op.f("ck_minute_passage_only_responses_come_to_something"), "part = 'response' OR outcome IS NULL"
        )
    with op.batch_alter_table("minute_passage") as table:
        table.alter_column("officer", existing_type=sa.String(120), server_default=None)
        table.alter_column("officer_title", existing_type=sa.String(200), server_default=None)


def _answer() -> list[sa.Column]:
    return [
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("officer", sa.String(120), nullable=False),
        sa.Column("officer_title", sa.String(200), nullable=False),
    ]


def _drafts() -> None:
    op.create_table(
        "response_draft",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        *_answer(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_response_draft_outcome")),
        sa.CheckConstraint(
            "length(text) > 0 AND length(officer) > 0", name=op.f("ck_response_draft_text_and_officer_given")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_response_draft_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_response_draft")),
    )
    op.create_table(
        "earlier_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        *_answer(),
        sa.CheckConstraint(OUTCOMES, name=op.f("ck_earlier_draft_outcome")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_earlier_draft_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_draft")),
    )
    op.create_index("ix_earlier_draft_question_id", "earlier_draft", ["question_id"])


def _duties() -> None:
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.Column("person_id", sa.Integer()),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("job_title", sa.String(200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("after_id", sa.Integer()),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_duty_name_given")),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_duty_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_duty_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["scoped_link.id"], name=op.f("fk_duty_link_id_scoped_link"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_duty_person_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["after_id"], ["duty.id"], name=op.f("fk_duty_after_id_duty"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("link_id", name=op.f("uq_duty_link_id")),
    )
    for column in ("meeting_id", "person_id", "after_id"):
        op.create_index(f"ix_duty_{column}", "duty", [column])


def _raised_actions() -> None:
    op.create_table(
        "raised_action",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_point.id"], name=op.f("fk_raised_action_action_id_action_point"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_raised_action_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_raised_action")),
    )
    op.create_index("ix_raised_action_question_id", "raised_action", ["question_id"])


def _positions() -> None:
    op.create_table(
        "stated_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("officer_title", sa.String(200), nullable=False),
        sa.Column("replaced_by_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(subject) > 0 AND length(sentence) > 0", name=op.f("ck_stated_position_subject_and_sentence_given")
        ),
        sa.CheckConstraint("replaced_by_id <> id", name=op.f("ck_stated_position_replaced_by_another")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_stated_position_question_id_question"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["stated_position.id"],
            name=op.f("fk_stated_position_replaced_by_id_stated_position"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_position")),
    )
    for column in ("question_id", "replaced_by_id"):
        op.create_index(f"ix_stated_position_{column}", "stated_position", [column])


def downgrade() -> None:
    for table in ("stated_position", "raised_action", "duty", "earlier_draft", "response_draft"):
        op.drop_table(table)
    with op.batch_alter_table("minute_passage") as batch:
        batch.drop_constraint(op.f("ck_minute_passage_only_responses_come_to_something"), type_="check")
        batch.drop_constraint(op.f("ck_minute_passage_outcome"), type_="check")
        for column in ("officer_title", "officer", "outcome"):
            batch.drop_column(column)
    with op.batch_alter_table("response") as batch:
        batch.drop_constraint(op.f("ck_response_outcome"), type_="check")
        batch.drop_column("outcome")
