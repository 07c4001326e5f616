"""The totals and the streets beside the board, kept for a minute in each worker."""

from datetime import datetime
from threading import Lock
from typing import Any, Final

from board import clock
from board.front import queries

KEPT_SECONDS: Final = 60.0


class SideCache:
    """One per worker. Whoever comes first after a minute counts; the others read what there was."""

    def __init__(self) -> None:
        self.kept: queries.Side | None = None
        self.counted_at = 0.0
        self.counting = Lock()

    def side(self, now: datetime) -> queries.Side:
        kept = self.kept
        if kept is not None and clock.seconds() - self.counted_at < KEPT_SECONDS:
            return kept
        with self.counting:
            kept = self.kept
            if kept is None or clock.seconds() - self.counted_at >= KEPT_SECONDS:
                self.counted_at = clock.seconds()
                kept = self.kept = queries.side(now)
            return kept

    def clear(self) -> None:
        self.kept = None


def register(extensions: dict[str, Any]) -> None:
    extensions["board_side"] = SideCache()
    extensions.setdefault("kept_answers", []).append(extensions["board_side"])
