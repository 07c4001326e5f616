"""Offers and stand-ins, claims, what became of each message, and who came."""

import sqlalchemy as sa
from alembic import op

revision = "010"
down_revision = "009"


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_feeds_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    with op.batch_alter_table("calendar_feeds", schema=None) as batch_op:
        batch_op.create_index(
            "uq_calendar_feeds_person_id",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "claim_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("given_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["people.id"], name=op.f("fk_claim_codes_given_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_claim_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_codes")),
    )
    with op.batch_alter_table("claim_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_codes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "wishes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sms", sa.Boolean(), nullable=False),
        sa.Column("remind_by_sms", sa.String(length=10), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=True),
        sa.Column("mail_token_hash", sa.String(length=64), nullable=True),
        sa.Column("mail_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "remind_by_sms IN ('day_before','both','never')", name=op.f("ck_wishes_remind_by_sms")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_wishes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sa.UniqueConstraint("mail_token_hash", name=op.f("uq_wishes_mail_token_hash")),
        sa.UniqueConstraint("person_id", name=op.f("uq_wishes_person_id")),
    )
    op.create_table(
        "calls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_calls_area_id")),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_calls_done_by")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_calls_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_calls_notice_id")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index(
            "ix_calls_open",
            ["area_id", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withheld", sa.String(length=10), nullable=True),
        sa.CheckConstraint("channel IN ('sms','mail')", name=op.f("ck_deliveries_channel")),
        sa.CheckConstraint(
            "withheld IN ('no_address','not_wished','budget','no_gateway')",
            name=op.f("ck_deliveries_withheld"),
        ),
        sa.CheckConstraint(
            "withheld IS NULL OR message_id IS NULL", name=op.f("ck_deliveries_sent_or_withheld")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_deliveries_message_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_deliveries_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("notice_id", "channel", name=op.f("uq_deliveries_notice_id_channel")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_message_id"), ["message_id"], unique=False)

    op.create_table(
        "announcements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("sent_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["position_id"], ["positions.id"], name=op.f("fk_announcements_position_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_announcements_sent_by")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_announcements_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcements_position_id"), ["position_id"], unique=False)

    op.create_table(
        "shift_leaders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("named_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["named_by"], ["people.id"], name=op.f("fk_shift_leaders_named_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_shift_leaders_person_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_shift_leaders_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_leaders")),
        sa.UniqueConstraint("shift_id", "person_id", name=op.f("uq_shift_leaders_shift_id_person_id")),
    )
    with op.batch_alter_table("shift_leaders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_leaders_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signup_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=True),
        sa.Column("review", sa.String(length=15), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("how IN ('tap','code','told','settled')", name=op.f("ck_attendance_how")),
        sa.CheckConstraint("kind IN ('arrived','left','absent','excused')", name=op.f("ck_attendance_kind")),
        sa.CheckConstraint(
            "review IN ('early','late','no_signup','beyond_quota','told_later')",
            name=op.f("ck_attendance_review"),
        ),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_attendance_settled")),
        sa.CheckConstraint("(voided_at IS NULL) = (voided_by IS NULL)", name=op.f("ck_attendance_voided")),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_attendance_noted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attendance_person_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["people.id"], name=op.f("fk_attendance_settled_by")),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.id"], name=op.f("fk_attendance_shift_id")),
        sa.ForeignKeyConstraint(["signup_id"], ["signups.id"], name=op.f("fk_attendance_signup_id")),
        sa.ForeignKeyConstraint(["voided_by"], ["people.id"], name=op.f("fk_attendance_voided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_person_id_kind", ["person_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_signup_id"), ["signup_id"], unique=False)
        batch_op.create_index(
            "ix_attendance_to_review",
            ["shift_id"],
            unique=False,
            sqlite_where=sa.text("review IS NOT NULL AND settled_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("review IS NOT NULL AND settled_at IS NULL AND voided_at IS NULL"),
        )
        batch_op.create_index(
            "uq_attendance_came",
            ["shift_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL AND kind IN ('arrived','absent','excused')"),
            postgresql_where=sa.text("voided_at IS NULL AND kind IN ('arrived','absent','excused')"),
        )
        batch_op.create_index(
            "uq_attendance_standing",
            ["shift_id", "person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signup_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('day_before','two_hours')", name=op.f("ck_reminders_kind")),
        sa.ForeignKeyConstraint(["signup_id"], ["signups.id"], name=op.f("fk_reminders_signup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("signup_id", "kind", name=op.f("uq_reminders_signup_id_kind")),
    )
    op.create_table(
        "stand_ins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signup_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("mobile", sa.String(length=11), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("led_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "answer IN ('asked','accepted','declined','taken_back')", name=op.f("ck_stand_ins_answer")
        ),
        sa.ForeignKeyConstraint(["led_to"], ["signups.id"], name=op.f("fk_stand_ins_led_to")),
        sa.ForeignKeyConstraint(["signup_id"], ["signups.id"], name=op.f("fk_stand_ins_signup_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_ins")),
    )
    with op.batch_alter_table("stand_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stand_ins_signup_id"), ["signup_id"], unique=False)
        batch_op.create_index(
            "uq_stand_ins_asked",
            ["signup_id"],
            unique=True,
            sqlite_where=sa.text("answer = 'asked'"),
            postgresql_where=sa.text("answer = 'asked'"),
        )

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_messages_channel"), type_="check")
        batch_op.create_check_constraint(op.f("ck_messages_channel"), "channel IN ('sms','mail')")
        batch_op.add_column(sa.Column("subject", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("stop_link", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("useless_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column(
            "address",
            existing_type=sa.VARCHAR(length=120),
            type_=sa.String(length=254),
            existing_nullable=False,
        )
        batch_op.alter_column(
            "text",
            existing_type=sa.VARCHAR(length=500),
            type_=sa.String(length=2000),
            existing_nullable=False,
        )

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("area_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("about_kind", sa.String(length=20), nullable=True))
        batch_op.add_column(
            sa.Column("about_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index("ix_notices_about", ["about_kind", "about_id"], unique=False)
        batch_op.create_index("ix_notices_area_id_id", ["area_id", "id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_notices_area_id"), "areas", ["area_id"], ["id"])

    op.create_index(op.f("ix_once_tokens_at"), "once_tokens", ["at"])

    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("added_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("claimed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_people_added_by"), ["added_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_claimed_by"), ["claimed_by"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_people_added_by"), "people", ["added_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_people_claimed_by"), "people", ["claimed_by"], ["id"])

    with op.batch_alter_table("signups", schema=None) as batch_op:
        batch_op.create_index(
            "ix_signups_made_by",
            ["made_by"],
            unique=False,
            sqlite_where=sa.text("made_as <> 'self'"),
            postgresql_where=sa.text("made_as <> 'self'"),
        )
        batch_op.create_index(
            "ix_signups_offers",
            ["offered_until", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'offered'"),
            postgresql_where=sa.text("state = 'offered'"),
        )
        batch_op.create_index(
            "ix_signups_pending",
            ["shift_id", "turn"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before the upgrade")
