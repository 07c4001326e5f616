"""What is said about hours that are not right. Objections know it, which import this feature and not the
other way round: create_app() tells it here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from board.accounts.models import Person
from board.records.ledger import Line

Shown = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What objections know of hours."""

    # What was said and answered about somebody's own record, the newest first, as templates/records/_said.html
    # shows it; and whether they may say something more now.
    of_mine: Callable[[Person, Line], tuple[list[Shown], bool]] = lambda person, line: ([], False)
    # By shift of theirs that is not written down: what they said of it, in a sentence.
    of_unwritten: Callable[[Person, Iterable[int]], dict[int, str]] = lambda person, shift_ids: {}
    # What somebody at the desk can do about a record first: (address, button).
    of_record: Callable[[Line], list[tuple[str, str]]] = lambda line: []
    # What waits for this person at the desk, as rows of the page of hours.
    at_the_desk: Callable[[Person], list[Shown]] = lambda person: []


told = Told()
