"""What the board makes of a file, without uploading it."""

import pytest

from board import clock
from board.imports.understood import put_together
from board.positions import standing
from board.reading import lists
from board.sheets import opening
from board.sheets.opening import CannotRead


def read_back(content, name="清单.xlsx", *, expect_rows=True):
    """The list in it; None if it is told to have none, and has none."""
    sheets = opening.open_file(content, name)
    if expect_rows:
        return lists.read(sheets, file_name=name, today=clock.today())
    try:
        found = lists.read(sheets, file_name=name, today=clock.today())
    except CannotRead:
        return None
    if found.rows:
        pytest.fail(f"read {len(found.rows)} rows")
    return None


def understood_rows(content, area):
    """Its rows with the community's standing answers, and none of the clerk's."""
    usual = standing.answers_for(area.id)
    return [put_together(row, {}, usual) for row in read_back(content).rows]
