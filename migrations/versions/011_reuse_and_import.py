"""Sheets and how they were read, standing answers, models, versions, acts on many positions."""

import sqlalchemy as sa
from alembic import op

revision = "011"
down_revision = "010"


def upgrade() -> None:
    op.create_table(
        "return_reasons",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("times_used", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_return_reasons_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_reasons")),
        sa.UniqueConstraint("area_id", "reason", name=op.f("uq_return_reasons_area_id_reason")),
    )
    op.create_table(
        "model_positions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=50), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times_taken", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_model_positions_area_id")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_model_positions_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_positions")),
    )
    with op.batch_alter_table("model_positions", schema=None) as batch_op:
        batch_op.create_index("ix_model_positions_area_id_title", ["area_id", "title"], unique=False)

    op.create_table(
        "standing_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_standing_answers_area_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_standing_answers_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_answers")),
        sa.UniqueConstraint("area_id", name=op.f("uq_standing_answers_area_id")),
    )
    op.create_table(
        "bulk_acts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind IN ('import','copy','change','submit','publish')", name=op.f("ck_bulk_acts_kind")
        ),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_bulk_acts_by")),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_bulk_acts_list_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["people.id"], name=op.f("fk_bulk_acts_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_acts")),
    )
    with op.batch_alter_table("bulk_acts", schema=None) as batch_op:
        batch_op.create_index("ix_bulk_acts_list_id_at", ["list_id", "at"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("introduction", sa.String(length=500), nullable=False),
        sa.Column("list_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("kind IN ('opportunity','task')", name=op.f("ck_uploads_kind")),
        sa.CheckConstraint(
            "state IN ('waiting','reading','read','failed','saved')", name=op.f("ck_uploads_state")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_uploads_area_id")),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_uploads_list_id")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["people.id"], name=op.f("fk_uploads_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index("ix_uploads_area_id_at", ["area_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_list_id"), ["list_id"], unique=False)
        batch_op.create_index(
            "ix_uploads_unread",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting','reading')"),
            postgresql_where=sa.text("state IN ('waiting','reading')"),
        )

    op.create_table(
        "position_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision IN ('returned','published')", name=op.f("ck_position_versions_decision")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_position_versions_decided_by")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_position_versions_position_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_versions")),
        sa.UniqueConstraint("position_id", "version", name=op.f("uq_position_versions_position_id_version")),
    )
    op.create_table(
        "upload_rows",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("left_out", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_upload_rows_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_rows")),
        sa.UniqueConstraint("upload_id", "item", name=op.f("uq_upload_rows_upload_id_item")),
    )
    with op.batch_alter_table("areas", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("reviewed_above", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("lists", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_from", sa.String(length=120), server_default="", nullable=False))

    with op.batch_alter_table("positions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("guessed", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("original", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
