"""What the ledger keeps about a person, for that person."""

from sqlalchemy.orm import joinedload

from board import dates, rounding
from board.accounts.export import moment
from board.accounts.models import Person
from board.positions.models import Position, Shift
from board.records import ledger, queries
from board.records.ledger import Line
from board.records.models import Kind, ServiceRecord, Source
from board.records.words import KIND_WORDS, SOURCE_WORDS, STATE_WORDS


def hours(person: Person) -> dict[str, object]:
    """Everything that counts, and every record with what happened to it; staff are not named."""
    mine = (
        ledger.standing()
        .where(ServiceRecord.person_id.in_(ledger.selves(person)))
        .options(joinedload(ServiceRecord.shift).joinedload(Shift.position).joinedload(Position.area))
        .order_by(ServiceRecord.id)
    )
    total = ledger.of_person(person)
    return {
        "已确认": rounding.words(total.minutes),
        "已确认的分钟": total.minutes,
        "次数": total.times,
        "每一次": [_row(line) for line in ledger.read(mine)],
    }


def _row(line: Line) -> dict[str, object]:
    record = line.record
    return {
        "岗位": record.shift.position.title,
        "记录单位": record.shift.position.area.name,
        "班次": dates.when(record.shift.starts_at, record.shift.ends_at),
        "到": moment(line.starts_at),
        "走": moment(line.ends_at),
        "分钟": line.minutes,
        "算时长": "是" if record.counts else "否",
        "怎么记的": SOURCE_WORDS[Source(record.source)],
        "状态": STATE_WORDS[line.state],
        "来龙去脉": [
            {"时间": moment(step.at), "做了什么": KIND_WORDS[Kind(step.kind)], "原因": step.reason or None}
            for step in queries.steps_of(record)
        ],
    }
