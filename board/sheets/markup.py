"""XML of somebody's, read as a stream: no document types, no entities, nothing fetched, nothing kept."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, Protocol
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from board.sheets.cells import CannotRead
from board.sheets.kinds import DAMAGED
from board.sheets.package import Package

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

TRUE: Final = frozenset({"1", "true", "on"})
# Expat keeps a whole tag, and every tag that is open: without an end, 20 MB of them become 360 MB.
_DEEPEST: Final = 50
_LONGEST_TAG: Final = 512 * 1024
ENTITIES = "文件里有不该有的内容（XML 实体）。请把有内容的部分复制到一个新表格里，保存后再上传。"


class Attributes(Protocol):
    """What an element says of itself."""

    def get(self, name: str, /) -> str | None: ...

    def items(self) -> Iterable[tuple[str, str]]: ...


Begin = Callable[[Attributes], None]
End = Callable[[], None]


class Listener(ContentHandler):
    """Hears a part's elements by their names without prefix, and the text of those it collects."""

    def __init__(self) -> None:
        super().__init__()
        self.begins: dict[str, Begin] = {}
        self.ends: dict[str, End] = {}
        self.collecting = False
        self.collected: list[str] = []
        self._depth = 0

    def startElement(self, name: str, attrs: "AttributesImpl[str]") -> None:  # noqa: N802
        self._depth += 1
        if self._depth > _DEEPEST:
            raise CannotRead(DAMAGED)
        begin = self.begins.get(_local(name))
        if begin is not None:
            begin(attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._depth -= 1
        end = self.ends.get(_local(name))
        if end is not None:
            end()

    def characters(self, content: str) -> None:
        if self.collecting:
            self.collected.append(content)


def listen(package: Package, part: str, listener: Listener) -> None:
    """Read the whole part to the listener."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(listener)
    try:
        fed = 0
        for piece in package.pieces(part):
            parser.feed(piece)
            fed += len(piece)
            if fed - parser._parser.CurrentByteIndex > _LONGEST_TAG:  # type: ignore[attr-defined]
                raise CannotRead(DAMAGED)
        parser.close()
    except DefusedXmlException as error:
        raise CannotRead(ENTITIES) from error
    except SAXParseException as error:
        raise CannotRead(DAMAGED) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name
