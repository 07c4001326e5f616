"""The audit log, which only grows."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


TRIGGERS = (
    (
        "sqlite",
        "CREATE TRIGGER audit_rows_no_update BEFORE UPDATE ON audit_rows BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER audit_rows_no_delete BEFORE DELETE ON audit_rows BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION audit_rows_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit rows are never changed or deleted'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER audit_rows_no_change BEFORE UPDATE OR DELETE ON audit_rows FOR EACH ROW EXECUTE FUNCTION audit_rows_refuse()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER audit_rows_no_truncate BEFORE TRUNCATE ON audit_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_refuse()",
    ),
)


def upgrade() -> None:
    op.create_table(
        "audit_rows",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("object_kind", sa.String(length=30), nullable=True),
        sa.Column("object_id", ID, nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_rows")),
    )
    op.create_index("ix_audit_rows_action", "audit_rows", ["action"], unique=False)
    op.create_index("ix_audit_rows_actor_id", "audit_rows", ["actor_id"], unique=False)
    op.create_index("ix_audit_rows_at", "audit_rows", ["at"], unique=False)
    op.create_index("ix_audit_rows_object", "audit_rows", ["object_kind", "object_id"], unique=False)
    for dialect, statement in TRIGGERS:
        if dialect in (None, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
