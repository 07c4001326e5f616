"""By which channels people are reached: a notice keeps a delivery per channel, or why there is none."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from board import clock
from board.accounts.models import Account, Person
from board.db import session
from board.notices import links, quiet, texts
from board.notices.budgets import Budgets
from board.notices.limits import current
from board.notices.models import Delivery, Notice, RemindBySms, Wish, Withheld
from board.outbox import services as outbox
from board.outbox.models import Channel, Message


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What every channel needs to know of a piece of news."""

    kind: str
    sentence: str
    link: str
    short_link: str
    useless_at: datetime | None
    needed_by: datetime | None

    @property
    def worthless_at(self) -> datetime | None:
        """When a text message would come too late, for what begins or for what is still on offer."""
        return min((t for t in (self.needed_by, self.useless_at) if t is not None), default=None)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Where one person can be told something."""

    has_inbox: bool
    mobile: str | None
    wish: Wish

    @property
    def mail(self) -> str | None:
        return self.wish.mail if self.wish.mail_proven_at else None


def reaches_of(person_ids: Collection[int]) -> dict[int, Reach]:
    """Read at once for all of them, every channel together.

    A disabled account counts for nothing: its mobile may be somebody else's by now.
    """
    known = (
        select(Person.id, Person.contact_mobile, Account.mobile, Account.works, Wish)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(Wish, Wish.person_id == Person.id)
        .where(Person.id.in_(person_ids))
    )
    with session.no_autoflush:  # many are told in one act: one write for all of them
        rows = session.execute(known).all()
    found = {}
    for number, contact, mobile, is_open, wish in rows:
        works = mobile is not None and is_open  # without an account, nothing of it is closed either
        found[number] = Reach(
            has_inbox=works, mobile=mobile if works else contact, wish=wish or unsaid(number)
        )
    return found


def unsaid(person_id: int) -> Wish:
    """What holds for everybody who has not said otherwise."""
    return Wish(person_id=person_id, sms=True, remind_by_sms=RemindBySms.day_before)


def budgets_of(reaches: Iterable[Reach]) -> Budgets:
    found = list(reaches)
    return Budgets(
        {
            Channel.sms: {reach.mobile for reach in found if reach.mobile},
            Channel.mail: {reach.mail for reach in found if reach.mail},
        }
    )


def by_sms(notice: Notice, carried: Carried, reach: Reach, budgets: Budgets, *, wished: bool) -> Delivery:
    """The text message is queued, in the quiet hours for the morning; or it is kept why not."""
    why_not = _why_not(Channel.sms, reach.mobile, notice, budgets, wished=wished)
    if why_not or reach.mobile is None:
        return _keep(notice, Channel.sms, None, why_not)
    return _keep(notice, Channel.sms, queue_sms(reach.mobile, carried), None)


def queue_sms(mobile: str, carried: Carried) -> Message:
    return outbox.queue_sms(
        mobile, texts.sms(carried.sentence, carried.short_link), purpose=carried.kind,
        useless_at=carried.useless_at, next_try_at=quiet.send_at(clock.now(), carried.worthless_at),
    )  # fmt: skip


def by_mail(notice: Notice, carried: Carried, reach: Reach, budgets: Budgets) -> Delivery:
    """The mail is queued at once, whatever the hour; or it is kept why not."""
    why_not = _why_not(Channel.mail, reach.mail, notice, budgets, wished=True)
    if why_not or reach.mail is None:
        return _keep(notice, Channel.mail, None, why_not)
    stop = f"{current().origin}{links.stop(reach.wish)}"
    message = outbox.queue_mail(
        reach.mail, texts.mail(carried.sentence, carried.short_link or carried.link, stop),
        subject=texts.subject(carried.kind), purpose=carried.kind, stop_link=f"{stop}/stop",
        useless_at=carried.useless_at,
    )  # fmt: skip
    return _keep(notice, Channel.mail, message, None)


def _why_not(
    channel: Channel, address: str | None, notice: Notice, budgets: Budgets, *, wished: bool
) -> Withheld | None:
    if address is None:
        return Withheld.no_address
    if not wished:
        return Withheld.not_wished
    if channel not in current().channels:
        return Withheld.no_gateway
    return None if budgets.allow(channel, address, notice.kind, notice) else Withheld.budget


def _keep(notice: Notice, channel: Channel, message: Message | None, why: Withheld | None) -> Delivery:
    delivery = Delivery(notice=notice, channel=channel, message=message, withheld=why)
    session.add(delivery)
    return delivery
