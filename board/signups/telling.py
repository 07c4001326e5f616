"""What people are told when something about their place changes: one sentence, and where it leads."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from board import dates
from board.accounts.models import Person
from board.db import session
from board.notices.services import (
    News,
    tell,
    tell_each,
    tell_each_of_change,
    tell_each_urgently,
    tell_urgently,
    text_stranger,
)
from board.positions import in_words
from board.positions.models import Position, Shift
from board.signups import links
from board.signups.models import ShiftLeader, Signup, StandIn


def _named(shift: Shift) -> str:
    return in_words.named(shift.position, shift.starts_at, shift.ends_at)


def _times(shift: Shift) -> str:
    return dates.when(shift.starts_at, shift.ends_at)


def _said_to(signup: Signup, sentence: str) -> str:
    """Whoever has no account often shares a family member's phone: the text says whom it is for."""
    person = signup.person
    return f"{person.name}：{sentence}" if person.added_by and person.name else sentence


def _mine(signup: Signup, kind: str, sentence: str, *, short_link: str = "") -> News:
    """News that leads to the sign-up among one's own."""
    shift = signup.shift
    return News(
        kind=kind, sentence=_said_to(signup, sentence), link=f"/me/signups#signup-{signup.id}",
        area_id=shift.position.area_id, about=shift, short_link=short_link, useless_at=shift.ends_at, needed_by=shift.starts_at,
    )  # fmt: skip


def _offer(signup: Signup, kind: str, sentence: str) -> News:
    """News that is worth nothing once the offer is over."""
    news = _mine(signup, kind, sentence, short_link=links.offer(signup.id))
    return replace(news, useless_at=signup.offered_until)


def _public(signup: Signup, kind: str, sentence: str) -> News:
    """News that leads to the position: there is nothing left among one's own."""
    shift = signup.shift
    return News(
        kind=kind, sentence=_said_to(signup, sentence), link=f"/positions/{shift.position.number}",
        area_id=shift.position.area_id, about=shift, useless_at=shift.ends_at, needed_by=shift.starts_at,
    )  # fmt: skip


def place_won(signup: Signup) -> None:
    sentence = f"候补轮到你了：{_named(signup.shift)}，已经给你报上。去不了请早点在“我的报名”里说。"
    news = _mine(signup, "signup.place_won", sentence, short_link=links.coming(signup.id))
    tell_urgently(signup.person, news)


def offered(signup: Signup) -> None:
    assert signup.offered_until is not None  # noqa: S101 - the schema says so of every offer
    until = dates.moment(signup.offered_until)
    sentence = f"有名额了：{_named(signup.shift)}，给你留到 {until}。请说一声来不来，不说就给下一位。"
    tell_urgently(signup.person, _offer(signup, "signup.offered", sentence))


def lapsed(signup: Signup) -> None:
    sentence = f"{_named(signup.shift)}给你留的名额到时间没有接受，已经给了下一位。还想来可以再报名候补。"
    tell(signup.person, _public(signup, "signup.lapsed", sentence))


def unplaced(signups: Iterable[Signup]) -> None:
    end = "到开始也没有空出名额，这次没排上。谢谢你愿意来，看看后面的班次。"
    tell_each([(s.person_id, _public(s, "signup.unplaced", f"{_named(s.shift)}{end}")) for s in signups])


def called_off(signups: Iterable[Signup], reason: str) -> None:
    end = f"取消了：{reason}。你的报名已经撤下，不用去了。"
    told = [(s.person_id, _public(s, "signup.called_off", f"{_named(s.shift)}{end}")) for s in signups]
    tell_each_urgently(told)


def removed(signup: Signup, reason: str) -> None:
    sentence = f"社区撤下了你在{_named(signup.shift)}的名额：{reason}。有疑问请打岗位上的联系电话。"
    tell_urgently(signup.person, _public(signup, "signup.removed", sentence))


def approved(signups: Iterable[Signup]) -> None:
    end = "，已经给你报上。去不了请早点在“我的报名”里说。"
    told = [
        (
            s.person_id,
            _mine(s, "signup.approved", f"社区通过了：{_named(s.shift)}{end}", short_link=links.coming(s.id)),
        )
        for s in signups
    ]
    tell_each_urgently(told)


