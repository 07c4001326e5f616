"""Which parts of the package are the workbook's: its visible sheets in order, its strings, its styles."""

import posixpath
from typing import Final, NamedTuple

from board.sheets.cells import CannotRead, clean
from board.sheets.kinds import DAMAGED, why_no_workbook
from board.sheets.limits import MOST_SHEETS, TOO_MANY_SHEETS
from board.sheets.markup import TRUE, Attributes, Listener, listen
from board.sheets.package import Package, plain_name

_LONGEST_NAME: Final = 100
NO_SHEET = "这份表格里没有能读的工作表。请取消隐藏，或另存为新的 .xlsx 再上传。"


class SheetPlace(NamedTuple):
    name: str
    part: str


class Related(Listener):
    """The parts that a part names: (kind, part) by the id it uses for them."""

    def __init__(self, package: Package, part: str) -> None:
        super().__init__()
        self.by_id: dict[str, tuple[str, str]] = {}
        self._folder = posixpath.dirname(part)
        self.begins = {"Relationship": self._relationship}
        rels = posixpath.join(self._folder, "_rels", posixpath.basename(part) + ".rels")
        if rels in package:
            listen(package, rels, self)

    def of_kind(self, kind: str) -> list[str]:
        return [part for found, part in self.by_id.values() if found == kind]

    def _relationship(self, attributes: Attributes) -> None:
        if attributes.get("TargetMode") == "External":
            return
        kind = (attributes.get("Type") or "").rpartition("/")[2]
        target = (attributes.get("Target") or "").replace("\\", "/")
        self.by_id[attributes.get("Id") or ""] = (kind, plain_name(posixpath.join("/", self._folder, target)))


class Workbook(Listener):
    """The workbook of a package. Hidden sheets are left out: they hold lists for drop-downs, or old months."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        main = Related(package, "").of_kind("officeDocument")
        if not main or main[0] not in package or not main[0].startswith("xl/"):
            raise CannotRead(why_no_workbook(package.names))
        self.since_1904 = False
        self.sheets: list[SheetPlace] = []
        self._related = Related(package, main[0])
        self.begins = {"workbookPr": self._properties, "sheet": self._sheet}
        listen(package, main[0], self)
        self._check()

    @property
    def strings(self) -> str | None:
        return next(iter(self._related.of_kind("sharedStrings")), None)

    @property
    def styles(self) -> str | None:
        return next(iter(self._related.of_kind("styles")), None)

    def _properties(self, attributes: Attributes) -> None:
        self.since_1904 = attributes.get("date1904") in TRUE

    def _sheet(self, attributes: Attributes) -> None:
        if (attributes.get("state") or "visible") != "visible":
            return
        identity = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        kind, part = self._related.by_id.get(identity, ("", ""))
        if kind == "worksheet":  # the others are charts and dialogues
            self.sheets.append(SheetPlace(clean(attributes.get("name") or ""), part))

    def _check(self) -> None:
        names = {sheet.name for sheet in self.sheets}
        if not names:
            raise CannotRead(NO_SHEET)
        if len(self.sheets) > MOST_SHEETS:
            raise CannotRead(TOO_MANY_SHEETS)
        if len(names) < len(self.sheets) or max(map(len, names)) > _LONGEST_NAME:
            raise CannotRead(DAMAGED)  # rows are told apart by sheet and number
        if len({sheet.part for sheet in self.sheets}) < len(self.sheets):
            raise CannotRead(DAMAGED)  # fifty sheets that are one part would be read fifty times
