"""People who serve, accounts that sign in, and what an account may do where."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.areas.models import Area, Unit
from board.db import Row


class Kind(StrEnum):
    """Who somebody is to the board."""

    resident = "resident"
    official = "official"


class Role(StrEnum):
    """What an appointment allows; design: editor writes, reviewer checks, manager appoints."""

    editor = "editor"
    reviewer = "reviewer"
    manager = "manager"
    liaison = "liaison"
    auditor = "auditor"


ROLE_WORDS = {
    Role.editor: "岗位发布员",
    Role.reviewer: "审核员",
    Role.manager: "管理员",
    Role.liaison: "单位联络员",
    Role.auditor: "审计员",
}


class Person(Row):
    """Somebody who serves or may serve. Not an account: families share phones, some have none."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("kind IN ('resident','official')", name="kind"),
        CheckConstraint("birth_month IS NULL OR birth_month > '1900-01-01'", name="birth_month"),
    )

    volunteer_no: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[Kind] = mapped_column(String(10))
    area_id: Mapped[int] = mapped_column(ForeignKey("areas.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    birth_month: Mapped[date | None]  # its first day
    contact_mobile: Mapped[str | None] = mapped_column(String(11), index=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    # Who wrote down somebody without an account: staff at the desk, or a member of their family.
    added_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    # Whose account took this record over; what was done under it is theirs now.
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)

    area: Mapped[Area] = relationship()
    unit: Mapped[Unit | None] = relationship()

    @property
    def masked_name(self) -> str:
        """王*: the form for everybody who need not know the name; the number once it is erased."""
        return f"{self.name[0]}*" if self.name else self.volunteer_no

    def age_on(self, day: date) -> int | None:
        """Full years on that day, counting the birth month as over; None when it is not known."""
        if self.birth_month is None:
            return None
        had_birthday = (day.year, day.month) > (day.year, self.birth_month.month)
        return day.year - self.birth_month.year - (0 if had_birthday else 1)


class Account(Row):
    """What signs in: a verified mobile and a password, for exactly one person."""

    __tablename__ = "accounts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    mobile: Mapped[str | None] = mapped_column(String(11), unique=True)  # NULL once closed
    password_hash: Mapped[str] = mapped_column(String(200))
    # Under 12 signs: good enough for a resident; the desk asks for a longer one first.
    short_password: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    privacy_version: Mapped[str] = mapped_column(String(20))
    consented_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @hybrid_property
    def works(self) -> bool:
        """Neither disabled nor closed: whoever has it can sign in and be told."""
        return self.disabled_at is None and self.closed_at is None

    @works.inplace.expression
    @classmethod
    def _works(cls) -> ColumnElement[bool]:
        return cls.disabled_at.is_(None) & cls.closed_at.is_(None)


class SignIn(Row):
    """One signed-in browser. The cookie holds a random token; this row its SHA-256."""

    __tablename__ = "sign_ins"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str | None] = mapped_column(String(45))
    browser: Mapped[str] = mapped_column(String(60), default="")
    # On a computer that others use too: five minutes idle end it.
    shared: Mapped[bool] = mapped_column(default=False, server_default=false())

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    # Flask-Login's four questions; the row *is* `current_user`.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.ended_at is None and self.account.works

    @property
    def person(self) -> Person:
        return self.account.person

    def get_id(self) -> str:
        return str(self.id)


class Appointment(Row):
    """A person holds a role in an area and everything below it, or in a unit."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("(area_id IS NULL) <> (unit_id IS NULL)", name="one_scope"),
        CheckConstraint("(role = 'liaison') = (unit_id IS NOT NULL)", name="scope_fits_role"),
        CheckConstraint("role IN ('editor','reviewer','manager','liaison','auditor')", name="role"),
        Index(
            "uq_appointments_running",
            "person_id", "role", text("coalesce(area_id, 0)"), text("coalesce(unit_id, 0)"),
            unique=True, sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(String(10))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    given_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    area: Mapped[Area | None] = relationship()
    unit: Mapped[Unit | None] = relationship()


class CodeReason(StrEnum):
    """Why somebody at the desk was given a code."""

    no_sms = "no_sms"
    other_phone = "other_phone"
    needs_help = "needs_help"


CODE_REASON_WORDS = {
    CodeReason.no_sms: "收不到短信",
    CodeReason.other_phone: "手机不在身边",
    CodeReason.needs_help: "不会用短信验证码",
}


class DisableReason(StrEnum):
    """Why an account may not sign in."""

    own_wish = "own_wish"
    misused = "misused"
    not_theirs = "not_theirs"


DISABLE_REASON_WORDS = {
    DisableReason.own_wish: "本人要求",
    DisableReason.misused: "被人冒用或用来捣乱",
    DisableReason.not_theirs: "手机号已经不是本人的",
}


class Purpose(StrEnum):
    """What a code sent by SMS, or handed out at the desk, may be used for."""

    register = "register"
    reset = "reset"
    change_mobile = "change_mobile"


class Code(Row):
    """A six-digit code: ten minutes, five tries, once, for one purpose, mobile and browser.

    Typed in rightly it is *proven*; the form it leads to uses it up.
    """

    __tablename__ = "codes"
    __table_args__ = (CheckConstraint("purpose IN ('register','reset','change_mobile')", name="purpose"),)

    purpose: Mapped[Purpose] = mapped_column(String(15))
    mobile: Mapped[str] = mapped_column(String(11), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    browser_hash: Mapped[str | None] = mapped_column(String(64), index=True)  # NULL: handed out at the desk
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))  # whose mobile changes
    asked_from: Mapped[str | None] = mapped_column(String(45), index=True)  # the network, for its budget
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    proven_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class ClaimCode(Row):
    """A code handed out at the desk: whoever types it takes over a record that has no account.

    Ten minutes, five tries, once.
    """

    __tablename__ = "claim_codes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    given_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class KnownBrowser(Row):
    """A browser that signed in to this account before: others' guesses do not slow it."""

    __tablename__ = "known_browsers"
    __table_args__ = (UniqueConstraint("account_id", "token_hash"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    last_used_at: Mapped[datetime]


class Failure(Row):
    """A wrong password: what throttling counts. The key is a hash, never the number."""

    __tablename__ = "failures"
    __table_args__ = (Index("ix_failures_key_at", "key", "at"),)

    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Consent(Row):
    """A person agreed to one version of one text."""

    __tablename__ = "consents"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
