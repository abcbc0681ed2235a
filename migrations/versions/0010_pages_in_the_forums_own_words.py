"""The forum may write its pages on privacy, sharing and the impact assessment anew."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NAMES = "name IN ('privacy', 'sharing', 'impact-assessment')"


def upgrade() -> None:
    op.create_table(
        "page_text",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("html", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(NAMES, name=op.f("ck_page_text_name")),
        sa.CheckConstraint("(text IS NULL) = (html IS NULL)", name=op.f("ck_page_text_html_made_of_text")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_page_text")),
    )
    op.create_table(
        "earlier_page_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(NAMES, name=op.f("ck_earlier_page_text_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_page_text")),
    )
    op.create_index("ix_earlier_page_text_name", "earlier_page_text", ["name", "id"])


def downgrade() -> None:
    op.drop_table("earlier_page_text")
    op.drop_table("page_text")
