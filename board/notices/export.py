"""What the board keeps about how a person wants to be told, and was told, for that person."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from board.accounts.export import moment
from board.accounts.models import Person
from board.db import session
from board.notices import wishing
from board.notices.models import Delivery, Notice, RemindBySms, Withheld
from board.outbox.models import Channel, Fate

_CHANNELS = {Channel.sms: "短信", Channel.mail: "邮件"}
_REMINDERS = {
    RemindBySms.day_before: "前一天",
    RemindBySms.both: "前一天和两小时前",
    RemindBySms.never: "不要",
}
_FATES = {Fate.queued: "排队中", Fate.sent: "已发", Fate.dead: "没发出"}
_WITHHELD = {
    Withheld.no_address: "没有号码或邮箱",
    Withheld.not_wished: "你不要",
    Withheld.budget: "超出当天限额",
    Withheld.no_gateway: "网站没开通",
}


def wishes(person: Person) -> dict[str, object]:
    said = wishing.wish_of(person)
    return {
        "急事发短信": said.sms,
        "短信提醒": _REMINDERS[RemindBySms(said.remind_by_sms)],
        "邮箱": said.mail,
        "邮箱确认于": moment(said.mail_proven_at),
    }


def notices(person: Person) -> list[dict[str, object]]:
    """Every notice, with what became of it on each channel."""
    mine = session.scalars(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)).all()
    sent = select(Delivery).join(Delivery.notice).where(Notice.person_id == person.id)
    fates: dict[int, dict[str, str]] = {}
    for delivery in session.scalars(sent.options(joinedload(Delivery.message)).order_by(Delivery.id)):
        fates.setdefault(delivery.notice_id, {})[_CHANNELS[Channel(delivery.channel)]] = _fate(delivery)
    return [
        {"时间": moment(n.created_at), "内容": n.sentence, "看过": moment(n.read_at), **fates.get(n.id, {})}
        for n in mine
    ]


def _fate(delivery: Delivery) -> str:
    if delivery.message is not None:
        return _FATES[Fate(delivery.message.fate)]
    return _WITHHELD[Withheld(delivery.withheld)] if delivery.withheld else "地址已删掉"
