"""Certificates, the records they rest on, what ended them, whose they are and who issues them."""

import sqlalchemy as sa
from alembic import op

revision = "018"
down_revision = "017"

TRIGGERS = (
    (
        "sqlite",
        "CREATE TRIGGER service_certificates_no_update BEFORE UPDATE ON service_certificates BEGIN SELECT RAISE(ABORT, 'certificates are never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER service_certificates_no_delete BEFORE DELETE ON service_certificates BEGIN SELECT RAISE(ABORT, 'certificates are never deleted'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER service_certificates_no_replace BEFORE INSERT ON service_certificates WHEN EXISTS (SELECT 1 FROM service_certificates WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'certificates are never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION service_certificates_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'certificates are never changed or deleted'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER service_certificates_no_change BEFORE UPDATE OR DELETE ON service_certificates FOR EACH ROW EXECUTE FUNCTION service_certificates_refuse()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER service_certificates_no_truncate BEFORE TRUNCATE ON service_certificates FOR EACH STATEMENT EXECUTE FUNCTION service_certificates_refuse()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER certificate_lines_no_update BEFORE UPDATE ON certificate_lines BEGIN SELECT RAISE(ABORT, 'certificate lines are never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER certificate_lines_no_delete BEFORE DELETE ON certificate_lines BEGIN SELECT RAISE(ABORT, 'certificate lines are never deleted'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER certificate_lines_no_replace BEFORE INSERT ON certificate_lines WHEN EXISTS (SELECT 1 FROM certificate_lines WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'certificate lines are never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION certificate_lines_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'certificate lines are never changed or deleted'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER certificate_lines_no_change BEFORE UPDATE OR DELETE ON certificate_lines FOR EACH ROW EXECUTE FUNCTION certificate_lines_refuse()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER certificate_lines_no_truncate BEFORE TRUNCATE ON certificate_lines FOR EACH STATEMENT EXECUTE FUNCTION certificate_lines_refuse()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER certificate_endings_no_update BEFORE UPDATE ON certificate_endings BEGIN SELECT RAISE(ABORT, 'certificate endings are never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER certificate_endings_no_delete BEFORE DELETE ON certificate_endings BEGIN SELECT RAISE(ABORT, 'certificate endings are never deleted'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER certificate_endings_no_replace BEFORE INSERT ON certificate_endings WHEN EXISTS (SELECT 1 FROM certificate_endings WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'certificate endings are never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION certificate_endings_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'certificate endings are never changed or deleted'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER certificate_endings_no_change BEFORE UPDATE OR DELETE ON certificate_endings FOR EACH ROW EXECUTE FUNCTION certificate_endings_refuse()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER certificate_endings_no_truncate BEFORE TRUNCATE ON certificate_endings FOR EACH STATEMENT EXECUTE FUNCTION certificate_endings_refuse()",
    ),
)


def upgrade() -> None:
    op.create_table(
        "certificate_issuers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("head", sa.String(length=40), nullable=False),
        sa.Column("handler", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_certificate_issuers_area_id")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["people.id"], name=op.f("fk_certificate_issuers_changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_issuers")),
        sa.UniqueConstraint("area_id", name=op.f("uq_certificate_issuers_area_id")),
    )
    op.create_table(
        "service_certificates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("key_name", sa.String(length=20), nullable=False),
        sa.Column("signed", sa.String(length=1200), nullable=False),
        sa.CheckConstraint("minutes > 0 AND times > 0", name=op.f("ck_service_certificates_of_something")),
        sa.CheckConstraint("until >= since", name=op.f("ck_service_certificates_until_after_since")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_service_certificates_area_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_service_certificates_asked_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_service_certificates_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_certificates")),
        sa.UniqueConstraint("number", name=op.f("uq_service_certificates_number")),
    )
    with op.batch_alter_table("service_certificates", schema=None) as batch_op:
        batch_op.create_index(
            "ix_service_certificates_area_id_issued_at", ["area_id", "issued_at"], unique=False
        )
        batch_op.create_index(
            "ix_service_certificates_person_id_area_id", ["person_id", "area_id"], unique=False
        )

    op.create_table(
        "certificate_endings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(kind = 'replaced') = (replaced_by IS NOT NULL)", name=op.f("ck_certificate_endings_replaced")
        ),
        sa.CheckConstraint("kind IN ('revoked','replaced')", name=op.f("ck_certificate_endings_kind")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_certificate_endings_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_certificate_endings_by_id")),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["service_certificates.id"],
            name=op.f("fk_certificate_endings_certificate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["service_certificates.id"], name=op.f("fk_certificate_endings_replaced_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_endings")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_certificate_endings_certificate_id")),
        sa.UniqueConstraint("replaced_by", name=op.f("uq_certificate_endings_replaced_by")),
    )
    op.create_table(
        "certificate_holders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("id_kind", sa.String(length=20), nullable=False),
        sa.Column("id_masked", sa.String(length=30), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["service_certificates.id"],
            name=op.f("fk_certificate_holders_certificate_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_holders")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_certificate_holders_certificate_id")),
    )
    op.create_table(
        "certificate_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["service_certificates.id"], name=op.f("fk_certificate_lines_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["service_records.id"], name=op.f("fk_certificate_lines_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_lines")),
        sa.UniqueConstraint(
            "certificate_id", "record_id", name=op.f("uq_certificate_lines_certificate_id_record_id")
        ),
    )
    with op.batch_alter_table("certificate_lines", schema=None) as batch_op:
        batch_op.create_index("ix_certificate_lines_record_id", ["record_id"], unique=False)

    # Not in batch mode: on SQLite that would rebuild the table and drop its triggers.
    op.create_index(
        "ix_record_steps_taken_away",
        "record_steps",
        ["record_id", "step"],
        sqlite_where=sa.text("added_times < 0"),
        postgresql_where=sa.text("added_times < 0"),
    )
    for dialect, statement in TRIGGERS:
        if op.get_bind().dialect.name == dialect:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
