"""Sign-ups, and the constraints that keep them within the places."""

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "signups",
        sa.Column("id", ID, nullable=False),
        sa.Column("shift_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("made_as", sa.String(length=10), nullable=False),
        sa.Column("area_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("place_no", sa.Integer(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("clash_noted", sa.Boolean(), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(place_no IS NOT NULL) = (state IN ('offered','accepted'))",
            name=op.f("ck_signups_holders_have_a_place"),
        ),
        sa.CheckConstraint(
            "(state = 'offered') = (offered_until IS NOT NULL)", name=op.f("ck_signups_offers_end")
        ),
        sa.CheckConstraint(
            "made_as IN ('self','staff','guardian','group','stand_in')", name=op.f("ck_signups_made_as")
        ),
        sa.CheckConstraint(
            "state IN ('awaiting_guardian','pending','waiting','offered','accepted','rejected','withdrawn','lapsed','removed','called_off','unplaced')",
            name=op.f("ck_signups_state"),
        ),
        sa.CheckConstraint("(place_no IS NULL) = (places IS NULL)", name=op.f("ck_signups_place_and_places")),
        sa.CheckConstraint("place_no BETWEEN 1 AND places", name=op.f("ck_signups_place_no")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_signups_area_id")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_signups_made_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signups_person_id")),
        sa.ForeignKeyConstraint(
            ["shift_id", "places"],
            ["shifts.id", "shifts.places"],
            name=op.f("fk_signups_shift_id_places"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_signups_shift_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_signups_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signups")),
        sa.UniqueConstraint("shift_id", "place_no", name=op.f("uq_signups_shift_id_place_no")),
    )
    op.create_index(
        "ix_signups_line",
        "signups",
        ["shift_id", "turn"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_signups_person_id_state", "signups", ["person_id", "state"], unique=False)
    op.create_index(
        "uq_signups_live",
        "signups",
        ["shift_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('awaiting_guardian','pending','waiting','offered','accepted')"),
        postgresql_where=sa.text("state IN ('awaiting_guardian','pending','waiting','offered','accepted')"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
