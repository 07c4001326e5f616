"""The ledger of service hours: records and their steps, which the database refuses to change."""

import sqlalchemy as sa
from alembic import op

revision = "013"
down_revision = "012"


TRIGGERS = (
    (
        "sqlite",
        "CREATE TRIGGER service_records_no_update BEFORE UPDATE ON service_records BEGIN SELECT RAISE(ABORT, 'service records are never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER service_records_no_delete BEFORE DELETE ON service_records BEGIN SELECT RAISE(ABORT, 'service records are never deleted'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER service_records_no_replace BEFORE INSERT ON service_records WHEN EXISTS (SELECT 1 FROM service_records WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'service records are never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION service_records_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'service records are never changed or deleted'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER service_records_no_change BEFORE UPDATE OR DELETE ON service_records FOR EACH ROW EXECUTE FUNCTION service_records_refuse()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER service_records_no_truncate BEFORE TRUNCATE ON service_records FOR EACH STATEMENT EXECUTE FUNCTION service_records_refuse()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER record_steps_no_update BEFORE UPDATE ON record_steps BEGIN SELECT RAISE(ABORT, 'record steps are never changed'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER record_steps_no_delete BEFORE DELETE ON record_steps BEGIN SELECT RAISE(ABORT, 'record steps are never deleted'); END",
    ),
    (
        "sqlite",
        "CREATE TRIGGER record_steps_no_replace BEFORE INSERT ON record_steps WHEN EXISTS (SELECT 1 FROM record_steps WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'record steps are never changed'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION record_steps_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'record steps are never changed or deleted'; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER record_steps_no_change BEFORE UPDATE OR DELETE ON record_steps FOR EACH ROW EXECUTE FUNCTION record_steps_refuse()",
    ),
    (
        "postgresql",
        "CREATE TRIGGER record_steps_no_truncate BEFORE TRUNCATE ON record_steps FOR EACH STATEMENT EXECUTE FUNCTION record_steps_refuse()",
    ),
    (
        "sqlite",
        "CREATE TRIGGER record_steps_second_person BEFORE INSERT ON record_steps WHEN NEW.kind = 'confirmed' AND (EXISTS (SELECT 1 FROM service_records WHERE id = NEW.record_id AND entered_by = NEW.by_id) OR (NEW.step > 1 AND EXISTS (SELECT 1 FROM record_steps WHERE record_id = NEW.record_id AND by_id = NEW.by_id AND kind IN ('kept','corrected','reinstated')))) BEGIN SELECT RAISE(ABORT, 'whoever wrote a record does not confirm it'); END",
    ),
    (
        "postgresql",
        "CREATE FUNCTION record_steps_second_person() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan TO off AS $$ BEGIN IF EXISTS (SELECT 1 FROM service_records WHERE id = NEW.record_id AND entered_by = NEW.by_id) OR (NEW.step > 1 AND EXISTS (SELECT 1 FROM record_steps WHERE record_id = NEW.record_id AND by_id = NEW.by_id AND kind IN ('kept','corrected','reinstated'))) THEN RAISE EXCEPTION 'whoever wrote a record does not confirm it'; END IF; RETURN NEW; END $$",
    ),
    (
        "postgresql",
        "CREATE TRIGGER record_steps_second_person BEFORE INSERT ON record_steps FOR EACH ROW WHEN (NEW.kind = 'confirmed') EXECUTE FUNCTION record_steps_second_person()",
    ),
)


