"""A small set of codes in one column, kept as " a b ", so that `holds` finds one by LIKE."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, TypeDecorator, or_, type_coerce


class Codes(TypeDecorator[tuple[str, ...]]):
    """A tuple of codes of one StrEnum, in the order of that enumeration."""

    impl = String(300)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        unknown = set(value) - set(self.kind)
        if unknown:
            raise ValueError(f"{sorted(unknown)} not in {self.kind.__name__}")
        return " ".join(["", *(code for code in self.kind if code in value), ""]) if value else ""

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(map(self.kind, value.split()))


def holds_any(column: Any, codes: list[str]) -> ColumnElement[bool]:
    """Rows whose set in `column` has at least one of these codes (codes come from an enum)."""
    text = type_coerce(column, String)
    return or_(*(text.like(f"% {code} %") for code in codes))
