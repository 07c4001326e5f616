"""What became of a notice on each channel, in words the desk reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from board import dates
from board.notices.fates import Told
from board.notices.models import Delivery, Notice, Withheld
from board.outbox.models import Channel, Fate, Message
from board.outbox.services import TOO_LATE

_WITHHELD: Final = {
    (Channel.sms, Withheld.no_address): "没有手机号",
    (Channel.mail, Withheld.no_address): "没填邮箱",
    (Channel.sms, Withheld.not_wished): "不要短信",
    (Channel.sms, Withheld.no_gateway): "没开通短信",
    (Channel.mail, Withheld.no_gateway): "没开通邮件",
}
_LOST: Final = {Withheld.budget, Withheld.no_gateway}
_TAKERS: Final = {Channel.sms: "短信平台", Channel.mail: "邮件服务器"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One channel: a word, a detail under it, and the state that colours it."""

    word: str
    state: str = "closed"
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class FateRow:
    """One notice as a line of the desk's table."""

    notice: Notice
    inbox: Cell
    sms: Cell
    mail: Cell
    again: bool
    to_phone: bool


def row_of(told: Told, now: datetime) -> FateRow:
    return FateRow(
        notice=told.notice,
        inbox=_inbox(told),
        sms=_cell(told.by.get(Channel.sms), now),
        mail=_cell(told.by.get(Channel.mail), now),
        again=told.can_be_sent_again_at(now),
        to_phone=told.call is not None and told.call.done_at is None,
    )


def _inbox(told: Told) -> Cell:
    if not told.has_account:
        return Cell(word="没有账号")
    return Cell(word="已看", state="done") if told.notice.read_at else Cell(word="未看")


def _cell(delivery: Delivery | None, now: datetime) -> Cell:
    if delivery is None:
        return Cell(word="不用发")
    channel, message = Channel(delivery.channel), delivery.message
    if message is not None:
        return _sent(channel, message, now)
    if delivery.withheld is None:
        return Cell(word="地址已删掉")
    why = Withheld(delivery.withheld)
    word = _WITHHELD.get((channel, why), "超出当天限额")
    return Cell(word=word, state="risk" if why in _LOST else "closed")


def _sent(channel: Channel, message: Message, now: datetime) -> Cell:
    if message.fate == Fate.sent and message.sent_at is not None:
        return Cell(word="已发", state="done", detail=dates.moment(message.sent_at))
    if message.fate == Fate.dead:
        return Cell(word="没发出", state="risk", detail=_why(channel, message))
    if message.attempts:
        return Cell(word="排队中", state="waiting", detail=f"试了 {message.attempts} 次，还会再试")
    waits = message.next_try_at > now
    return Cell(
        word="排队中", state="waiting", detail=dates.moment(message.next_try_at) + " 发" if waits else ""
    )


def _why(channel: Channel, message: Message) -> str:
    if message.problem == TOO_LATE:
        return "过时了，不再发"
    problem = message.problem or ""
    kind, _, code = problem.partition(" ")
    if kind not in {"HTTP", "SMTP"}:
        return f"连不上{_TAKERS[channel]}"
    if kind == "SMTP" and code.startswith("5") and message.attempts == 1:
        return "没有这个邮箱"
    return f"{_TAKERS[channel]}没有收（{code}）"
