"""Addresses that work without signing in: whoever holds one may do one thing to one row."""

from board.accounts.tokens import token_for


def offer(signup_id: int) -> str:
    """Take or decline the place that is kept."""
    return f"/o/{token_for('offer', signup_id)}"


def coming(signup_id: int) -> str:
    """Say whether one is still coming."""
    return f"/r/{token_for('coming', signup_id)}"


def stand_in(stand_in_id: int) -> str:
    """Say whether one goes in somebody's place."""
    return f"/s/{token_for('stand_in', stand_in_id)}"
