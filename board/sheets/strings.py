"""The table of shared strings, of which only those are kept that a cell names."""

import re
from collections.abc import Collection
from typing import Final

from board.sheets.cells import clean
from board.sheets.markup import Attributes, Listener

_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


class Text(Listener):
    """Collects the runs of a rich text, without how it is pronounced (`rPh`)."""

    def __init__(self) -> None:
        super().__init__()
        self.aside = False
        self.begins = {"t": self._start, "rPh": self._leave}
        self.ends = {"t": self._stop, "rPh": self._return}

    def _start(self, attributes: Attributes) -> None:
        self.collecting = not self.aside

    def _stop(self) -> None:
        self.collecting = False

    def _leave(self, attributes: Attributes) -> None:
        self.aside = True

    def _return(self) -> None:
        self.aside = False

    def take(self) -> str:
        """What was collected; the next text begins empty."""
        text = "".join(self.collected)
        self.collected.clear()
        return plain(text)


class Strings(Text):
    """The shared strings that are wanted, by index."""

    def __init__(self, wanted: Collection[int]) -> None:
        super().__init__()
        self.by_index: dict[int, str] = {}
        self._wanted = wanted
        self._index = 0
        self.ends["si"] = self._end_item

    def _start(self, attributes: Attributes) -> None:
        self.collecting = not self.aside and self._index in self._wanted

    def _end_item(self) -> None:
        if self._index in self._wanted:
            self.by_index[self._index] = self.take()
        self._index += 1


def plain(text: str) -> str:
    """As the cell shows it: `_x000D_` is how the format writes a character that XML cannot hold."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    return clean(text)
