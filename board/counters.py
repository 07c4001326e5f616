"""Numbers people read: taken inside the write transaction, rising, never reused."""

from sqlalchemy import BigInteger, String
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from board.db import Base, is_sqlite, session


class Counter(Base):
    """The last number handed out under one name."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


def take(name: str) -> int:
    """The next number under this name; others asking for the same name wait until we commit."""
    return take_several(name, 1)[0]


def take_several(name: str, count: int) -> range:
    """The next numbers under this name, as many as are asked for, in one statement."""
    insert = insert_sqlite if is_sqlite() else insert_postgresql
    statement = (
        insert(Counter)
        .values(name=name, value=count)
        .on_conflict_do_update(index_elements=[Counter.name], set_={"value": Counter.value + count})
        .returning(Counter.value)
    )
    last: int = session.execute(statement).scalar_one()
    return range(last - count + 1, last + 1)
