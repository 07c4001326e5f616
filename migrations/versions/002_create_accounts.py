"""People, accounts, sign-ins, appointments, codes, failures, consents."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "failures",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failures")),
    )
    op.create_index("ix_failures_key_at", "failures", ["key", "at"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("volunteer_no", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("birth_month", sa.Date(), nullable=True),
        sa.Column("contact_mobile", sa.String(length=11), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "birth_month IS NULL OR birth_month > '1900-01-01'", name=op.f("ck_people_birth_month")
        ),
        sa.CheckConstraint("kind IN ('resident','official')", name=op.f("ck_people_kind")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_people_area_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_people_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("volunteer_no", name=op.f("uq_people_volunteer_no")),
    )
    op.create_index("ix_people_area_id", "people", ["area_id"], unique=False)
    op.create_index("ix_people_contact_mobile", "people", ["contact_mobile"], unique=False)
    op.create_index("ix_people_unit_id", "people", ["unit_id"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("mobile", sa.String(length=11), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("short_password", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("privacy_version", sa.String(length=20), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("mobile", name=op.f("uq_accounts_mobile")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("area_id", ID, nullable=True),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("given_by", ID, nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", ID, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role = 'liaison') = (unit_id IS NOT NULL)", name=op.f("ck_appointments_scope_fits_role")
        ),
        sa.CheckConstraint(
            "role IN ('editor','reviewer','manager','liaison','auditor')", name=op.f("ck_appointments_role")
        ),
        sa.CheckConstraint("(area_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_appointments_one_scope")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_appointments_area_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_appointments_ended_by")),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_appointments_given_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appointments_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_appointments_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index("ix_appointments_area_id", "appointments", ["area_id"], unique=False)
    op.create_index("ix_appointments_person_id", "appointments", ["person_id"], unique=False)
    op.create_index("ix_appointments_unit_id", "appointments", ["unit_id"], unique=False)
    op.create_index(
        "uq_appointments_running",
        "appointments",
        [
            "person_id",
            "role",
            sa.literal_column("coalesce(area_id, 0)"),
            sa.literal_column("coalesce(unit_id, 0)"),
        ],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "consents",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("text", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"], unique=False)
    op.create_table(
        "codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("purpose", sa.String(length=15), nullable=False),
        sa.Column("mobile", sa.String(length=11), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("asked_from", sa.String(length=45), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('register','reset','change_mobile')", name=op.f("ck_codes_purpose")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_codes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
    )
    op.create_index("ix_codes_asked_from", "codes", ["asked_from"], unique=False)
    op.create_index("ix_codes_browser_hash", "codes", ["browser_hash"], unique=False)
    op.create_index("ix_codes_created_at", "codes", ["created_at"], unique=False)
    op.create_index("ix_codes_mobile", "codes", ["mobile"], unique=False)
    op.create_table(
        "known_browsers",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_known_browsers_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_browsers")),
        sa.UniqueConstraint("account_id", "token_hash", name=op.f("uq_known_browsers_account_id_token_hash")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sign_ins_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
