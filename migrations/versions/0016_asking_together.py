"""Questions on record have topics."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0010"


def upgrade() -> None:
    _topics()


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


def downgrade() -> None:
    _without_topics()


def _without_topics() -> None:
    with op.batch_alter_table("question") as table:
        table.drop_index("ix_question_topic_id")
        table.drop_constraint(op.f("fk_question_topic_id_topic"), type_="foreignkey")
        table.drop_column("topic_id")
    op.drop_table("topic")
