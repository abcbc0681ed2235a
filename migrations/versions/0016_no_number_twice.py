"""Numbers that stand in links are given once; and which mail each reminder went in, so that it can be written anew."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

IN_LINKS = (
    "person", "meeting", "circulation", "agenda_item", "minute_version", "question",
    "action_point", "action_update", "action_holder", "date_poll", "room_request",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("action_reminder", sa.Column("went_in", sa.String(120)))
    _number(True)


def downgrade() -> None:
    _number(False)
    with op.batch_alter_table("action_reminder") as table:
        table.drop_column("went_in")


def _number(once: bool) -> None:
    """PostgreSQL never gave a number twice. SQLite does not either where a table says so, which takes a new table."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in IN_LINKS:
        with op.batch_alter_table(name, recreate="always", table_kwargs={"sqlite_autoincrement": once}):
            pass
