"""Twenty-nine sheets as different clerks keep them, and what the board reads in each."""

import pytest

from tests.reading.clerks import SHEETS
from tests.reading.grids import brief, rows_of

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("sheets", "file_name", "expected"), [case[1:] for case in SHEETS], ids=[case[0] for case in SHEETS]
)
def test_a_sheet_is_read_as_its_clerk_meant_it(sheets, file_name, expected):
    rows = rows_of(*sheets, file_name=file_name)

    assert [brief(row) for row in rows] == expected