def approved_waiting(signups: Iterable[Signup]) -> None:
    end = "。现在名额满了，你在候补，空出来就告诉你。"
    kind = "signup.approved_waiting"
    tell_each([(s.person_id, _mine(s, kind, f"社区通过了：{_named(s.shift)}{end}")) for s in signups])


def not_approved(signups: Iterable[Signup], reason: str) -> None:
    end = f"这次没有通过：{reason}。还可以再报，或者看看别的岗位。"
    tell_each([(s.person_id, _public(s, "signup.not_approved", f"{_named(s.shift)}{end}")) for s in signups])


def rejected(signup: Signup, reason: str) -> None:
    sentence = f"社区把你移出了{_named(signup.shift)}的候补：{reason}。有疑问请打岗位上的联系电话。"
    tell(signup.person, _public(signup, "signup.rejected", sentence))


def moved(
    signups: Iterable[Signup], was: str, reason: str, *, clashes: Mapping[int, Signup], first: datetime
) -> None:
    """`clashes`: by person, a place that is now at the same time. `first`: the earlier of both starts;
    nobody may set out for the old one."""
    told = []
    for signup in signups:
        shift, clash = signup.shift, clashes.get(signup.person_id)
        sentence = f"“{shift.position.title}”改时间了：原来 {was}，现在 {_times(shift)}。原因：{reason}。"
        if clash is not None:
            sentence += f"新时间和你已报的“{clash.shift.position.title}”重叠，两个请留一个。"
        news = _mine(signup, "signup.moved", sentence, short_link=links.coming(signup.id))
        told.append((signup.person_id, replace(news, needed_by=first)))
    tell_each_of_change(told)


def place_changed(signups: Iterable[Signup], position: Position, was: str, reason: str) -> None:
    end = f"改地点了：现在在{position.address}，原来在{was}。原因：{reason}。"
    kind = "signup.place_changed"
    told = [(s.person_id, _mine(s, kind, f"“{position.title}”{_times(s.shift)}{end}")) for s in signups]
    tell_each_of_change(told)


def stand_in_wanted(asked: StandIn, holder: Person) -> None:
    signup = asked.signup
    sentence = f"{holder.masked_name}去不了{_named(signup.shift)}，想请你替他去。去不去请在这里说一声。"
    news = _mine(signup, "signup.stand_in_wanted", sentence, short_link=links.stand_in(asked.id))
    text_stranger(asked.mobile, replace(news, sentence=sentence, useless_at=signup.shift.starts_at))


def stand_in_found(asked: StandIn) -> None:
    sentence = f"{asked.name}答应替你去{_named(asked.signup.shift)}，你不用去了。"
    tell_urgently(asked.signup.person, _public(asked.signup, "signup.stand_in_found", sentence))


def stand_in_declined(asked: StandIn) -> None:
    sentence = (
        f"{asked.name}去不了{_named(asked.signup.shift)}，名额还是你的。可以再请一位，或者点“不能去了”。"
    )
    tell_urgently(asked.signup.person, _mine(asked.signup, "signup.stand_in_declined", sentence))


def leaders_of_late_withdrawal(signup: Signup) -> None:
    """Whoever runs the shift learns that somebody who was expected is not coming."""
    shift = signup.shift
    sentence = f"{signup.person.masked_name}不能来{_named(shift)}了：{signup.reason}。名额会先问候补的人。"
    leaders = select(Person).join(ShiftLeader, ShiftLeader.person_id == Person.id)
    for leader in session.scalars(leaders.where(ShiftLeader.shift_id == shift.id)):
        news = News(
            kind="signup.late_withdrawal", sentence=sentence, link=f"/desk/shifts/{shift.id}/roster",
            area_id=shift.position.area_id, about=shift, useless_at=shift.ends_at, needed_by=shift.starts_at,
        )  # fmt: skip
        tell_urgently(leader, news)


def contact_changed(signups: Iterable[Signup], position: Position) -> None:
    told = []
    for signup in signups:
        contact = in_words.contact(position, has_place=signup.holds_place)
        sentence = f"“{position.title}”{_times(signup.shift)}换联系人了：{contact}。"
        told.append((signup.person_id, _mine(signup, "signup.contact_changed", sentence)))
    tell_each(told)
