"""Dates are proposed and answered, rooms are asked for, and planning meetings have notes."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS_BEFORE = "kind IN ('pack', 'action', 'passage', 'slot')"
KINDS = "kind IN ('pack', 'action', 'passage', 'slot', 'dates', 'room', 'planning')"


def upgrade() -> None:
    with op.batch_alter_table("meeting") as batch:
        batch.add_column(sa.Column("room_note", sa.String(1000), nullable=False, server_default=""))
    with op.batch_alter_table("meeting") as batch:
        batch.alter_column("room_note", server_default=None)
    _allow_links(KINDS)
    _date_polls()
    _room_requests()
    _planning()


def downgrade() -> None:
    for table in (
        "planning_guest", "planning_notes", "school_holiday", "room_request", "date_answer", "date_invitee",
        "date_proposal", "date_poll",
    ):  # fmt: skip
        op.drop_table(table)
    op.execute("DELETE FROM scoped_link WHERE kind IN ('dates', 'room', 'planning')")
    _allow_links(KINDS_BEFORE)
    with op.batch_alter_table("meeting") as batch:
        batch.drop_column("room_note")


def _allow_links(kinds: str) -> None:
    with op.batch_alter_table("scoped_link") as batch:
        batch.drop_constraint(op.f("ck_scoped_link_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_scoped_link_kind"), kinds)


def _date_polls() -> None:
    op.create_table(
        "date_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'open', 'chosen', 'withdrawn')", name=op.f("ck_date_poll_state")),
        sa.CheckConstraint("(state = 'draft') = (sent_on IS NULL)", name=op.f("ck_date_poll_sent_unless_a_draft")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_date_poll_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_poll")),
    )
    op.create_index("ix_date_poll_meeting", "date_poll", ["meeting_id", "state"])
    op.create_table(
        "date_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("doors_at", sa.Time()),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_by", sa.Time(), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts_at < ends_by", name=op.f("ck_date_proposal_start_before_end")),
        sa.CheckConstraint("doors_at IS NULL OR doors_at <= starts_at", name=op.f("ck_date_proposal_doors_first")),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name=op.f("fk_date_proposal_poll_id_date_poll"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_proposal")),
        sa.UniqueConstraint("poll_id", "day", "starts_at", name=op.f("uq_date_proposal_poll_id")),
    )
    op.create_table(
        "date_invitee",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("reminded_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name=op.f("fk_date_invitee_poll_id_date_poll"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_date_invitee_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_invitee")),
        sa.UniqueConstraint("poll_id", "person_id", name=op.f("uq_date_invitee_poll_id")),
    )
    op.create_index("ix_date_invitee_person_id", "date_invitee", ["person_id"])
    op.create_table(
        "date_answer",
        sa.Column("invitee_id", KEY, autoincrement=False, nullable=False),
        sa.Column("proposal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("says", sa.String(10), nullable=False),
        sa.CheckConstraint("says IN ('yes', 'if_need_be', 'no')", name=op.f("ck_date_answer_says")),
        sa.ForeignKeyConstraint(
            ["invitee_id"], ["date_invitee.id"], name=op.f("fk_date_answer_invitee_id_date_invitee"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["date_proposal.id"],
            name=op.f("fk_date_answer_proposal_id_date_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("invitee_id", "proposal_id", name=op.f("pk_date_answer")),
    )


def _room_requests() -> None:
    op.create_table(
        "room_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("doors_at", sa.Time()),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_by", sa.Time(), nullable=False),
        sa.Column("answer_by", sa.Date()),
        sa.Column("answered_on", sa.Date()),
        sa.Column("because", sa.String(1000), nullable=False),
        sa.Column("room", sa.String(200), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("must_know", sa.String(1000), nullable=False),
        sa.Column("is_seen", sa.Boolean(), nullable=False),
        sa.Column("venue_before_id", sa.Integer()),
        sa.Column("made_venue_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'impossible', 'withdrawn')", name=op.f("ck_room_request_state")
        ),
        sa.CheckConstraint(
            "(state = 'impossible') = (because <> '')", name=op.f("ck_room_request_impossible_says_why")
        ),
        sa.CheckConstraint("state <> 'confirmed' OR room <> ''", name=op.f("ck_room_request_confirmed_says_which")),
        sa.CheckConstraint(
            "state IN ('open', 'withdrawn') OR answered_on IS NOT NULL",
            name=op.f("ck_room_request_answered_has_its_day"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_room_request_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["venue_before_id"], ["venue.id"], name=op.f("fk_room_request_venue_before_id_venue"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["made_venue_id"], ["venue.id"], name=op.f("fk_room_request_made_venue_id_venue"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_request")),
    )
    op.create_index("ix_room_request_meeting_id", "room_request", ["meeting_id"])
    op.create_table(
        "school_holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_school_holiday_first_before_last")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_school_holiday_name_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_holiday")),
    )


def _planning() -> None:
    op.create_table(
        "planning_notes",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer()),
        sa.Column("asked_on", sa.Date()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("result_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_planning_notes_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_planning_notes_asked_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["meeting.id"], name=op.f("fk_planning_notes_result_id_meeting"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_planning_notes")),
    )
    op.create_index("ix_planning_notes_asked_by_id", "planning_notes", ["asked_by_id"])
    op.create_index("ix_planning_notes_result_id", "planning_notes", ["result_id"])
    op.create_table(
        "planning_guest",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_planning_guest_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_planning_guest_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_planning_guest")),
    )
    op.create_index("ix_planning_guest_person_id", "planning_guest", ["person_id"])
