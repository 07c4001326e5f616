"""What people say of hours that are not right, and what they are answered."""

import sqlalchemy as sa
from alembic import op

revision = "017"
down_revision = "016"


def upgrade() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("came", sa.Time(), nullable=True),
        sa.Column("went", sa.Time(), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contact_name", sa.String(length=40), nullable=False),
        sa.Column("contact_mobile", sa.String(length=11), nullable=False),
        sa.Column("may_be_phoned", sa.Boolean(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(state IN ('open','with_street')) = (answered_at IS NULL)",
            name=op.f("ck_objections_answered_when_over"),
        ),
        sa.CheckConstraint(
            "kind = 'notice' OR made_by IS NOT NULL", name=op.f("ck_objections_own_by_somebody")
        ),
        sa.CheckConstraint(
            "kind = 'own' OR record_id IS NOT NULL", name=op.f("ck_objections_about_a_record")
        ),
        sa.CheckConstraint("kind IN ('notice','own','appeal')", name=op.f("ck_objections_kind")),
        sa.CheckConstraint(
            "made_by IS NULL OR network IS NULL", name=op.f("ck_objections_network_of_strangers")
        ),
        sa.CheckConstraint(
            "network IS NOT NULL OR (contact_name = '' AND contact_mobile = '')",
            name=op.f("ck_objections_contact_of_strangers"),
        ),
        sa.CheckConstraint(
            "state IN ('open','with_street','stands','upheld','withdrawn')", name=op.f("ck_objections_state")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_objections_area_id")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_objections_made_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_objections_person_id")),
        sa.ForeignKeyConstraint(
            ["record_id", "person_id", "area_id"],
            ["service_records.id", "service_records.person_id", "service_records.area_id"],
            name="fk_objections_record",
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_objections_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    with op.batch_alter_table("objections", schema=None) as batch_op:
        batch_op.create_index("ix_objections_area_id_state", ["area_id", "state", "due_on"], unique=False)
        batch_op.create_index(
            "ix_objections_live",
            ["due_on"],
            unique=False,
            sqlite_where=sa.text("state IN ('open','with_street')"),
            postgresql_where=sa.text("state IN ('open','with_street')"),
        )
        batch_op.create_index(batch_op.f("ix_objections_made_by"), ["made_by"], unique=False)
        batch_op.create_index(
            "ix_objections_network",
            ["network"],
            unique=False,
            sqlite_where=sa.text("network IS NOT NULL"),
            postgresql_where=sa.text("network IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_objections_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objections_record_id"), ["record_id"], unique=False)
        batch_op.create_index("ix_objections_shift_id_person_id", ["shift_id", "person_id"], unique=False)
        batch_op.create_index(
            "uq_objections_live_notice",
            ["record_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'notice' AND state IN ('open','with_street')"),
            postgresql_where=sa.text("kind = 'notice' AND state IN ('open','with_street')"),
        )
        batch_op.create_index(
            "uq_objections_live_own",
            ["shift_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("kind <> 'notice' AND state IN ('open','with_street')"),
            postgresql_where=sa.text("kind <> 'notice' AND state IN ('open','with_street')"),
        )

    op.create_table(
        "objection_steps",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("objection_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_street", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state IN ('stands','upheld')) = (outcome IS NOT NULL)",
            name=op.f("ck_objection_steps_answers_say_what"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR (by_id IS NOT NULL AND words <> '')",
            name=op.f("ck_objection_steps_somebody_answers"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('stands','corrected','voided','reinstated','questioned','changed')",
            name=op.f("ck_objection_steps_outcome"),
        ),
        sa.CheckConstraint(
            "state IN ('with_street','stands','upheld','withdrawn')", name=op.f("ck_objection_steps_state")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_objection_steps_by_id")),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objections.id"], name=op.f("fk_objection_steps_objection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_steps")),
    )
    with op.batch_alter_table("objection_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_steps_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_steps_objection_id"), ["objection_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
