"""What saving would do to a list that the same sheet made before. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass

from board.imports import matching, merging, outcome, queries
from board.imports.matching import Paired
from board.imports.merging import Merge
from board.imports.models import Upload
from board.imports.understood import Understood, understood
from board.positions import services, standing
from board.positions.models import OpportunityList


@dataclass(frozen=True)
class Plan:
    """The list that would be updated, and what would become of it."""

    opportunity_list: OpportunityList
    sentences: Sequence[str]


def wanted(upload: Upload) -> list[tuple[int, Understood]]:
    """(its place, the row) for every row that is not left out."""
    usual = standing.answers_for(upload.area_id)
    return [(row.item, understood(row, usual)) for row in queries.rows_of(upload) if not row.left_out]


def merges_of(pairs: Paired, file_name: str) -> list[Merge]:
    """What the rows that have a draft already would change in it."""
    return [
        merging.merge(position, row, file_name)
        for row, position in pairs.rows
        if position is not None and position.state in services.OPEN_TO_WRITING
    ]


def plan(upload: Upload) -> Plan | None:
    """None if saving would make a new list."""
    on = matching.made_before(upload)
    if on is None:
        return None
    pairs = matching.pair([row for _, row in wanted(upload)], matching.positions_on(on))
    new = sum(position is None for _, position in pairs.rows)
    would = outcome.of(on, new, merges_of(pairs, upload.file_name), pairs)
    return Plan(on, [outcome.would_be(would), *outcome.remarks(would)])
