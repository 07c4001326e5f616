"""What the search reads."""

import sqlalchemy as sa
from alembic import op

revision = "009"
down_revision = "008"

SEARCH = (
    (
        "sqlite",
        "CREATE VIRTUAL TABLE IF NOT EXISTS position_search\n            USING fts5(words, tokenize='ascii', prefix='1', columnsize=0)",
    ),
    (
        "postgresql",
        "CREATE TABLE IF NOT EXISTS position_search (\n            position_id BIGINT NOT NULL,\n            words TSVECTOR NOT NULL,\n            CONSTRAINT pk_position_search PRIMARY KEY (position_id))",
    ),
    (
        "postgresql",
        "CREATE INDEX IF NOT EXISTS ix_position_search_words\n            ON position_search USING gin (words) WITH (fastupdate = off)",
    ),
)


def upgrade() -> None:
    for dialect, statement in SEARCH:
        if dialect in (None, op.get_bind().dialect.name):
            op.execute(sa.text(statement))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
