"""Proofs of hours that were written down afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "019"
down_revision = "018"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HELD = sa.text("erased_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("kind IN ('pdf','jpeg')", name=op.f("ck_proofs_kind")),
        sa.CheckConstraint("(content IS NULL) = (erased_at IS NOT NULL)", name=op.f("ck_proofs_erased")),
        sa.ForeignKeyConstraint(["record_id"], ["service_records.id"], name=op.f("fk_proofs_record_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["people.id"], name=op.f("fk_proofs_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
        sa.UniqueConstraint("record_id", name=op.f("uq_proofs_record_id")),
        sa.UniqueConstraint("token", name=op.f("uq_proofs_token")),
    )
    op.create_index("ix_proofs_held", "proofs", ["at"], sqlite_where=HELD, postgresql_where=HELD)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
