"""What somebody looks for on the board, as it stands in the address; anything unknown there is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol, TypeVar
from urllib.parse import urlencode

from board.positions.board_queries import Filters, Key
from board.positions.words import Audience, Category, DayPart
from board.web.forms import one_line

E = TypeVar("E", bound=StrEnum)
LONGEST: Final = 40
WHO: Final = (Audience.residents, Audience.officials)


class Given(Protocol):
    """A query string: werkzeug's MultiDict."""

    def get(self, key: str, default: str) -> str: ...
    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, kw_only=True)
class LookingFor:
    """One person's wishes. Several of one kind widen the search, several kinds narrow it."""

    words: str = ""
    area: str = ""  # the code of a street or a community
    community: str = ""  # some letters of a community's name
    when: tuple[DayPart, ...] = ()
    audience: tuple[Audience, ...] = ()
    category: tuple[Category, ...] = ()
    places: bool = False
    mine: bool = False
    after: Key | None = None

    @classmethod
    def read(cls, given: Given) -> "LookingFor":
        return cls(
            words=_text(given, "q"),
            area=_text(given, "area"),
            community=_text(given, "community"),
            when=_known(DayPart, given.getlist("when")),
            audience=_known(WHO, given.getlist("audience")),
            category=_known(Category, given.getlist("category")),
            places=given.get("places", "") == "1",
            mine=given.get("mine", "") == "1",
            after=Key.read(given.get("after", "")),
        )

    @property
    def active(self) -> int:
        """How many filters are on, the words apart."""
        chosen = len(self.when) + len(self.audience) + len(self.category)
        return chosen + bool(self.area) + bool(self.community) + self.places

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.mine or self.active)

    def address(self, **changed: object) -> str:
        """The board with these wishes, from the first page unless `after` is given."""
        wish = replace(self, **({"after": None} | changed))  # type: ignore[arg-type]  # names of our own fields
        named: list[tuple[str, object]] = [
            ("q", wish.words),
            ("area", wish.area),
            ("community", wish.community),
        ]
        named += [(kind, code) for kind in ("when", "audience", "category") for code in getattr(wish, kind)]
        named += [
            ("places", "1" if wish.places else ""),
            ("mine", "1" if wish.mine else ""),
            ("after", wish.after),
        ]
        query = urlencode([(name, str(value)) for name, value in named if value])
        return f"/?{query}" if query else "/"

    def with_or_without(self, kind: str, code: StrEnum) -> str:
        """The board with this wish added, or taken away if it is there."""
        chosen: tuple[StrEnum, ...] = getattr(self, kind)
        return self.address(
            **{kind: tuple(c for c in chosen if c != code) if code in chosen else (*chosen, code)}
        )

    def filters(self, areas: tuple[int, ...] | None) -> Filters:
        return Filters(
            areas=areas,
            words=self.words,
            categories=self.category,
            audiences=self.audience,
            day_parts=self.when,
            with_places=self.places,
        )


def _text(given: Given, name: str) -> str:
    return (one_line(given.get(name, "")[: 4 * LONGEST]) or "")[:LONGEST]


def _known(codes: Iterable[E], given: list[str]) -> tuple[E, ...]:
    """In the order of the vocabulary, each once, so that equal wishes are equal."""
    return tuple(code for code in codes if code in given)


Counts = Mapping[str, int]
