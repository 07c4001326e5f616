"""ID numbers, as ciphertext only."""

import sqlalchemy as sa
from alembic import op

revision = "015"
down_revision = "014"


def upgrade() -> None:
    op.create_table(
        "identity_numbers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("blind_index", sa.String(length=64), nullable=False),
        sa.Column("uses", sa.String(length=300), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identity_numbers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_numbers")),
        sa.UniqueConstraint("blind_index", name=op.f("uq_identity_numbers_blind_index")),
        sa.UniqueConstraint("person_id", name=op.f("uq_identity_numbers_person_id")),
    )
    with op.batch_alter_table("identity_numbers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_numbers_consented_at"), ["consented_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_numbers_key_id"), ["key_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
