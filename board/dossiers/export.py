"""What the board keeps about a person beside their service, for that person."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from board.accounts.export import moment
from board.accounts.models import Person
from board.db import session
from board.dossiers import dossier
from board.dossiers.models import Entry, Kind, State
from board.dossiers.words import KIND_WORDS, STATE_WORDS


def entries(person: Person) -> list[dict[str, object]]:
    """Every training, commendation and evaluation, also those that were taken back or never stood."""
    mine = select(Entry).where(Entry.person_id == person.id).options(joinedload(Entry.area))
    return [_entry(entry) for entry in session.scalars(mine.order_by(Entry.id))]


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "类别": KIND_WORDS[Kind(entry.kind)],
        **dossier.entry(entry),
        "谁写的": entry.area.name,
        "写的时间": moment(entry.written_at),
        "状态": STATE_WORDS[State(entry.state)],
        "原因": entry.reason,
    }
