"""Files as whoever downloads them opens them."""

import io

import openpyxl


def rows_of(page, sheet):
    """The cells of a sheet of a downloaded workbook, row by row; text in every cell that is no number or day."""
    assert page.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert page.headers["Cache-Control"] == "no-store"
    book = openpyxl.load_workbook(io.BytesIO(page.body))
    cells = [cell for row in book[sheet].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]
