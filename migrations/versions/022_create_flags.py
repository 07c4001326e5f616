"""What looks wrong about hours, and records drawn by lot to be checked once more."""

import sqlalchemy as sa
from alembic import op

revision = "022"
down_revision = "021"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRIGGERS = (
    (
        "sqlite",
        "CREATE TRIGGER recheck_draws_no_update BEFORE UPDATE ON recheck_draws BEGIN SELECT RAISE(ABORT, 'draws of re-checks are never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER recheck_draws_no_delete BEFORE DELETE ON recheck_draws BEGIN SELECT RAISE(ABORT, 'draws of re-checks are never deleted'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER recheck_draws_no_replace BEFORE INSERT ON recheck_draws WHEN EXISTS (SELECT 1 FROM recheck_draws WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'draws of re-checks are never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION recheck_draws_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'draws of re-checks are never changed or deleted'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER recheck_draws_no_change BEFORE UPDATE OR DELETE ON recheck_draws FOR EACH ROW EXECUTE FUNCTION recheck_draws_refuse()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER recheck_draws_no_truncate BEFORE TRUNCATE ON recheck_draws FOR EACH STATEMENT EXECUTE FUNCTION recheck_draws_refuse()",
    ),
)


def upgrade() -> None:
    op.create_table(
        "flag_marks",
        sa.Column("table_name", sa.String(length=30), nullable=False),
        sa.Column("last_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_flag_marks")),
    )
    op.create_table(
        "recheck_draws",
        sa.Column("id", ID, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_recheck_draws_percent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck_draws")),
        sa.UniqueConstraint("month", name=op.f("uq_recheck_draws_month")),
    )
    op.create_table(
        "record_flags",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", ID, nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(state = 'found') = (looked_at IS NULL)", name=op.f("ck_record_flags_looked_at")),
        sa.CheckConstraint(
            "kind IN ('same_minute','one_device','over_day','two_places','at_night','backfill_share','quick_confirm')",
            name=op.f("ck_record_flags_kind"),
        ),
        sa.CheckConstraint("state = 'found' OR note <> ''", name=op.f("ck_record_flags_note")),
        sa.CheckConstraint("state IN ('found','explained','acted')", name=op.f("ck_record_flags_state")),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by IS NULL)", name=op.f("ck_record_flags_looked_by")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_record_flags_area_id")),
        sa.ForeignKeyConstraint(["looked_by"], ["people.id"], name=op.f("fk_record_flags_looked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_flags")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_record_flags_kind_key")),
    )
    op.create_index("ix_record_flags_area_id_state", "record_flags", ["area_id", "state"], unique=False)

    op.create_table(
        "flag_people",
        sa.Column("flag_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.CheckConstraint("part IN ('hand','volunteer')", name=op.f("ck_flag_people_part")),
        sa.ForeignKeyConstraint(["flag_id"], ["record_flags.id"], name=op.f("fk_flag_people_flag_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_flag_people_person_id")),
        sa.PrimaryKeyConstraint("flag_id", "person_id", name=op.f("pk_flag_people")),
    )
    op.create_index(op.f("ix_flag_people_person_id"), "flag_people", ["person_id"], unique=False)

    op.create_table(
        "rechecks",
        sa.Column("id", ID, nullable=False),
        sa.Column("draw_id", ID, nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", ID, nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (looked_at IS NULL)", name=op.f("ck_rechecks_looked_at")),
        sa.CheckConstraint("state = 'waiting' OR note <> ''", name=op.f("ck_rechecks_note")),
        sa.CheckConstraint("state IN ('waiting','right','wrong','gone')", name=op.f("ck_rechecks_state")),
        sa.CheckConstraint("(looked_at IS NULL) = (looked_by IS NULL)", name=op.f("ck_rechecks_looked_by")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_rechecks_area_id")),
        sa.ForeignKeyConstraint(["draw_id"], ["recheck_draws.id"], name=op.f("fk_rechecks_draw_id")),
        sa.ForeignKeyConstraint(["looked_by"], ["people.id"], name=op.f("fk_rechecks_looked_by")),
        sa.ForeignKeyConstraint(["record_id"], ["service_records.id"], name=op.f("fk_rechecks_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rechecks")),
        sa.UniqueConstraint("draw_id", "record_id", name=op.f("uq_rechecks_draw_id_record_id")),
    )
    op.create_index("ix_rechecks_area_id_state", "rechecks", ["area_id", "state", "due_on"], unique=False)
    op.create_index(op.f("ix_rechecks_record_id"), "rechecks", ["record_id"], unique=False)

    for dialect, statement in TRIGGERS:
        if op.get_bind().dialect.name == dialect:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
