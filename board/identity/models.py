"""ID numbers, as ciphertext only."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from board.accounts.models import Person
from board.codes import Codes
from board.db import Row


class Use(StrEnum):
    """What somebody agreed that their number is used for."""

    certificate = "certificate"
    insurance = "insurance"
    national = "national"


USE_WORDS: Final = {
    Use.certificate: "写在志愿服务记录证明上，中间打星号",
    Use.insurance: "社区给我买志愿者保险，出了意外报保险",
    Use.national: "社区把我的服务记录录进全国志愿服务信息系统",
}
SHORT_USE_WORDS: Final = {
    Use.certificate: "写在证明上",
    Use.insurance: "买保险、报保险",
    Use.national: "录进全国系统",
}


class IdentityNumber(Row):
    """One person's ID number, readable only with a key that is not in the database, and only in this row."""

    __tablename__ = "identity_numbers"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    key_id: Mapped[str] = mapped_column(String(20), index=True)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)
    # The same for the same number under the same key: nobody has another's, and nobody reads it from here.
    blind_index: Mapped[str] = mapped_column(String(64), unique=True)
    uses: Mapped[tuple[Use, ...]] = mapped_column(Codes(Use))
    consent_version: Mapped[str] = mapped_column(String(20))
    consented_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
