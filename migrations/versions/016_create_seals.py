"""Seals over the audit log and the ledger: append-only, each with the hash of the one before it."""

import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TRIGGERS = (
    (
        "sqlite",
        "CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'audit seals are never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'audit seals are never deleted'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER audit_seals_no_replace BEFORE INSERT ON audit_seals WHEN EXISTS (SELECT 1 FROM audit_seals WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'audit seals are never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION audit_seals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit seals are never changed or deleted'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER audit_seals_no_change BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_seals_refuse()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION audit_seals_refuse()",
    ),
)


def upgrade() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("id", ID, nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("columns", sa.String(length=1000), nullable=False),
        sa.Column("from_id", ID, nullable=False),
        sa.Column("to_id", ID, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digests", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_seals_previous")),
    )
    op.create_index("ix_audit_seals_table_name_to_id", "audit_seals", ["table_name", "to_id"], unique=False)
    for dialect, statement in TRIGGERS:
        if dialect == op.get_bind().dialect.name:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
