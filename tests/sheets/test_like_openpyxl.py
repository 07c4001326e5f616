"""Our reader and openpyxl say the same of whatever openpyxl can write, where openpyxl is right."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.sheets.opening import open_file

pytestmark = pytest.mark.no_database

_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=12)
VALUES = st.one_of(
    _text.filter(lambda said: said.strip() and not said.startswith("=") and "_x" not in said),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 4)),
    st.booleans(),
    st.dates(date(1904, 1, 2), date(2199, 12, 31)),
    st.datetimes(datetime.fromisoformat("1904-01-02"), datetime.fromisoformat("2199-12-31")).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.times().map(lambda hour: hour.replace(microsecond=0)),
)
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 30))


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.dictionaries(PLACES, VALUES, min_size=1, max_size=12), st.booleans())
def test_cells_are_what_openpyxl_reads(cells, since_1904):
    content = _written(cells, since_1904=since_1904)

    found = open_file(content, "")[0]

    ours = {(row.number, column): value for row in found.rows for column, value in row.cells.items()}
    assert ours == _by_openpyxl(content)


def _written(cells, *, since_1904):
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for (row, column), value in cells.items():
        book.active.cell(row, column, value)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _by_openpyxl(content):
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    return {
        (cell.row, cell.column): _plain(cell)
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _plain(cell):
    """openpyxl knows no day without an hour; ours is one where the format shows none."""
    value = cell.value
    if isinstance(value, datetime) and not cell.number_format.endswith("ss") and value.time() == time():
        return value.date()
    return value
