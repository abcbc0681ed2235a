"""People have addresses and sign in by mail with a second factor; links open exactly one thing."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NORMAL = "email IS NULL OR (email = lower(email) AND email LIKE '%@%')"


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("email", sa.String(254)))
        table.create_unique_constraint(op.f("uq_person_email"), ["email"])
        table.create_check_constraint(op.f("ck_person_email_normal"), NORMAL)
    with op.batch_alter_table("role_grant") as table:
        table.add_column(sa.Column("confirmed_on", sa.Date()))
    with op.batch_alter_table("signed_in_session") as table:
        table.add_column(sa.Column("proof", sa.String(4), nullable=False, server_default="host"))
        table.add_column(sa.Column("second_factor_at", MOMENT))
        table.add_column(sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("device", sa.String(60), nullable=False, server_default=""))
        table.create_check_constraint(op.f("ck_signed_in_session_proof"), "proof IN ('mail', 'host', 'demo')")
    with op.batch_alter_table("signed_in_session") as table:
        for name, kind in (("proof", sa.String(4)), ("wrong_codes", sa.Integer()), ("device", sa.String(60))):
            table.alter_column(name, existing_type=kind, server_default=None)
    _sign_in_requests()
    _second_factors()
    _kept_forms()
    _scoped_links()


def _sign_in_requests() -> None:
    op.create_table(
        "sign_in_request",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("code_hash", sa.String(200), nullable=False),
        sa.Column("verifier_hash", sa.String(64), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.CheckConstraint("expires_at > asked_at", name=op.f("ck_sign_in_request_expires_later")),
        _person("sign_in_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_request")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_sign_in_request_link_hash")),
    )
    op.create_index("ix_sign_in_request_address", "sign_in_request", ["address_hash", "asked_at"])
    op.create_index(op.f("ix_sign_in_request_person_id"), "sign_in_request", ["person_id"])
    op.create_index(op.f("ix_sign_in_request_verifier_hash"), "sign_in_request", ["verifier_hash"])


def _second_factors() -> None:
    op.create_table(
        "authenticator_app",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        _person("authenticator_app"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_authenticator_app")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        _person("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"])
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _person("recovery_code"),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])


def _kept_forms() -> None:
    op.create_table(
        "kept_form",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        _person("kept_form"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
    )
    op.create_index(op.f("ix_kept_form_person_id"), "kept_form", ["person_id"])


def _scoped_links() -> None:
    op.create_table(
        "scoped_link",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date()),
        sa.CheckConstraint("kind IN ('pack', 'action', 'passage', 'slot')", name=op.f("ck_scoped_link_kind")),
        _person("scoped_link"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoped_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_scoped_link_token_hash")),
    )
    op.create_index(op.f("ix_scoped_link_person_id"), "scoped_link", ["person_id"])
    op.create_index("ix_scoped_link_thing", "scoped_link", ["kind", "thing_id"])


def _person(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_person_id_person")
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for name in ("scoped_link", "kept_form", "recovery_code", "passkey", "authenticator_app", "sign_in_request"):
        op.drop_table(name)
    with op.batch_alter_table("signed_in_session") as table:
        table.drop_constraint(op.f("ck_signed_in_session_proof"), type_="check")
        for name in ("device", "wrong_codes", "second_factor_at", "proof"):
            table.drop_column(name)
    with op.batch_alter_table("role_grant") as table:
        table.drop_column("confirmed_on")
    with op.batch_alter_table("person") as table:
        table.drop_constraint(op.f("ck_person_email_normal"), type_="check")
        table.drop_constraint(op.f("uq_person_email"), type_="unique")
        table.drop_column("email")
