"""Somebody else goes instead: asked by whoever holds the place, who keeps it until they say yes."""

from typing import Final

from sqlalchemy import select

from board import audit, clock
from board.accounts import added, privacy
from board.accounts import queries as accounts
from board.accounts.models import Person
from board.db import begin_writing, session
from board.errors import NotFound, RuleBroken
from board.positions.models import Shift
from board.signups import holding, queries, rules, telling
from board.signups.models import Answer, MadeAs, Signup, StandIn, State

MOST: Final = 3  # people asked for one place: the text message costs, and nobody is to be pestered


class NoPlaceToGive(RuleBroken):
    sentence = "只有自己有名额、还没开始的班次，才能请人代班。"


class AskedAlready(RuleBroken):
    sentence = "已经请了人，还没回话。先收回，再请别人。"


class AskedEnough(RuleBroken):
    sentence = f"这一班最多请 {MOST} 个人。去不了就点“不能去了”，名额会给候补的人。"


class Oneself(RuleBroken):
    sentence = "这是你自己的手机号。写要替你去的人的手机号。"

    def __init__(self) -> None:
        super().__init__(field="mobile")


class AnswerOver(RuleBroken):
    """The place is no longer there to be taken over."""


class DoesNotFit(RuleBroken):
    """A rule of signing up stands against whoever was asked."""


class OnItAlready(RuleBroken):
    sentence = "你自己已经报上这一班了，不用替别人。请告诉对方另请一位。"


def ask(signup: Signup, *, name: str, mobile: str) -> StandIn:
    """The person with this mobile is asked by SMS to go instead. Asking the same one again asks once."""
    begin_writing()
    holder = session.get_one(Person, signup.person_id)
    earlier = session.scalars(select(StandIn).where(StandIn.signup_id == signup.id)).all()
    running = next((asked for asked in earlier if asked.answer == Answer.asked), None)
    if running is not None and running.mobile == mobile:
        return running
    _refuse_to_ask(signup, holder, mobile, running, len(earlier))
    asked = StandIn(signup_id=signup.id, signup=signup, name=name, mobile=mobile, asked_at=clock.now())
    session.add(asked)
    session.flush()
    telling.stand_in_wanted(asked, holder)
    audit.record("signup.ask_stand_in", signup, stand_in=asked.id)
    return asked


def _refuse_to_ask(signup: Signup, holder: Person, mobile: str, running: StandIn | None, count: int) -> None:
    if signup.state != State.accepted or not signup.shift.is_ahead_at(clock.now()):
        raise NoPlaceToGive
    if mobile == accounts.mobile_of(holder):
        raise Oneself
    if running is not None:
        raise AskedAlready
    if count >= MOST:
        raise AskedEnough


def take_back(signup: Signup) -> None:
    """Whoever was asked cannot say yes any more."""
    begin_writing()
    running = select(StandIn).where(StandIn.signup_id == signup.id, StandIn.answer == Answer.asked)
    asked = session.scalar(running.with_for_update())
    if asked is not None:
        _answer(asked, Answer.taken_back)


def decline(asked: StandIn) -> None:
    """The holder learns that they have to look for somebody else; the place is still theirs."""
    begin_writing()
    session.refresh(asked, with_for_update=True)
    if asked.answer == Answer.asked:
        _answer(asked, Answer.declined)
        telling.stand_in_declined(asked)


def accept(asked: StandIn) -> Signup:
    """The place is the stand-in's, and the holder's sign-up has ended; no line is asked, for no place
    was free. Whoever has no account is written down with the name the holder gave. Saying yes again
    changes nothing.
    """
    shift_id, holder_id = asked.signup.shift_id, asked.signup.person_id
    shift = holding.hold([shift_id])[shift_id]
    session.refresh(asked, with_for_update=True)
    if asked.answer == Answer.accepted and asked.led_to is not None:
        return session.get_one(Signup, asked.led_to)
    person = _who(asked)
    holding.lock_people([person.id, holder_id])
    _refuse_to_accept(asked, person, shift)
    taken = _hand_over(asked.signup, person, shift)
    asked.led_to = taken.id
    _answer(asked, Answer.accepted)
    telling.stand_in_found(asked)
    return taken


