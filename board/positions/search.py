"""Finding published positions by words: one tokeniser, two engines, the same answers.

Chinese has no spaces and its words are mostly two characters long. Every run of characters is kept as
its overlapping pairs (敲门探访: 敲门 门探 探访) and its last character, so that a word of any length is
a phrase of pairs, and a single character is the beginning of one.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Select,
    String,
    bindparam,
    cast,
    column,
    event,
    exists,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import joinedload

from board import clock
from board.areas.models import Area
from board.db import Base, is_sqlite, session
from board.positions.models import OpportunityList, Position
from board.positions.words import CATEGORY_WORDS, TARGET_WORDS, State

# Built with the tables and by the migration alike. On PostgreSQL the vector is written by us and cast,
# never parsed from text: its own parser drops Chinese under some locales.
SEARCH_DDL: Final = {
    "sqlite": (
        """CREATE VIRTUAL TABLE IF NOT EXISTS position_search
            USING fts5(words, tokenize='ascii', prefix='1', columnsize=0)""",
    ),
    "postgresql": (
        """CREATE TABLE IF NOT EXISTS position_search (
            position_id BIGINT NOT NULL,
            words TSVECTOR NOT NULL,
            CONSTRAINT pk_position_search PRIMARY KEY (position_id))""",
        """CREATE INDEX IF NOT EXISTS ix_position_search_words
            ON position_search USING gin (words) WITH (fastupdate = off)""",
    ),
}
INSERT: Final = {
    "sqlite": "INSERT INTO position_search (rowid, words) VALUES (:id, :words)",
    "postgresql": "INSERT INTO position_search (position_id, words) VALUES (:id, CAST(:words AS tsvector))",
}
SEARCH_DROP: Final = "DROP TABLE IF EXISTS position_search"

MOST_RUNS: Final = 8  # of one question; the rest is ignored
REMEMBERED_SECONDS: Final = 60.0  # that a question has many matches: counting them is most of its cost
MOST_REMEMBERED: Final = 1_000
FEW: Final = 2_000  # so many matches are collected and sorted; with more the board is walked
LONGEST_RUN: Final = 100  # PostgreSQL keeps words up to 2,046 bytes
_INDEX = table(
    "position_search", column("rowid", Integer), column("position_id", Integer), column("words", String)
)
_KEPT_BY_FTS5 = table("position_search_content", column("id", Integer), column("c0", String))
_RUNS = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")
BREAK = "¶"  # a token of its own between fields, so that no phrase reaches across


@event.listens_for(Base.metadata, "after_create")
def _create_index(_: MetaData, connection: Connection, **__: object) -> None:
    for statement in SEARCH_DDL[connection.dialect.name]:
        connection.execute(text(statement))


@event.listens_for(Base.metadata, "before_drop")
def _drop_index(_: MetaData, connection: Connection, **__: object) -> None:
    connection.execute(text(SEARCH_DROP))


def runs(words: str) -> list[str]:
    """The searchable stretches of a text: Latin words and figures, and stretches of other letters."""
    return [run[:LONGEST_RUN] if run.isascii() else run for run in _RUNS.findall(_plain(words))]


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


def tokens(words: str) -> Iterator[str]:
    """What is kept of a text, in order."""
    for run in runs(words):
        if run.isascii():
            yield run
        else:
            yield from map("".join, pairwise(run))
            yield run[-1]


@dataclass(frozen=True)
class Phrase:
    """Tokens one after the other; `begins`: the last of them is only the beginning of one."""

    tokens: tuple[str, ...]
    begins: bool

    @classmethod
    def of(cls, run: str) -> "Phrase":
        if run.isascii() or len(run) == 1:
            return cls((run,), True)
        return cls(tuple(map("".join, pairwise(run))), False)

    @property
    def in_fts5(self) -> str:
        return f'"{" ".join(self.tokens)}"{"*" if self.begins else ""}'

    @property
    def in_tsquery(self) -> str:
        return f"'{self.tokens[0]}':*" if self.begins else " <-> ".join(f"'{token}'" for token in self.tokens)

    @property
    def in_words(self) -> str:
        """The same in the kept words, which stand between blanks."""
        return f" {' '.join(self.tokens)}{'' if self.begins else ' '}"


_many_until: dict[tuple[Phrase, ...], float] = {}


@dataclass(frozen=True)
class Question:
    """What somebody typed, as phrases that must all be found. Only letters and figures get here."""

    phrases: tuple[Phrase, ...]

    @property
    def given(self) -> dict[str, str]:
        """The values of the parameters that `condition` leaves open."""
        if is_sqlite():
            asked = " AND ".join(phrase.in_fts5 for phrase in self.phrases)
        else:
            asked = " & ".join(f"({phrase.in_tsquery})" for phrase in self.phrases)
        return {"asked": asked} | {f"phrase_{n}": phrase.in_words for n, phrase in enumerate(self.phrases)}

    @property
    def way(self) -> "Way":
        """Few matches are collected and sorted; with many, a page of the board is soon full of them."""
        return Way(rare=not self._has_many(), phrases=len(self.phrases))

    def _has_many(self) -> bool:
        # Only a yes is remembered: the way for many matches finds all of them, however few they become.
        if clock.seconds() < _many_until.get(self.phrases, 0.0):
            return True
        counted = select(func.count()).select_from(_few().subquery())
        many = (session.scalar(counted, self.given) or 0) > FEW
        if many:
            if len(_many_until) >= MOST_REMEMBERED:
                _many_until.clear()
            _many_until[self.phrases] = clock.seconds() + REMEMBERED_SECONDS
        return many


@dataclass(frozen=True)
class Way:
    """How to look: what the shape of the statement depends on, and nothing else."""

    rare: bool
    phrases: int

    def condition(self, position_id: ColumnElement[int]) -> ColumnElement[bool]:
        if self.rare:
            return position_id.in_(_few())
        if not is_sqlite():
            return exists(select(1).select_from(_INDEX).where(_key() == position_id, _matches()))
        # Opening FTS5 for every row costs thirty times as much as looking into the words it keeps.
        kept = literal(" ").concat(_KEPT_BY_FTS5.c.c0).concat(" ")
        there = [func.instr(kept, bindparam(f"phrase_{n}", type_=String)) > 0 for n in range(self.phrases)]
        return exists(select(1).select_from(_KEPT_BY_FTS5).where(_KEPT_BY_FTS5.c.id == position_id, *there))


def ask(words: str) -> Question | None:
    """The question in these words; None when nothing in them can be searched for."""
    found = tuple(dict.fromkeys(runs(words)))[:MOST_RUNS]
    return Question(tuple(map(Phrase.of, found))) if found else None


def _few() -> Select[int]:
    return select(_key()).where(_matches()).limit(FEW + 1)


def _key() -> ColumnElement[int]:
    return _INDEX.c.rowid if is_sqlite() else _INDEX.c.position_id


def _matches() -> ColumnElement[bool]:
    if is_sqlite():
        return literal_column("position_search.position_search").op("MATCH")(bindparam("asked"))
    return _INDEX.c.words.op("@@")(cast(bindparam("asked", type_=String), TSQUERY))


def reindex(position: Position) -> None:
    """A published position is found by its words as they are now; any other by none.

    Inside the write transaction, after a flush of the change: whoever publishes, approves a change,
    changes a place directly, cancels, or renames an area calls it.
    """
    reindex_each([position])


def reindex_each(positions: Sequence[Position]) -> None:
    """As `reindex` for many, in two statements."""
    session.flush()
    key = "rowid" if is_sqlite() else "position_id"
    named: BindParameter[list[int]] = bindparam(
        "ids", [position.id for position in positions], expanding=True
    )
    # The column's name is ours.
    session.execute(text(f"DELETE FROM position_search WHERE {key} IN :ids").bindparams(named))  # noqa: S608
    published = [position for position in positions if position.state == State.published]
    _remember({position.id: list(_tokens_of(position)) for position in published})


def reindex_all() -> int:
    """Build the whole index anew; how many positions it holds then. Inside a write transaction."""
    session.execute(text("DELETE FROM position_search"))
    published = select(Position).where(Position.state == State.published).options(
        joinedload(Position.area).joinedload(Area.parent), joinedload(Position.opportunity_list)
    )  # fmt: skip
    count = 0
    for position in session.scalars(published.execution_options(yield_per=500)):
        _remember({position.id: list(_tokens_of(position))})
        count += 1
    return count


def _tokens_of(position: Position) -> Iterator[str]:
    for part in _parts(position):
        yield from tokens(part)
        yield BREAK


def _parts(position: Position) -> Iterator[str]:
    issued: OpportunityList = position.opportunity_list
    yield from (position.title, position.content, position.address, position.conditions, position.number)
    yield from (issued.title, position.area.name)
    yield from (CATEGORY_WORDS[c] for c in position.categories)
    yield from (TARGET_WORDS[t] for t in position.targets)
    if position.area.parent is not None:
        yield position.area.parent.name


def _remember(words: Mapping[int, list[str]]) -> None:
    dialect = session().get_bind().dialect.name
    rows = [
        {"id": number, "words": " ".join(told) if dialect == "sqlite" else as_tsvector(told)}
        for number, told in words.items()
    ]
    if rows:
        session.execute(text(INSERT[dialect]), rows)


def as_tsvector(words: list[str]) -> str:
    """Tokens with their places, as PostgreSQL writes a vector; it keeps places up to 16,383."""
    return " ".join(f"'{token}':{place}" for place, token in enumerate(words[:16_000], 1))
