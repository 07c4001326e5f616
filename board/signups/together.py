"""A family or a group in one go: everybody has a place of their own, or nobody has.

New people are inserted after the shifts are held and before people are locked (docs/states.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from board import clock, dates
from board.accounts import added
from board.accounts.added import Spoken
from board.accounts.models import Person
from board.accounts.queries import mobile_of
from board.db import session
from board.errors import RuleBroken
from board.positions.models import Shift
from board.signups import behalf, holding, queries, rules, services
from board.signups.behalf import Somebody
from board.signups.holding import Room
from board.signups.models import MadeAs, Signup, State
from board.signups.services import Making

ADULT: Final = 18


class NobodyNamed(RuleBroken):
    sentence = "还没有写谁一起来。写上姓名，或者勾选以前带过的人。"


class NamedTwice(RuleBroken):
    """Two of one name in a group: nobody could tell which is which."""


class NoLongerBrought(RuleBroken):
    sentence = "你勾选的人里有一位刚刚有了自己的账号，请他自己报名。请再看看名单。"


class TooMany(RuleBroken):
    """More people than one person may sign up in one go."""


class TooFewPlaces(RuleBroken):
    """There are not enough places for all, so nobody was signed up."""


class NotGrownUp(RuleBroken):
    """Somebody in the group is under 18."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Who comes along: those brought before, by volunteer number, and those named now."""

    me_too: bool
    again: Sequence[str]
    named: Sequence[Somebody]
    most: int


def sign_up_group(
    me: Person, shift_ids: Sequence[int], group: Group, *, consent_version: str
) -> list[Signup]:
    """Everybody named has a place of their own on every one of these shifts, or nobody has.

    Where staff decide, everybody waits for them. The same names again are the same people, and answer
    as the first time.
    """
    me_id = me.id
    _refuse_names(group, [me.name] if group.me_too else [])
    held = holding.hold(shift_ids)
    me = session.get_one(Person, me_id)
    added.one_at_a_time(f"with {me_id}")
    everybody = ([me] if group.me_too else []) + _brought(me, group)
    rooms = services.rooms_on(held, {person.id for person in everybody})
    for who in group.named:
        behalf.note_details(next(p for p in everybody if p.name == who.name), who)
    _refuse_too_few(everybody, held, rooms)
    _refuse_hoarding(everybody, held, me_id, group.most)
    signups: list[Signup] = []
    for person in everybody:
        made_as = MadeAs.self if person.id == me_id else MadeAs.group
        making = Making(made_by=me_id, made_as=made_as, consent_version=consent_version)
        signups += behalf.put_on(person, held, rooms, making)
        for shift in held.values():
            holding.next_turn(shift)
    return signups


def _refuse_names(group: Group, mine: list[str]) -> None:
    names = mine + [who.name for who in group.named]
    if not group.named and not group.again:
        raise NobodyNamed
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise NamedTwice(f"“{twice}”写了两次。真有两位同名的，请在名字后面加一个字分开，比如“{twice}大”。")


def _brought(me: Person, group: Group) -> list[Person]:
    """The records of everybody who comes along; names that I brought before are the same people."""
    chosen = [person for person in added.companions(me) if person.volunteer_no in group.again]
    if len(chosen) < len(set(group.again)):
        raise NoLongerBrought
    for who in group.named:
        person = _same_or_new(me, who)
        chosen += [] if person in chosen else [person]
    if len(chosen) > group.most:
        raise TooMany(f"除了你，一次最多带 {group.most} 个人，现在有 {len(chosen)} 个。请少报几个。")
    return chosen


def _same_or_new(me: Person, who: Somebody) -> Person:
    person = added.companion(me, who.name)
    if person is None:
        reached = Somebody(name=who.name, mobile=who.mobile or mobile_of(me), birth_month=who.birth_month)
        return behalf.add(reached, me.area_id, me, Spoken.to_family)
    return person


def _refuse_too_few(everybody: Sequence[Person], held: dict[int, Shift], rooms: dict[int, Room]) -> None:
    for shift in sorted(held.values(), key=lambda shift: (shift.starts_at, shift.id)):
        there = {person.id: queries.live_of(person, [shift.id]).get(shift.id) for person in everybody}
        for person in everybody:
            _refuse_unfit(person, shift, there[person.id])
        wanting = [number for number, signup in there.items() if signup is None]
        closed = rules.why_closed(shift, clock.now()) if wanting else None
        if closed is not None:
            raise closed
        left = rooms[shift.id].for_newcomers
        if len(wanting) > left and not shift.position.needs_staff:
            raise TooFewPlaces(_too_few(shift, left, len(wanting)), way_on=_other_shifts(shift))


def _refuse_hoarding(everybody: Sequence[Person], held: dict[int, Shift], me_id: int, most: int) -> None:
    """Nobody fills a shift with names, nine at a time: who was brought to it before counts too."""
    brought = {person.id for person in everybody} - {me_id}
    for shift_id in held:
        others = queries.brought_to(shift_id, me_id) - brought
        if len(others | brought) > most:
            raise TooMany(
                f"除了你，一个班次最多带 {most} 个人，你已经帮别的 {len(others)} 个人报了。请少报几个。"
            )


def _refuse_unfit(person: Person, shift: Shift, there: Signup | None) -> None:
    if there is not None and there.state in {State.waiting, State.offered}:
        raise TooFewPlaces(
            f"{person.name}在 {_when(shift)} 这一班还在候补。先撤下候补，或者不带{person.name}，再一起报。",
            way_on=("/me/signups", "看我的报名"),
        )
    age = person.age_on(dates.local_day(shift.starts_at))
    if age is not None and age < ADULT:
        raise NotGrownUp(f"{person.name}到那天不满 18 周岁，不能一起报。")


def _too_few(shift: Shift, left: int, wanted: int) -> str:
    has = f"还有 {left} 个名额" if left else "没有名额了"
    fewer = f"少报 {wanted - left} 个人，" if left else ""
    return f"{_when(shift)} 这一班{has}，你们要 {wanted} 个，所以一个都没有报。可以{fewer}换一班，或者各自报名候补。"


def _when(shift: Shift) -> str:
    return dates.when(shift.starts_at, shift.ends_at)


def _other_shifts(shift: Shift) -> tuple[str, str]:
    return f"/positions/{shift.position.number}", "看别的班次"