def _who(asked: StandIn) -> Person:
    """The link went to this mobile alone: whoever holds it is the one with its account, if there is one."""
    account = accounts.account_with(asked.mobile)
    if account is not None:
        return account.person
    known = added.same_person(asked.name, asked.mobile)
    if known is not None:
        return known
    holder = asked.signup.person
    return added.add_person(
        name=asked.name, area_id=holder.area_id, contact_mobile=asked.mobile, birth_month=None, by=holder,
        spoken=added.Spoken.by_link,
    )  # fmt: skip


def _refuse_to_accept(asked: StandIn, person: Person, shift: Shift) -> None:
    now = clock.now()
    if asked.answer != Answer.asked or asked.signup.state != State.accepted or now >= shift.starts_at:
        raise AnswerOver(why_over(asked))
    mine = queries.around(person, [shift])
    if any(s.shift_id == shift.id and s.holds_place for s in mine):
        raise OnItAlready
    refusal = rules.why_not_now(person, shift, now, rules.clash_among(mine, shift))
    if refusal is not None:
        first = "请先登录填好，再打开这个链接。" if isinstance(refusal, rules.AgeNeeded) else ""
        raise DoesNotFit(f"{refusal}{first}")


def _hand_over(signup: Signup, person: Person, shift: Shift) -> Signup:
    """The number goes from one to the other: freed in the table before it is given."""
    now, number = clock.now(), signup.place_no
    assert number is not None  # noqa: S101 - the schema says so of every accepted sign-up
    signup.move_to(State.withdrawn, now, reason=f"请{person.masked_name}代班")
    audit.record("signup.withdraw", signup, shift=shift.id, person=signup.person_id)
    session.flush()
    theirs = queries.live_of(person, [shift.id]).get(shift.id)
    if theirs is None:
        theirs = _new(signup, person, shift)
        theirs.place_no, theirs.places = number, shift.places
        session.add(theirs)
    else:
        theirs.take_place(number, now)
    session.flush()
    audit.record("signup.stand_in", theirs, shift=shift.id, person=person.id, instead_of=signup.person_id)
    return theirs


def _new(signup: Signup, person: Person, shift: Shift) -> Signup:
    now = clock.now()
    return Signup(
        shift_id=shift.id, shift=shift, person_id=person.id, person=person, made_by=signup.person_id,
        made_as=MadeAs.stand_in, area_id=person.area_id, unit_id=person.unit_id, turn=shift.turn,
        state=State.accepted, consent_version=privacy.VERSION, created_at=now, changed_at=now,
    )  # fmt: skip


def why_over(asked: StandIn) -> str:
    """Why this cannot be accepted any more, for whoever was asked."""
    if asked.answer == Answer.taken_back:
        return "对方收回了，不用替了。谢谢你愿意去。"
    if asked.answer == Answer.declined:
        return "你之前说了这次不去。想去的话，请对方再发一次。"
    return "这个名额已经不在对方手里，或者班次开始了。谢谢你愿意去。"


def _answer(asked: StandIn, answer: Answer) -> None:
    asked.answer, asked.answered_at = answer, clock.now()
    audit.record(f"signup.stand_in_{answer}", asked.signup, stand_in=asked.id)


def fetch(number: int) -> StandIn:
    """The asking this link was made for; NotFound when there is none."""
    asked = session.get(StandIn, number)
    if asked is None:
        raise NotFound
    return asked


def running_of(signups: list[Signup]) -> dict[int, StandIn]:
    """Who is asked to stand in and has not answered, by sign-up."""
    ids = [signup.id for signup in signups]
    asked = select(StandIn).where(StandIn.signup_id.in_(ids), StandIn.answer == Answer.asked)
    return {row.signup_id: row for row in session.scalars(asked)} if ids else {}


def forget_mobile(mobile: str) -> None:
    """An account was closed: its owner goes instead of nobody, and stands nowhere as somebody who was asked."""
    for asked in session.scalars(select(StandIn).where(StandIn.mobile == mobile)):
        if asked.answer == Answer.asked:
            _answer(asked, Answer.declined)
            telling.stand_in_declined(asked)
        asked.name = asked.mobile = ""