def upgrade() -> None:
    op.create_table(
        "service_records",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("arrived_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("left_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(length=10), nullable=False),
        sa.Column("doubts", sa.String(length=300), nullable=False),
        sa.Column("hands", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "source <> 'backfill' OR (entered_by IS NOT NULL AND reason <> '')",
            name=op.f("ck_service_records_backfill_by_somebody"),
        ),
        sa.CheckConstraint(
            "source <> 'code' OR entered_by IS NULL", name=op.f("ck_service_records_codes_by_system")
        ),
        sa.CheckConstraint(
            "source = 'backfill' OR (arrived_id IS NOT NULL AND left_id IS NOT NULL)",
            name=op.f("ck_service_records_rests_on_attendance"),
        ),
        sa.CheckConstraint("source IN ('code','roster','backfill')", name=op.f("ck_service_records_source")),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_service_records_ends_after_start")),
        sa.CheckConstraint(
            "entered_by IS NULL OR entered_by <> person_id",
            name=op.f("ck_service_records_nobody_enters_their_own"),
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 2880", name=op.f("ck_service_records_minutes")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_service_records_area_id")),
        sa.ForeignKeyConstraint(
            ["arrived_id"], ["attendance.id"], name=op.f("fk_service_records_arrived_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_service_records_entered_by")),
        sa.ForeignKeyConstraint(["left_id"], ["attendance.id"], name=op.f("fk_service_records_left_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_service_records_person_id")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["positions.id"], name=op.f("fk_service_records_position_id")
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_service_records_shift_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_service_records_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_records")),
        sa.UniqueConstraint(
            "id", "person_id", "area_id", name=op.f("uq_service_records_id_person_id_area_id")
        ),
        sa.UniqueConstraint("shift_id", "person_id", name=op.f("uq_service_records_shift_id_person_id")),
    )
    with op.batch_alter_table("service_records", schema=None) as batch_op:
        batch_op.create_index("ix_service_records_area_id_starts_at", ["area_id", "starts_at"], unique=False)
        batch_op.create_index("ix_service_records_arrived_id", ["arrived_id"], unique=False)
        batch_op.create_index("ix_service_records_left_id", ["left_id"], unique=False)
        batch_op.create_index(
            "ix_service_records_person_id_starts_at", ["person_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_service_records_position_id"), ["position_id"], unique=False)

    op.create_table(
        "record_steps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("added_minutes", sa.Integer(), nullable=False),
        sa.Column("added_times", sa.Integer(), nullable=False),
        sa.Column("arrived_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("left_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "NOT (kind IN ('kept','corrected','questioned','held','released','voided','reinstated')) OR reason <> ''",
            name=op.f("ck_record_steps_reason"),
        ),
        sa.CheckConstraint(
            "kind <> 'confirmed' OR by_id IS NOT NULL", name=op.f("ck_record_steps_somebody_confirms")
        ),
        sa.CheckConstraint(
            "kind IN ('kept','corrected','questioned','confirmed','held','released','voided','reinstated')",
            name=op.f("ck_record_steps_kind"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('confirmed','kept','corrected','reinstated') OR by_id <> person_id",
            name=op.f("ck_record_steps_nobody_decides_on_their_own"),
        ),
        sa.CheckConstraint("added_times BETWEEN -1 AND 1", name=op.f("ck_record_steps_added_times")),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_record_steps_ends_after_start")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 2880", name=op.f("ck_record_steps_minutes")),
        sa.CheckConstraint("step >= 1", name=op.f("ck_record_steps_step")),
        sa.ForeignKeyConstraint(["arrived_id"], ["attendance.id"], name=op.f("fk_record_steps_arrived_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_record_steps_by_id")),
        sa.ForeignKeyConstraint(["left_id"], ["attendance.id"], name=op.f("fk_record_steps_left_id")),
        sa.ForeignKeyConstraint(
            ["record_id", "person_id", "area_id"],
            ["service_records.id", "service_records.person_id", "service_records.area_id"],
            name="fk_record_steps_record",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_steps")),
        sa.UniqueConstraint("record_id", "step", name=op.f("uq_record_steps_record_id_step")),
    )
    with op.batch_alter_table("record_steps", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_steps_area_id_added", ["area_id", "added_minutes", "added_times"], unique=False
        )
        batch_op.create_index(
            "ix_record_steps_confirmed",
            ["area_id", "at"],
            unique=False,
            sqlite_where=sa.text("kind = 'confirmed'"),
            postgresql_where=sa.text("kind = 'confirmed'"),
        )
        batch_op.create_index(
            "ix_record_steps_person_id_added", ["person_id", "added_minutes", "added_times"], unique=False
        )

    op.create_table(
        "waiting_records",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.CheckConstraint("state IN ('doubtful','proposed','held')", name=op.f("ck_waiting_records_state")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_waiting_records_area_id")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["service_records.id"], name=op.f("fk_waiting_records_record_id")
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_waiting_records_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_records")),
        sa.UniqueConstraint("record_id", name=op.f("uq_waiting_records_record_id")),
    )
    with op.batch_alter_table("waiting_records", schema=None) as batch_op:
        batch_op.create_index(
            "ix_waiting_records_area_id_state", ["area_id", "state", "due_on"], unique=False
        )
        batch_op.create_index("ix_waiting_records_shift_id", ["shift_id"], unique=False)

    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attendance_voided_at",
            ["voided_at"],
            unique=False,
            sqlite_where=sa.text("voided_at IS NOT NULL"),
            postgresql_where=sa.text("voided_at IS NOT NULL"),
        )
    for dialect, statement in TRIGGERS:
        if op.get_bind().dialect.name == dialect:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
