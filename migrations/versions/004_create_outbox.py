"""Messages on their way."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("asked_from", sa.String(length=45), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fate", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=60), nullable=True),
        sa.CheckConstraint("channel IN ('sms')", name=op.f("ck_messages_channel")),
        sa.CheckConstraint("fate IN ('queued','sent','dead')", name=op.f("ck_messages_fate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_address_created_at", "messages", ["address", "created_at"], unique=False)
    op.create_index("ix_messages_created_at", "messages", ["created_at"], unique=False)
    op.create_index(
        "ix_messages_due",
        "messages",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("fate = 'queued'"),
        postgresql_where=sa.text("fate = 'queued'"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
