"""What features above keep of somebody, and forget with them: `others.append(…)` in create_app()."""

from collections.abc import Callable

from board.accounts.models import Person

# Called inside the write transaction that closes the account, or forgets somebody without one.
others: list[Callable[[Person], None]] = []


def everywhere(person: Person) -> None:
    """Nothing that tells who this was is left with any feature."""
    for forget in others:
        forget(person)
