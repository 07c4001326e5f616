"""What time asks of positions: steps of the tick."""

from board import clock
from board.db import session
from board.positions import services


def refresh_stale() -> int:
    """The board moves on past shifts whose sign-up has closed."""
    count = services.refresh_stale(clock.now())
    session.commit()
    return count


STEPS = (refresh_stale,)
