"""Action points are kept alive all year: who holds them, what they say of them, and how they are reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    _public_columns()
    _public_tables()
    _holders_and_offers()
    _tick_offs()
    _reminders()


def _public_columns() -> None:
    with op.batch_alter_table("action_point") as batch:
        batch.add_column(sa.Column("due_because", sa.String(160), nullable=False, server_default=""))
        batch.add_column(sa.Column("first_due_on", sa.Date()))
        batch.add_column(sa.Column("first_due_words", sa.String(120), nullable=False, server_default=""))
        batch.add_column(sa.Column("handed_on", sa.Date()))
        batch.add_column(sa.Column("pass_on_by", sa.Date()))
        batch.add_column(sa.Column("taken", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("now_with", sa.String(200), nullable=False, server_default=""))
        batch.create_check_constraint(
            op.f("ck_action_point_one_first_due"), "first_due_on IS NULL OR first_due_words = ''"
        )
        batch.create_check_constraint(
            op.f("ck_action_point_handed_on_starts_a_clock"), "(handed_on IS NULL) = (pass_on_by IS NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_action_point_only_what_is_for_anyone_is_taken"), "NOT taken OR owner_kind = 'anyone'"
        )
    with op.batch_alter_table("action_update") as batch:
        batch.add_column(sa.Column("new_due_on", sa.Date()))
        batch.add_column(sa.Column("handed_over", sa.Boolean(), nullable=False, server_default=sa.false()))


def _public_tables() -> None:
    op.create_table(
        "action_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("called", sa.String(100), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["update_id"], ["action_update.id"], name=op.f("fk_action_file_update_id_action_update"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_file")),
    )
    op.create_index(op.f("ix_action_file_update_id"), "action_file", ["update_id"])
    op.create_table(
        "notice_reach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.String(200), nullable=False),
        sa.Column("people", sa.Integer()),
        sa.CheckConstraint("length(how) > 0", name=op.f("ck_notice_reach_how_given")),
        sa.CheckConstraint("people IS NULL OR people >= 0", name=op.f("ck_notice_reach_people_counted")),
        _to_action("notice_reach"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_reach")),
    )
    op.create_index(op.f("ix_notice_reach_action_id"), "notice_reach", ["action_id"])


def _holders_and_offers() -> None:
    op.create_table(
        "action_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("address", sa.String(254)),
        sa.Column("is_taker", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("quiet_until", sa.Date()),
        sa.CheckConstraint("length(name) > 0 OR until IS NOT NULL", name=op.f("ck_action_holder_named_while_it_lasts")),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_action_holder_ends_after_start")),
        _to_action("action_holder"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_action_holder_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_holder")),
    )
    op.create_index(op.f("ix_action_holder_action_id"), "action_holder", ["action_id"])
    op.create_index(op.f("ix_action_holder_person_id"), "action_holder", ["person_id"])
    _one_only("ix_action_holder_now", "action_holder", "until IS NULL")
    op.create_table(
        "action_offer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "length(name) > 0 AND length(address) > 0", name=op.f("ck_action_offer_name_and_address_given")
        ),
        _to_action("action_offer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_offer")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_action_offer_token_hash")),
    )
    op.create_index(op.f("ix_action_offer_action_id"), "action_offer", ["action_id"])


def _tick_offs() -> None:
    op.create_table(
        "tick_off",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer()),
        sa.Column("form_key", sa.String(64), nullable=False),
        sa.Column("said", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("new_due_on", sa.Date()),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("update_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("said IN ('done', 'half_done', 'more_time', 'not_ours')", name=op.f("ck_tick_off_said")),
        sa.CheckConstraint(
            "state IN ('waiting', 'confirmed', 'set_aside', 'taken_back')", name=op.f("ck_tick_off_state")
        ),
        sa.CheckConstraint("(state = 'taken_back') = (words = '')", name=op.f("ck_tick_off_words_until_taken_back")),
        sa.CheckConstraint(
            "(said = 'more_time') = (new_due_on IS NOT NULL)", name=op.f("ck_tick_off_more_time_says_until_when")
        ),
        _to_action("tick_off"),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["action_holder.id"], name=op.f("fk_tick_off_holder_id_action_holder"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["update_id"], ["action_update.id"], name=op.f("fk_tick_off_update_id_action_update"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tick_off")),
        sa.UniqueConstraint("form_key", name=op.f("uq_tick_off_form_key")),
    )
    op.create_index(op.f("ix_tick_off_action_id"), "tick_off", ["action_id"])
    op.create_index(op.f("ix_tick_off_holder_id"), "tick_off", ["holder_id"])
    _one_only("ix_tick_off_waiting", "tick_off", "state = 'waiting'")
    op.create_table(
        "tick_off_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("tick_off_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("called", sa.String(100), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tick_off_id"], ["tick_off.id"], name=op.f("fk_tick_off_file_tick_off_id_tick_off"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tick_off_file")),
    )
    op.create_index(op.f("ix_tick_off_file_tick_off_id"), "tick_off_file", ["tick_off_id"])


def _reminders() -> None:
    op.create_table(
        "action_reminder",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.CheckConstraint("state IN ('edited', 'skipped', 'sent')", name=op.f("ck_action_reminder_state")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_action_reminder")),
    )
    op.create_table(
        "quiet_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(120), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_quiet_period_ends_after_start")),
        sa.CheckConstraint("length(why) > 0", name=op.f("ck_quiet_period_why_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_period")),
    )


def _to_action(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_action_id_action_point")
    return sa.ForeignKeyConstraint(["action_id"], ["action_point.id"], name=name, ondelete="CASCADE")


def _one_only(name: str, table: str, where: str) -> None:
    """At most one row of this kind for each action point."""
    only = sa.text(where)
    op.create_index(name, table, ["action_id"], unique=True, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for table in (
        "quiet_period", "action_reminder", "tick_off_file", "tick_off", "action_offer", "action_holder",
        "notice_reach", "action_file",
    ):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("action_update") as batch:
        batch.drop_column("handed_over")
        batch.drop_column("new_due_on")
    with op.batch_alter_table("action_point") as batch:
        for check in ("only_what_is_for_anyone_is_taken", "handed_on_starts_a_clock", "one_first_due"):
            batch.drop_constraint(op.f(f"ck_action_point_{check}"), type_="check")
        for column in (
            "now_with", "taken", "pass_on_by", "handed_on", "first_due_words", "first_due_on", "due_because",
        ):  # fmt: skip
            batch.drop_column(column)
