"""How often something came from one place is counted where every process sees it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "rate_count",
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.CheckConstraint("counted > 0", name=op.f("ck_rate_count_counted_something")),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_rate_count")),
    )
    op.create_index("ix_rate_count_ends_at", "rate_count", ["ends_at"])


def downgrade() -> None:
    op.drop_table("rate_count")
