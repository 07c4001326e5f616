"""Finding the first row that is not as it was sealed, in any table, and any seal that is not as it was made."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlalchemy import Table

from board.audit import sealed
from board.audit.models import Seal
from board.db import session

_SEALS: Final = Seal.metadata.tables[Seal.__tablename__]
_HEAD: Final = re.compile(r"([1-9]\d{0,17}):([0-9a-f]{64})", re.ASCII)


class What(StrEnum):
    altered = "was altered"
    removed = "was removed"
    inserted = "was inserted"
    replaced = "does not fit the one after it: one of the two was replaced"
    cut_off = "is not as it was when its head was kept: from there on seals were replaced or cut off"


class NoHead(ValueError):  # noqa: N818 - named for what it is
    """Such a text is not the head of a chain."""


@dataclass(frozen=True)
class Finding:
    """One row, or one seal, that is not as it was."""

    table: str
    number: int
    what: What
    seal: int  # by which it shows


@dataclass
class Verdict:
    """What was looked at, and the first finding in each table."""

    seals: int = 0
    rows: int = 0
    head: str = ""
    first: dict[str, Finding] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    unsealed: dict[str, int] = field(default_factory=dict)

    def note(self, finding: Finding) -> None:
        self.first.setdefault(finding.table, finding)
        self.counts[finding.table] = self.counts.get(finding.table, 0) + 1


@dataclass(frozen=True)
class _Kept:
    """A seal as the database keeps it; nothing of it is believed before its hash is seen to be right."""

    id: int
    table_name: str
    columns: str
    from_id: int
    to_id: int
    count: int
    digests: bytes
    made_at: str
    previous: str
    hash: str

    def is_whole(self) -> bool:
        """Is it as it was made, and can its rows be looked at?"""
        *told, _ = vars(self).values()
        return self.hash == sealed.digest(_SEALS.name, told).hex() and self._makes_sense()

    def _makes_sense(self) -> bool:
        table = sealed.tables.get(self.table_name)
        numbers = self.from_id, self.to_id, self.count
        return (
            table is not None
            and self.columns.startswith("id,")
            and set(self.columns.split(",")) <= set(sealed.columns_of(table))
            and all(isinstance(number, int) for number in numbers)
            and isinstance(self.digests, bytes)
            and len(self.digests) == self.count * sealed.ENTRY.size
        )

    def entries(self) -> Iterator[tuple[int, bytes]]:
        return sealed.ENTRY.iter_unpack(self.digests)


def verify(kept_head: str = "") -> Verdict:
    """Walk the chain from its first seal, and the rows of each; `kept_head` is one that was printed before.

    Whatever the size of the tables, only the rows of one seal are held at a time.
    """
    walk = _Walk(_read(kept_head))
    with sealed.read_as_kept():
        for row in sealed.rows(_SEALS, sealed.columns_of(_SEALS)):
            walk.pass_by(_Kept(*row))
        walk.end()
    return walk.verdict


def _read(kept_head: str) -> tuple[int, str] | None:
    if not kept_head:
        return None
    found = _HEAD.fullmatch(kept_head.strip())
    if found is None:
        raise NoHead(kept_head)
    return int(found[1]), found[2]


class _Walk:
    """Going along the chain: where each table's seals have come to, and what did not fit."""

    def __init__(self, kept_head: tuple[int, str] | None) -> None:
        self.verdict = Verdict()
        self.kept_head, self.has_met_head = kept_head, False
        self.last: _Kept | None = None
        self.last_is_whole = True
        self.ends: dict[str, int] = {}
        self.is_unbroken: set[str] = set(sealed.tables)

    def pass_by(self, seal: _Kept) -> None:
        self._check_number(seal)
        if (seal.id, seal.hash) == self.kept_head:
            self.has_met_head = True
        is_whole = seal.is_whole()
        if is_whole:
            self._check_link(seal)
            self._check_rows(seal, sealed.tables[seal.table_name])
        else:
            self._note_seal(seal.id, What.altered)
            self.is_unbroken.clear()  # whichever table it was over, some of its rows are sealed by nobody
        self.last, self.last_is_whole = seal, is_whole
        self.verdict.seals += 1
        self.verdict.head = f"{seal.id}:{seal.hash}"

    def _check_number(self, seal: _Kept) -> None:
        expected = self.last.id + 1 if self.last else 1
        if seal.id > expected:
            self._note_seal(expected, What.removed)
            self.is_unbroken.clear()
        elif seal.id < expected:
            self._note_seal(seal.id, What.inserted)

    def _check_link(self, seal: _Kept) -> None:
        """It holds the hash of the one before it."""
        previous, follows = ("", 1) if self.last is None else (self.last.hash, self.last.id + 1)
        if seal.id == follows and self.last_is_whole and seal.previous != previous:
            self._note_seal(max(1, follows - 1), What.replaced)

    def _check_rows(self, seal: _Kept, table: Table) -> None:
        names = seal.columns.split(",")
        rows = sealed.rows(table, names, after=self._beginning(seal), up_to=seal.to_id)
        found = ((row[0], sealed.digest(table.name, row)) for row in rows)
        for row_id, what in _differences(seal.entries(), found):
            self.verdict.note(Finding(table.name, row_id, what, seal.id))
        self.ends[table.name] = seal.to_id
        self.is_unbroken.add(table.name)
        self.verdict.rows += seal.count

    def _beginning(self, seal: _Kept) -> int | None:
        """Where the seal before it ended; the first one of a table is over everything before it, too."""
        if seal.table_name in self.is_unbroken:
            return self.ends.get(seal.table_name)
        return seal.from_id - 1

    def end(self) -> None:
        """What comes after the last seal, and whether the head that was kept came by."""
        if self.kept_head and not self.has_met_head:
            self._note_seal(self.kept_head[0], What.cut_off)
        for table in sealed.tables.values():
            number = table.columns["id"]
            after = sa.select(sa.func.count()).where(number > self.ends.get(table.name, 0))
            self.verdict.unsealed[table.name] = session.scalar(after) or 0

    def _note_seal(self, number: int, what: What) -> None:
        self.verdict.note(Finding(_SEALS.name, number, what, number))


def _differences(
    kept: Iterable[tuple[int, bytes]], found: Iterable[tuple[int, bytes]]
) -> Iterator[tuple[int, What]]:
    """Rows that are not as they were sealed, in order; both come in order of id."""
    waiting = iter(kept)
    due = next(waiting, None)
    for number, digest in found:
        while due and due[0] < number:
            yield due[0], What.removed
            due = next(waiting, None)
        if due is None or due[0] > number:
            yield number, What.inserted
            continue
        if due[1] != digest:
            yield number, What.altered
        due = next(waiting, None)
    if due:
        yield due[0], What.removed
    yield from ((number, What.removed) for number, _ in waiting)
