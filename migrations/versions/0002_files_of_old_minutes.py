"""Old minutes arrive as files that wait to be read, or are refused with a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STATES = (
    "(upload IS NOT NULL AND reading IS NULL AND refused = '') "
    "OR (upload IS NULL AND reading IS NULL AND refused <> '') "
    "OR (upload IS NULL AND reading IS NOT NULL AND refused = '')"
)


def upgrade() -> None:
    with op.batch_alter_table("old_minutes") as table:
        table.add_column(sa.Column("upload", sa.LargeBinary()))
        table.add_column(sa.Column("refused", sa.Text(), nullable=False, server_default=""))
        table.alter_column("reading", existing_type=sa.JSON(), nullable=True)
        table.create_check_constraint("waits_or_refused_or_read", STATES)
    with op.batch_alter_table("old_minutes") as table:
        table.alter_column("refused", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM old_minutes WHERE reading IS NULL")
    with op.batch_alter_table("old_minutes") as table:
        table.drop_constraint("waits_or_refused_or_read", type_="check")
        table.alter_column("reading", existing_type=sa.JSON(), nullable=False)
        table.drop_column("refused")
        table.drop_column("upload")
