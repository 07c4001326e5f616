"""SQLite's REPLACE deletes a row without asking its triggers: audit rows refuse it themselves."""

from alembic import op

revision = "012"
down_revision = "011"

NO_REPLACE = (
    "CREATE TRIGGER audit_rows_no_replace BEFORE INSERT ON audit_rows "
    "WHEN EXISTS (SELECT 1 FROM audit_rows WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(NO_REPLACE)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
