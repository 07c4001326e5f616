"""Lists, positions, shifts, and what is proposed for them."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lists",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("introduction", sa.String(length=500), nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('opportunity','task')", name=op.f("ck_lists_kind")),
        sa.CheckConstraint("period_end >= period_start", name=op.f("ck_lists_period")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_lists_area_id")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_lists_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lists")),
        sa.UniqueConstraint("number", name=op.f("uq_lists_number")),
    )
    op.create_index("ix_lists_area_id", "lists", ["area_id"], unique=False)
    op.create_table(
        "positions",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("list_id", ID, nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_reason", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=50), nullable=False),
        sa.Column("content", sa.String(length=2000), nullable=False),
        sa.Column("categories", sa.String(length=300), nullable=False),
        sa.Column("targets", sa.String(length=300), nullable=False),
        sa.Column("guarantees", sa.String(length=300), nullable=False),
        sa.Column("guarantee_note", sa.String(length=200), nullable=False),
        sa.Column("hazard", sa.Boolean(), nullable=False),
        sa.Column("risk_note", sa.String(length=500), nullable=False),
        sa.Column("safety_note", sa.String(length=500), nullable=False),
        sa.Column("insurance", sa.String(length=200), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("conditions", sa.String(length=300), nullable=False),
        sa.Column("remarks", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("contact_name", sa.String(length=40), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("phone_public", sa.Boolean(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("approval", sa.String(length=10), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_rule", sa.String(length=12), nullable=False),
        sa.Column("closes_hours", sa.Integer(), nullable=False),
        sa.Column("closes_time", sa.Time(), nullable=False),
        sa.Column("withdraw_rule", sa.String(length=12), nullable=False),
        sa.Column("withdraw_hours", sa.Integer(), nullable=False),
        sa.Column("withdraw_time", sa.Time(), nullable=False),
        sa.Column("counts_hours", sa.Boolean(), nullable=False),
        sa.Column("not_counted_for", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", ID, nullable=True),
        sa.Column("next_start", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approval IN ('auto','staff')", name=op.f("ck_positions_approval")),
        sa.CheckConstraint(
            "audience IN ('both','residents','officials')", name=op.f("ck_positions_audience")
        ),
        sa.CheckConstraint(
            "closes_rule IN ('at_start','hours_before','day_before')", name=op.f("ck_positions_closes_rule")
        ),
        sa.CheckConstraint(
            "state IN ('draft','in_review','returned','published','cancelled')",
            name=op.f("ck_positions_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published','cancelled') OR (content <> '' AND address <> '' AND contact_name <> '' AND contact_phone <> '')",
            name=op.f("ck_positions_public_is_complete"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published','cancelled') OR NOT hazard OR (insurance <> '' AND min_age >= 18)",
            name=op.f("ck_positions_hazard_insured_adult"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published','cancelled') OR risk_note <> ''",
            name=op.f("ck_positions_public_says_risk"),
        ),
        sa.CheckConstraint(
            "withdraw_rule IN ('at_start','hours_before','day_before')",
            name=op.f("ck_positions_withdraw_rule"),
        ),
        sa.CheckConstraint(
            "min_age IS NULL OR min_age BETWEEN 14 AND 100", name=op.f("ck_positions_min_age")
        ),
        sa.CheckConstraint(
            "minimum IS NULL OR minimum BETWEEN 1 AND 10000", name=op.f("ck_positions_minimum")
        ),
        sa.CheckConstraint("quota IS NULL OR quota BETWEEN 1 AND 10000", name=op.f("ck_positions_quota")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_positions_area_id")),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name=op.f("fk_positions_list_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["people.id"], name=op.f("fk_positions_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_positions")),
        sa.UniqueConstraint("number", name=op.f("uq_positions_number")),
    )
    op.create_index(
        "ix_positions_area_board",
        "positions",
        ["area_id", "next_start", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'published' AND next_start IS NOT NULL"),
        postgresql_where=sa.text("state = 'published' AND next_start IS NOT NULL"),
    )
    op.create_index("ix_positions_area_id", "positions", ["area_id"], unique=False)
    op.create_index(
        "ix_positions_board",
        "positions",
        ["next_start", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'published' AND next_start IS NOT NULL"),
        postgresql_where=sa.text("state = 'published' AND next_start IS NOT NULL"),
    )
    op.create_index("ix_positions_list_id", "positions", ["list_id"], unique=False)
    op.create_table(
        "position_hands",
        sa.Column("id", ID, nullable=False),
        sa.Column("position_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_position_hands_person_id")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_position_hands_position_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_hands")),
        sa.UniqueConstraint(
            "position_id",
            "version",
            "person_id",
            name=op.f("uq_position_hands_position_id_version_person_id"),
        ),
    )
    op.create_table(
        "proposed_changes",
        sa.Column("id", ID, nullable=False),
        sa.Column("position_id", ID, nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("proposed_by", ID, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decision IN ('waiting','approved','returned','taken_back')",
            name=op.f("ck_proposed_changes_decision"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_proposed_changes_decided_by")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_proposed_changes_position_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["people.id"], name=op.f("fk_proposed_changes_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_changes")),
    )
    op.create_index("ix_proposed_changes_position_id", "proposed_changes", ["position_id"], unique=False)
    op.create_index(
        "uq_proposed_changes_waiting",
        "proposed_changes",
        ["position_id"],
        unique=True,
        sqlite_where=sa.text("decision = 'waiting'"),
        postgresql_where=sa.text("decision = 'waiting'"),
    )
    op.create_table(
        "shifts",
        sa.Column("id", ID, nullable=False),
        sa.Column("position_id", ID, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdraw_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day_parts", sa.String(length=300), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shifts_ends_after_start")),
        sa.CheckConstraint("places >= quota", name=op.f("ck_shifts_places")),
        sa.CheckConstraint("quota BETWEEN 1 AND 10000", name=op.f("ck_shifts_quota")),
        sa.CheckConstraint("taken BETWEEN 0 AND places", name=op.f("ck_shifts_taken")),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_shifts_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
        sa.UniqueConstraint("id", "places", name=op.f("uq_shifts_id_places")),
    )
    op.create_index("ix_shifts_position_id_starts_at", "shifts", ["position_id", "starts_at"], unique=False)
    op.create_index(
        "ix_shifts_starts_at",
        "shifts",
        ["starts_at", "id"],
        unique=False,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_table(
        "earlier_values",
        sa.Column("id", ID, nullable=False),
        sa.Column("position_id", ID, nullable=False),
        sa.Column("shift_id", ID, nullable=True),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("value", sa.String(length=2000), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("changed_by", ID, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_earlier_values_changed_by")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_earlier_values_position_id")
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_earlier_values_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_values")),
    )
    op.create_index("ix_earlier_values_position_id", "earlier_values", ["position_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
