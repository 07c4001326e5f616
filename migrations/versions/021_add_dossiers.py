"""Trainings, commendations and evaluations in somebody's record."""

import sqlalchemy as sa
from alembic import op

revision = "021"
down_revision = "020"


def upgrade() -> None:
    op.create_table(
        "dossier_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("organiser", sa.String(length=80), nullable=False),
        sa.Column("content", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(length=10), nullable=True),
        sa.Column("proof", sa.String(length=120), nullable=False),
        sa.Column("written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("reply", sa.String(length=300), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'evaluation') = (mark IS NOT NULL)",
            name=op.f("ck_dossier_entries_evaluations_have_a_mark"),
        ),
        sa.CheckConstraint(
            "(kind = 'evaluation') = (name = '')", name=op.f("ck_dossier_entries_others_have_a_name")
        ),
        sa.CheckConstraint(
            "(kind = 'evaluation') = (organiser = '')",
            name=op.f("ck_dossier_entries_others_have_an_organiser"),
        ),
        sa.CheckConstraint(
            "(kind = 'training') = (minutes IS NOT NULL)",
            name=op.f("ck_dossier_entries_trainings_have_a_length"),
        ),
        sa.CheckConstraint("(reply = '') = (replied_at IS NULL)", name=op.f("ck_dossier_entries_reply")),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_by IS NOT NULL)", name=op.f("ck_dossier_entries_withdrawn")
        ),
        sa.CheckConstraint(
            "(state IN ('refused','withdrawn')) = (reason <> '')", name=op.f("ck_dossier_entries_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('training','commendation','evaluation')", name=op.f("ck_dossier_entries_kind")
        ),
        sa.CheckConstraint("mark IN ('excellent','good','fair')", name=op.f("ck_dossier_entries_mark")),
        sa.CheckConstraint(
            "proof = '' OR kind = 'commendation'", name=op.f("ck_dossier_entries_proof_of_commendations")
        ),
        sa.CheckConstraint(
            "proof = '' OR state <> 'standing' OR decided_by IS NOT NULL",
            name=op.f("ck_dossier_entries_higher_ones_are_checked"),
        ),
        sa.CheckConstraint(
            "reply = '' OR (kind = 'evaluation')", name=op.f("ck_dossier_entries_reply_to_evaluations")
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR (proof <> '' AND decided_by IS NULL)",
            name=op.f("ck_dossier_entries_waiting"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting','standing','refused','withdrawn')", name=op.f("ck_dossier_entries_state")
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)", name=op.f("ck_dossier_entries_decided")
        ),
        sa.CheckConstraint(
            "decided_by <> written_by AND decided_by <> person_id",
            name=op.f("ck_dossier_entries_second_person"),
        ),
        sa.CheckConstraint(
            "written_by <> person_id", name=op.f("ck_dossier_entries_nobody_writes_their_own")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_dossier_entries_area_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_dossier_entries_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_dossier_entries_person_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["people.id"], name=op.f("fk_dossier_entries_withdrawn_by")
        ),
        sa.ForeignKeyConstraint(["written_by"], ["people.id"], name=op.f("fk_dossier_entries_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_entries")),
    )
    with op.batch_alter_table("dossier_entries", schema=None) as batch_op:
        batch_op.create_index("ix_dossier_entries_area_id_day", ["area_id", "day"], unique=False)
        batch_op.create_index("ix_dossier_entries_person_id_kind", ["person_id", "kind", "id"], unique=False)
        batch_op.create_index(
            "ix_dossier_entries_waiting",
            ["area_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
