"""Signing up whoever stands at the desk: by number, by mobile, or by name.

New people are inserted after the shifts are held and before people are locked (docs/states.md).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from board.accounts import added, claiming, people
from board.accounts.added import Spoken
from board.accounts.models import Kind, Person
from board.db import apart, session
from board.errors import RuleBroken
from board.positions.models import Shift
from board.signups import helped, holding, offers, rules, services
from board.signups.holding import Room
from board.signups.models import MadeAs, Signup
from board.signups.queries import live_of
from board.signups.services import Making

ANOTHER: Final = "another"


class NobodyFound(RuleBroken):
    sentence = "没有人用这个编号或手机号。手机号要写 11 位；没登记过的，在下面写姓名。"

    def __init__(self) -> None:
        super().__init__(field="typed")


class WhichOne(RuleBroken):
    sentence = "这里登记过同名的人。问一句是不是同一位，再报名。"

    def __init__(self) -> None:
        super().__init__(field="which")


class NotForTheDesk(RuleBroken):
    sentence = "这个人有自己的账号，要本人登录后注销。"


class NotForThem(RuleBroken):
    """A rule stands against somebody who does not read this themselves."""


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person as they are named by whoever signs them up."""

    name: str
    mobile: str | None = None
    birth_month: date | None = None
    kind: Kind = Kind.resident


@dataclass(frozen=True, kw_only=True)
class Present:
    """Who stands at the desk: `typed` is the number or mobile of somebody registered, else by name.

    `which` is the number of an earlier person of that name, `ANOTHER`, or "" while nobody asked.
    """

    typed: str
    who: Somebody
    which: str = ""


def sign_up_present(shift: Shift, present: Present, *, by: Person, consent_version: str) -> Signup:
    """Somebody at the desk has a place, stands in line or waits for staff, by the rules for everybody.

    By name, the record of an earlier visit is taken when the clerk says it is the same person, else a
    new one is made. Whoever is signed up already keeps what they have.
    """
    shift_id, by_id = shift.id, by.id
    known = _found(by, present.typed) if present.typed else None
    held = holding.hold([shift_id])
    by = session.get_one(Person, by_id)
    person = session.get_one(Person, known) if known else _named(present, held[shift_id], by)
    rooms = services.rooms_on(held, {person.id})
    note_details(person, present.who)
    making = Making(made_by=by_id, made_as=MadeAs.staff, consent_version=consent_version)
    there = live_of(person, held)
    signup = put_on(person, held, rooms, making)[0]
    if not there:
        helped.signed_up(signup)
    return signup


def _found(by: Person, typed: str) -> int:
    with apart():  # a look-up counts whatever comes of it
        person = people.whom_to_help(by, typed)
        number = person.id if person is not None else None
    if number is None:
        raise NobodyFound
    return number


def _named(present: Present, shift: Shift, by: Person) -> Person:
    who, area_id = present.who, shift.position.area_id
    added.one_at_a_time(f"area {area_id}")
    same = added.same_person(who.name, who.mobile)
    there = [] if same is not None or present.which == ANOTHER else added.namesakes(who.name, area_id)
    if there:
        same = next((p for p in there if p.volunteer_no == present.which), None)
        if same is None:
            raise WhichOne
    return same or add(who, area_id, by, Spoken.to_staff)


def add(who: Somebody, area_id: int, by: Person, spoken: Spoken) -> Person:
    return added.add_person(
        name=who.name, area_id=area_id, contact_mobile=who.mobile, birth_month=who.birth_month, by=by,
        kind=who.kind, spoken=spoken,
    )  # fmt: skip


def note_details(person: Person, who: Somebody) -> None:
    """What was said about a locked person is kept: of a record without an account, the mobile too."""
    if who.mobile and person.added_by is not None:
        person.contact_mobile = who.mobile
    if who.birth_month is not None:
        added.note_birth_month(person, who.birth_month)


def put_on(person: Person, held: dict[int, Shift], rooms: dict[int, Room], making: Making) -> list[Signup]:
    """A sign-up on every held shift; the first rule that stands against one ends the act."""
    signups = []
    for outcome in services.put_on(person, held, rooms, making):
        if outcome.signup is None:
            raise _said_of(person, outcome.refusal)
        signups.append(outcome.signup)
    return signups


def withdraw_for(signup: Signup, *, reason: str) -> None:
    """The person said at the desk that they are not coming: as `services.withdraw`, and they are told."""
    _for_them(signup, lambda: services.withdraw(signup, reason=reason), helped.withdrew)


def accept_for(signup: Signup) -> None:
    """The person said yes at the desk: as `offers.accept`, and they are told."""
    _for_them(signup, lambda: offers.accept(signup), helped.answered_offer)


def decline_for(signup: Signup) -> None:
    """The person said no at the desk: as `offers.decline`, and they are told."""
    _for_them(signup, lambda: offers.decline(signup), helped.answered_offer)


def forget(person: Person) -> None:
    """Somebody without an account asked for it: what lay ahead is given up, and only the number stays."""
    services.give_up_everything(person)
    if not claiming.is_claimable(person) and person.closed_at is None:
        raise NotForTheDesk
    added.forget(person)


def _for_them(signup: Signup, doing: Callable[[], None], tell: Callable[[Signup], None]) -> None:
    was = signup.state
    doing()
    if signup.state != was:
        tell(signup)


# The rules speak to whoever reads them; here somebody else does.
_OF_THEM: Final = (("你登记的是", "登记的是"), ("你的", "本人的"))


def _said_of(person: Person, refusal: RuleBroken | None) -> NotForThem:
    """The rule's sentence about somebody else, who may have a place where the reader may not look."""
    who = person.name
    if isinstance(refusal, rules.ClashesWith):
        return NotForThem(f"{who}在那个时间已经有别的岗位，不能两处同时去。")
    if isinstance(refusal, rules.AgeNeeded):
        return NotForThem(
            f"这个岗位有年龄要求，还不知道{who}的出生年月。请填上姓名和出生年月。", field="born"
        )
    sentence = str(refusal)
    for said, heard in _OF_THEM:
        sentence = sentence.replace(said, heard, 1)
    return NotForThem(f"{who}报不上：{sentence}")
