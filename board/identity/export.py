"""What the board keeps of an ID number, for its owner: the one place where it stands in full."""

from board.accounts.export import moment
from board.accounts.models import Person
from board.identity import queries, sealing
from board.identity.models import SHORT_USE_WORDS


def identity(person: Person) -> dict[str, object] | None:
    """The number, what for, since when; nothing when none was given."""
    row = queries.of(person)
    if row is None:
        return None
    return {
        "身份证号": sealing.opened(row) or "读不出来了",
        "用处": [SHORT_USE_WORDS[use] for use in row.uses],
        "同意的文本版本": row.consent_version,
        "同意时间": moment(row.consented_at),
        "被看过": [
            {"时间": moment(look.at), "哪里": look.area_name, "为什么": look.why_words}
            for look in queries.looks_at(person)
        ],
    }
