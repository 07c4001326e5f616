"""The number formats of a workbook: which cells show a day or an hour."""

from board.sheets.markup import Attributes, Listener
from board.sheets.numbers import whole
from board.sheets.serials import Shows, built_in, shown_by


class Styles(Listener):
    """What each cell style shows, in the order that cells name them."""

    def __init__(self) -> None:
        super().__init__()
        self._shows: list[Shows] = []
        self._written: dict[int, Shows] = {}
        self._in_cell_styles = False
        self.begins = {"numFmt": self._format, "cellXfs": self._open, "xf": self._style}
        self.ends = {"cellXfs": self._close}

    def of(self, style: str | None) -> Shows:
        """What a number in a cell of this style is to the reader."""
        index = whole(style or "0")
        return self._shows[index] if index < len(self._shows) else Shows.number

    def _format(self, attributes: Attributes) -> None:
        self._written[whole(attributes.get("numFmtId"))] = shown_by(attributes.get("formatCode") or "")

    def _open(self, attributes: Attributes) -> None:
        self._in_cell_styles = True

    def _style(self, attributes: Attributes) -> None:
        if self._in_cell_styles:
            index = whole(attributes.get("numFmtId") or "0")
            self._shows.append(self._written.get(index) or built_in(index))

    def _close(self) -> None:
        self._in_cell_styles = False
