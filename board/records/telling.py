"""What people are told about their hours: one sentence, and where they see it."""

from collections.abc import Sequence
from typing import Final

from board import rounding
from board.notices.services import News, tell_each
from board.positions import in_words
from board.records import ledger
from board.records.ledger import Line


def _named(line: Line) -> str:
    return in_words.named(line.record.shift.position, line.record.shift.starts_at, line.record.shift.ends_at)


def _tell(lines: Sequence[Line], kind: str, sentences: Sequence[str]) -> None:
    tell_each([
        (line.record.person_id, News(kind=kind, sentence=sentence, link=f"/me/hours/{line.record.id}",
                                     area_id=line.record.area_id, about=line.record))
        for line, sentence in zip(lines, sentences, strict=True)
    ])  # fmt: skip


CONFIRMED: Final = "records.confirmed"


def confirmed(lines: Sequence[Line]) -> None:
    """These people learn that their hours stand, and how to object."""
    _tell(lines, CONFIRMED, [_confirmed(line, _named(line)) for line in lines])


def _confirmed(line: Line, named: str) -> str:
    if not line.record.counts:
        return f"{named}记下了，这个岗位只记参加，不算时长。不对就在“我的时长”里说一声。"
    words = rounding.words(line.minutes)
    return f"{named}确认了 {words}，公示 {ledger.notice_days()} 天。不对就在“我的时长”里说一声。"


def corrected(line: Line, minutes: int, reason: str) -> None:
    words = rounding.words(minutes)
    sentence = (
        f"{_named(line)}的时间社区改成了 {words}：{reason}。等第二个人确认。不对就在“我的时长”里说一声。"
    )
    _tell([line], "records.corrected", [sentence])


def voided(line: Line, reason: str) -> None:
    sentence = f"{_named(line)}的时长不算了：{reason}。不对就在“我的时长”里说一声，社区要答复你。"
    _tell([line], "records.voided", [sentence])


def reinstated(line: Line, reason: str) -> None:
    _tell([line], "records.reinstated", [f"{_named(line)}的时长恢复了，等第二个人确认：{reason}。"])
