"""Six digits that change every minute: whoever can read them stands before the leader's screen."""

import secrets
from datetime import datetime
from typing import Final

from board.accounts.keyed import keyed

STEP: Final = 60  # seconds
_MANY: Final = 10**6


def digits(shift_id: int, at: datetime) -> str:
    """What the leader's screen shows at this instant, for example 482916."""
    return _of_step(shift_id, _step(at))


def is_right(shift_id: int, typed: str, at: datetime) -> bool:
    """The digits of this minute; those of the last and of the next one too, since clocks and people differ."""
    near = (_of_step(shift_id, _step(at) + off) for off in (0, -1, 1))
    return any([secrets.compare_digest(right, typed) for right in near])


def seconds_left(at: datetime) -> int:
    """Until the digits change: 1 to 60."""
    return STEP - int(at.timestamp()) % STEP


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _of_step(shift_id: int, step: int) -> str:
    return f"{int(keyed('check-in', str(shift_id), str(step)), 16) % _MANY:06d}"
