"""How often somebody may object, so that nobody holds a whole community's hours: counted in the database."""

from typing import Final

from sqlalchemy import ColumnElement, func, or_, select

from board import clock
from board.accounts.keyed import keyed
from board.accounts.throttle import network, one_at_a_time
from board.db import session
from board.errors import RuleBroken
from board.objections.models import Kind, Objection, unanswered
from board.positions.models import Position
from board.records.models import ServiceRecord

# Of one address or one account, made today or not answered yet; of people signed out, not answered yet in
# one community; about one record, ever. Whoever has more to say is asked to phone.
FROM_AN_ADDRESS: Final = 5
OF_A_PERSON: Final = 10
OF_STRANGERS_HERE: Final = 20
ABOUT_ONE: Final = 3


class TooManyFromHere(RuleBroken):
    """This address or account has objected often enough for today."""


class TooManyHere(RuleBroken):
    """People who are not signed in have objected to enough of this community's hours for now."""


class AskedOften(RuleBroken):
    """The same hours were objected to and answered several times."""


def key_of(address: str | None) -> str:
    """Stands for the network somebody objects from; only this installation can make it."""
    return keyed("objection", network(address))


def refuse_more(record: ServiceRecord, by_id: int | None, key: str) -> None:
    """Runs inside the write transaction, before the objection is written."""
    contact = phone_of(record.shift.position)
    if _count(Objection.record_id == record.id) >= ABOUT_ONE:
        raise AskedOften(f"这一条已经提过、答复过 {ABOUT_ONE} 次。还有话说，请{contact}。")
    if by_id is not None:
        one_at_a_time(f"objections of {by_id}")
        if _count(Objection.made_by == by_id, _running_or_of_today()) >= OF_A_PERSON:
            raise TooManyFromHere(f"你有 {OF_A_PERSON} 条异议是今天提的，或者还没答复。还有的，请{contact}。")
        return
    one_at_a_time(key)
    one_at_a_time(f"objections in {record.area_id}")
    if _count(Objection.network == key, _running_or_of_today()) >= FROM_AN_ADDRESS:
        raise TooManyFromHere(
            f"从这个网络提的异议，今天的加上没答复的已经有 {FROM_AN_ADDRESS} 条。还有的，登录以后再提，或者{contact}。"
        )
    strangers = Objection.area_id == record.area_id, Objection.made_by.is_(None), unanswered()
    if _count(*strangers) >= OF_STRANGERS_HERE:
        raise TooManyHere(
            f"这个社区有 {OF_STRANGERS_HERE} 条异议在等答复，先不能再提了。登录以后可以提，或者{contact}。"
        )


def refuse_again(shift_id: int, person_id: int, position: Position) -> None:
    """As `refuse_more`, for what somebody says of their own hours."""
    own = Objection.shift_id == shift_id, Objection.person_id == person_id
    if _count(*own, kinds=(Kind.own, Kind.appeal)) >= ABOUT_ONE:
        raise AskedOften(f"这一次你已经说过 {ABOUT_ONE} 回了。还有话说，请{phone_of(position)}。")


def phone_of(position: Position) -> str:
    """打 028-82720000（李老师）; where the number is not everybody's, the community itself."""
    if not position.phone_public:
        return "到社区服务站说，或者打社区的电话"
    return f"打 {position.contact_phone}（{position.contact_name}）"


def _running_or_of_today() -> ColumnElement[bool]:
    return or_(unanswered(), Objection.opened_at >= clock.midnight())


def _count(*where: ColumnElement[bool], kinds: tuple[Kind, ...] = (Kind.notice,)) -> int:
    return session.scalar(select(func.count()).where(Objection.kind.in_(kinds), *where)) or 0
