"""Whoever asks for certificates they have no token of is slowed down, by their network.

Reading writes nothing, so this is kept in memory, by each worker for itself; the tokens alone, 96 bits
by chance, already cannot be guessed. Only wrong ones count: a company behind one address checks as many
real ones as it likes.
"""

from collections import OrderedDict, deque
from threading import Lock
from typing import Final

from board import clock

MOST: Final = 60  # wrong ones
WHILE: Final = 15 * 60.0  # seconds
KEPT: Final = 10_000  # networks


class Strangers:
    """When each network last asked in vain."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def has_asked_enough(self, network: str) -> bool:
        with self._lock:
            return len(self._recent(network)) >= MOST

    def note(self, network: str) -> None:
        """Somebody there asked for what is none, or is not theirs to see."""
        with self._lock:
            self._recent(network).append(clock.seconds())
            self._asked.move_to_end(network)
            while len(self._asked) > KEPT:
                self._asked.popitem(last=False)

    def _recent(self, network: str) -> deque[float]:
        times = self._asked.setdefault(network, deque(maxlen=MOST))
        while times and times[0] < clock.seconds() - WHILE:
            times.popleft()
        return times


strangers = Strangers()
