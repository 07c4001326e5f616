"""Small sheets as clerks keep them, and what was read in them, said briefly."""

from datetime import date

from board import clock
from board.reading import lists
from board.sheets.opening import Sheet, SheetRow

TODAY = date(2026, 11, 22)


def sheet(rows, *, name="Sheet1", merged=(), first_row=1):
    """A sheet of these rows, None where a cell is empty; what is `merged` says it as A1:C2."""
    kept = [
        SheetRow(number, {column: value for column, value in enumerate(cells, 1) if value is not None})
        for number, cells in enumerate(rows, first_row)
        if any(value is not None for value in cells)
    ]
    return Sheet(name, kept, tuple(_corners(area) for area in merged))


def table(text, **kwargs):
    """The same from lines with | between cells; `·` is an empty cell."""
    lines = text.strip("\n").split("\n")
    return sheet([[_cell(part) for part in line.split("|")] for line in lines], **kwargs)


def read(*sheets, file_name="清单.xlsx", today=TODAY):
    return lists.read(list(sheets), file_name=file_name, today=today)


def rows_of(*sheets, **kwargs):
    return read(*sheets, **kwargs).rows


def brief(row):
    """One row in a few words: title, quota, place, times."""
    return f"{row.title} {row.quota} {row.place} {times(row)}"


def times(row):
    """`12-05 09:00-11:00, 12-12 …`; `?` if it is asked about."""
    return "?" if row.shifts is None else ", ".join(_span(*span) for span in row.shifts)


def asked(row):
    return {each.field: (each.cell, each.said) for each in row.asked}


def _span(starts, ends):
    first, last = clock.local(starts), clock.local(ends)
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%m-%d %H:%M}"
    return f"{first:%m-%d %H:%M}-{end}"


def _cell(part):
    text = part.strip()
    return None if text in {"", "·"} else text.replace("\\n", "\n")


def _corners(area):
    first, last = area.split(":")
    return (*_corner(first), *_corner(last))


def _corner(name):
    letters = name.rstrip("0123456789")
    return int(name[len(letters) :]), ord(letters) - ord("A") + 1
