"""The public notice: what a community confirmed lately, for everybody to look at for some days."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from board.areas.models import Area, Level
from board.db import session
from board.errors import NotFound
from board.positions.models import Position, Shift
from board.records import ledger
from board.records.ledger import Line
from board.records.models import Kind, RecordStep, ServiceRecord
from board.web.paging import Page, cut

PAGE_SIZE: Final = 50
_SHOWN: Final = (Kind.confirmed, Kind.held, Kind.released)  # the last step of what is in its notice


def fetch_area(code: str) -> Area:
    """A community or village, in use or not: what it confirmed last is shown to the end of its notice."""
    levels = (Level.community, Level.village)
    wanted = select(Area).where(Area.code == code, Area.level.in_(levels)).options(joinedload(Area.parent))
    area = session.scalar(wanted)
    if area is None:
        raise NotFound
    return area


def of_area(area: Area, before: int | None, now: datetime) -> Page[Line]:
    """What this community's notice shows now, what was written down last first; `before` is a record's id."""
    query = (
        ledger.standing()
        .join(ServiceRecord.person)
        .join(ServiceRecord.shift)
        .join(Shift.position)
        .options(contains_eager(ServiceRecord.person))
        .options(contains_eager(ServiceRecord.shift).contains_eager(Shift.position))
        .where(*_in_notice(now, RecordStep.area_id == area.id))
        .order_by(ServiceRecord.id.desc())
    )
    if before is not None:
        query = query.where(ServiceRecord.id < before)
    found = ledger.read(query.limit(PAGE_SIZE + 1))
    return cut(found, PAGE_SIZE, str(found[PAGE_SIZE - 1].record.id) if len(found) > PAGE_SIZE else None)


def fetch(record_id: int, now: datetime) -> Line:
    """The record as it stands, while its notice runs; NotFound for every other, as for one that is missing."""
    query = (
        ledger.standing()
        .options(joinedload(ServiceRecord.person), joinedload(ServiceRecord.area).joinedload(Area.parent))
        .options(joinedload(ServiceRecord.shift).joinedload(Shift.position).joinedload(Position.area))
        .where(ServiceRecord.id == record_id, *_in_notice(now, RecordStep.record_id == record_id))
    )
    found = ledger.read(query)
    if not found:
        raise NotFound
    return found[0]


def _in_notice(now: datetime, where: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Confirmed within the days of the notice, and still confirmed, or held by an objection."""
    since = now - timedelta(days=ledger.notice_days())
    lately = select(RecordStep.record_id).where(
        RecordStep.kind == Kind.confirmed, RecordStep.at > since, where
    )
    return ServiceRecord.id.in_(lately), ledger.last_kind_in(_SHOWN)
