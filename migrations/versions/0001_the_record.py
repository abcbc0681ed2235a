"""The record: forum, people, meetings, questions, actions, minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "forum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("local_authority", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("privacy_note", sa.Text(), nullable=False),
        sa.Column("usual_doors", sa.Time(), nullable=False),
        sa.Column("usual_start", sa.Time(), nullable=False),
        sa.Column("usual_end", sa.Time(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("set_up_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_forum_only_one")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_forum_name_given")),
        sa.CheckConstraint("usual_doors <= usual_start", name=op.f("ck_forum_usual_doors_before_start")),
        sa.CheckConstraint("usual_start < usual_end", name=op.f("ck_forum_usual_start_before_end")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum")),
    )
    op.create_table(
        "old_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_minutes")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_person_name_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "used_sign_in_link",
        sa.Column("nonce_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nonce_hash", name=op.f("pk_used_sign_in_link")),
    )
    with op.batch_alter_table("used_sign_in_link", schema=None) as batch_op:
        batch_op.create_index("ix_used_sign_in_link_used_at", ["used_at"], unique=False)

    op.create_table(
        "venue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_venue_name_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_audit_entry_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("doors_at", sa.Time(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_by", sa.Time(), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("attending", sa.String(length=10), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("room_state", sa.String(length=20), nullable=False),
        sa.Column("online_link", sa.String(length=500), nullable=True),
        sa.Column("link_hours_before", sa.Integer(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=False),
        sa.Column("calendar_uid", sa.String(length=120), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("calendar_stamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("attending IN ('room', 'online', 'both')", name=op.f("ck_meeting_attending")),
        sa.CheckConstraint(
            "kind = 'forum' OR state IN ('draft', 'cancelled')", name=op.f("ck_meeting_planning_is_private")
        ),
        sa.CheckConstraint("kind IN ('forum', 'planning')", name=op.f("ck_meeting_kind")),
        sa.CheckConstraint("room_state IN ('not_asked', 'requested', 'confirmed')", name=op.f("ck_meeting_room_state")),
        sa.CheckConstraint(
            "state IN ('draft', 'announced', 'agenda_published', 'minutes_published', 'cancelled')",
            name=op.f("ck_meeting_state"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'minutes_published', 'cancelled') OR (starts_at IS NOT NULL AND ends_by IS NOT NULL)",
            name=op.f("ck_meeting_times_before_public"),
        ),
        sa.CheckConstraint(
            "(online_link IS NULL) = (link_hours_before IS NULL)", name=op.f("ck_meeting_link_has_its_moment")
        ),
        sa.CheckConstraint(
            "doors_at IS NULL OR starts_at IS NULL OR doors_at <= starts_at",
            name=op.f("ck_meeting_doors_first"),
        ),
        sa.CheckConstraint(
            "ends_by IS NULL OR starts_at IS NULL OR starts_at < ends_by",
            name=op.f("ck_meeting_start_before_end"),
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["meeting.id"], name=op.f("fk_meeting_previous_id_meeting"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venue.id"], name=op.f("fk_meeting_venue_id_venue"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("calendar_uid", name=op.f("uq_meeting_calendar_uid")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_previous_id"), ["previous_id"], unique=False)
        batch_op.create_index("ix_meeting_public", ["kind", "state", "day"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_venue_id"), ["venue_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('coordinator', 'deputy', 'chair', 'representative')", name=op.f("ck_role_grant_role")
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_role_grant_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "signed_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_signed_in_session_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_session_token_hash")),
    )
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_in_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "action_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.String(length=10), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("via", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("second_text", sa.Text(), nullable=True),
        sa.Column("joined_by", sa.String(length=5), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_words", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('done', 'not_done')) = (closed_on IS NOT NULL)",
            name=op.f("ck_action_point_closed_has_its_day"),
        ),
        sa.CheckConstraint("due_on IS NULL OR due_words = ''", name=op.f("ck_action_point_one_due")),
        sa.CheckConstraint("joined_by IN ('and', 'or')", name=op.f("ck_action_point_joined_by")),
        sa.CheckConstraint("owner_kind IN ('person', 'group', 'anyone')", name=op.f("ck_action_point_owner_kind")),
        sa.CheckConstraint("state IN ('open', 'partly_done', 'done', 'not_done')", name=op.f("ck_action_point_state")),
        sa.CheckConstraint(
            "(second_text IS NULL) = (joined_by IS NULL)",
            name=op.f("ck_action_point_second_part_has_its_join"),
        ),
        sa.CheckConstraint("length(owner) > 0 AND length(text) > 0", name=op.f("ck_action_point_owner_and_text_given")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_action_point_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_point")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_action_point_meeting_id")),
    )
    with op.batch_alter_table("action_point", schema=None) as batch_op:
        batch_op.create_index("ix_action_point_state", ["state", "owner_kind"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("presenter", sa.String(length=120), nullable=False),
        sa.Column("presenter_title", sa.String(length=200), nullable=False),
        sa.Column("minutes_allotted", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("parked_because", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('introduction', 'la_speaker', 'guest_speaker', 'questions', 'la_news', 'case_study', 'aob', 'next_meeting', 'other')",
            name=op.f("ck_agenda_item_kind"),
        ),
        sa.CheckConstraint("parked OR parked_because = ''", name=op.f("ck_agenda_item_reason_only_when_parked")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_agenda_item_title_given")),
        sa.CheckConstraint(
            "minutes_allotted IS NULL OR minutes_allotted BETWEEN 0 AND 600",
            name=op.f("ck_agenda_item_sensible_length"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "minute_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("number = 1 OR length(note) > 0", name=op.f("ck_minute_version_a_correction_says_why")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_minute_version_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_version")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_minute_version_meeting_id")),
    )
    op.create_table(
        "role_at_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("job_title", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "role IN ('chair', 'coordinator', 'online_support', 'representative', 'apologies', 'proof_reader')",
            name=op.f("ck_role_at_meeting_role"),
        ),
        sa.CheckConstraint("name IS NOT NULL OR job_title IS NOT NULL", name=op.f("ck_role_at_meeting_name_or_post")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_role_at_meeting_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_at_meeting")),
        sa.UniqueConstraint("meeting_id", "role", "position", name=op.f("uq_role_at_meeting_meeting_id")),
    )
    op.create_table(
        "action_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'partly_done', 'done', 'not_done')", name=op.f("ck_action_update_state")),
        sa.CheckConstraint("length(words) > 0", name=op.f("ck_action_update_words_given")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action_point.id"],
            name=op.f("fk_action_update_action_id_action_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_update")),
    )
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_update_action_id"), ["action_id"], unique=False)

    op.create_table(
        "earlier_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_earlier_text_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_text")),
    )
    with op.batch_alter_table("earlier_text", schema=None) as batch_op:
        batch_op.create_index("ix_earlier_text_item_id", ["item_id", "id"], unique=False)

    op.create_table(
        "item_minutes",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_item_minutes_item_id_agenda_item"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_minutes")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("wording_html", sa.Text(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('advance', 'room', 'chat')", name=op.f("ck_question_kind")),
        sa.CheckConstraint("length(wording) > 0", name=op.f("ck_question_wording_given")),
        sa.CheckConstraint("number IS NULL OR number > 0", name=op.f("ck_question_number_positive")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_question_item_id_agenda_item"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_question_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_question_meeting_id")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("voice IN ('room', 'chat')", name=op.f("ck_contribution_voice")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_contribution_question_id_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("question_id", "position", name=op.f("uq_contribution_question_id")),
    )
    op.create_table(
        "minute_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.CheckConstraint("(part = 'minutes') = (item_id IS NOT NULL)", name=op.f("ck_minute_passage_part_fits")),
        sa.CheckConstraint("part IN ('minutes', 'response', 'contributions')", name=op.f("ck_minute_passage_part")),
        sa.CheckConstraint(
            "(item_id IS NULL) <> (question_id IS NULL)", name=op.f("ck_minute_passage_item_or_question")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_minute_passage_item_id_agenda_item"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_minute_passage_question_id_question"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["minute_version.id"],
            name=op.f("fk_minute_passage_version_id_minute_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_passage")),
        sa.UniqueConstraint("version_id", "item_id", "question_id", "part", name=op.f("uq_minute_passage_version_id")),
    )
    with op.batch_alter_table("minute_passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minute_passage_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minute_passage_question_id"), ["question_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(length=120), nullable=False),
        sa.Column("officer_title", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_response_question_id_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("question_id", name=op.f("uq_response_question_id")),
    )


def downgrade() -> None:
    op.drop_table("response")
    with op.batch_alter_table("minute_passage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minute_passage_question_id"))
        batch_op.drop_index(batch_op.f("ix_minute_passage_item_id"))

    op.drop_table("minute_passage")
    op.drop_table("contribution")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_question_item_id"))

    op.drop_table("question")
    op.drop_table("item_minutes")
    with op.batch_alter_table("earlier_text", schema=None) as batch_op:
        batch_op.drop_index("ix_earlier_text_item_id")

    op.drop_table("earlier_text")
    with op.batch_alter_table("action_update", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_update_action_id"))

    op.drop_table("action_update")
    op.drop_table("role_at_meeting")
    op.drop_table("minute_version")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_meeting_id"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("action_point", schema=None) as batch_op:
        batch_op.drop_index("ix_action_point_state")

    op.drop_table("action_point")
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_in_session_person_id"))

    op.drop_table("signed_in_session")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_person_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_venue_id"))
        batch_op.drop_index("ix_meeting_public")
        batch_op.drop_index(batch_op.f("ix_meeting_previous_id"))

    op.drop_table("meeting")
    op.drop_table("audit_entry")
    op.drop_table("venue")
    with op.batch_alter_table("used_sign_in_link", schema=None) as batch_op:
        batch_op.drop_index("ix_used_sign_in_link_used_at")

    op.drop_table("used_sign_in_link")
    op.drop_table("person")
    op.drop_table("old_minutes")
    op.drop_table("forum")
