"""Asking many people for their certificates: batches, and each answer."""

import sqlalchemy as sa
from alembic import op

revision = "020"
down_revision = "019"


def upgrade() -> None:

    op.create_table(
        "certificate_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("purpose", sa.String(length=100), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(area_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_certificate_batches_one_place")
        ),
        sa.CheckConstraint(
            "(content IS NULL) OR (packed_at IS NOT NULL)", name=op.f("ck_certificate_batches_packed")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_certificate_batches_area_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_certificate_batches_asked_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_certificate_batches_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_batches")),
    )
    with op.batch_alter_table("certificate_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_batches_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_batches_packed_at"), ["packed_at"], unique=False)

    op.create_table(
        "certificate_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(answer = 'asked') = (answered_at IS NULL)", name=op.f("ck_certificate_requests_answered")
        ),
        sa.CheckConstraint(
            "(answer = 'asked') = (answered_by IS NULL)", name=op.f("ck_certificate_requests_answered_by")
        ),
        sa.CheckConstraint("answer IN ('asked','yes','no')", name=op.f("ck_certificate_requests_answer")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_certificate_requests_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["certificate_batches.id"], name=op.f("fk_certificate_requests_batch_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_certificate_requests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_requests")),
        sa.UniqueConstraint("batch_id", "person_id", name=op.f("uq_certificate_requests_batch_id_person_id")),
    )
    with op.batch_alter_table("certificate_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_requests_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
