"""What somebody is told of hours that were written down for them afterwards."""

from board import dates, rounding
from board.notices.services import News, tell
from board.positions import in_words
from board.records.models import ServiceRecord


def entered(record: ServiceRecord) -> None:
    """They learn at once what the community says they did, and can say that it is not so."""
    shift = record.shift
    named = in_words.named(shift.position, shift.starts_at, shift.ends_at)
    times = dates.time_range(record.starts_at, record.ends_at)
    worth = rounding.words(record.minutes) if record.counts else "只记参加"
    sentence = (
        f"{named}社区给你补录了 {times}，{worth}，等第二个人确认。不对就在“我的时长”里说一声。"
        f"补录的理由：{record.reason}"
    )
    link = f"/me/hours/{record.id}"
    tell(
        record.person,
        News(kind="backfills.entered", sentence=sentence, link=link, area_id=record.area_id, about=record),
    )
