"""Slowing down whoever guesses passwords, without ever locking the owner out.

Only failures count. Somebody without a known browser shares the account's and the network's count
with everybody; a browser that signed in before has a count of its own (docs/decisions/0007).
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from sqlalchemy import delete, func, select

from board import clock
from board.accounts.keyed import keyed
from board.accounts.models import Failure
from board.db import apart, is_sqlite, session
from board.errors import RuleBroken

DAY: Final = timedelta(days=1)
WHILE: Final = timedelta(minutes=15)
FREE: Final = 5
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
# Guesses at one account that reach the hash in a day: 50 by strangers, 10 by each of the four
# browsers it knows, 10 by somebody signed in. A hundred in all.
STRANGERS_A_DAY: Final = 50
OWN_A_DAY: Final = 10
BROWSERS_KNOWN: Final = 4
# A neighbourhood sits behind one address: 300 people may sign in there in five minutes.
NETWORK_A_WHILE: Final = 200
DISTRICT_A_WHILE: Final = 3000


class TooManyGuesses(RuleBroken):
    """Somebody has guessed too often; the sentence says when to try again and the way on."""


@dataclass(frozen=True)
class Instead:
    """What somebody who has guessed too often can do at once."""

    words: str
    way_on: tuple[str, str] | None = None


_BY_SMS: Final = Instead("用短信验证码设新密码，马上就能登录", ("/forgot", "用短信验证码设新密码"))
_BY_SCANNING: Final = Instead("扫纸上的二维码，不用输入")
_AT_THE_DESK: Final = Instead("去社区请工作人员重新给一个码")
_WITH_THE_CARD: Final = Instead("带身份证到社区服务站问一问")


@dataclass(frozen=True)
class Guess:
    """One guess at a password, counted as wrong until it is forgiven."""

    rows: tuple[int, ...]


def count_guess(mobile: str, address: str | None, known: str | None) -> Guess:
    """This guess may reach the hash; counted as a failure before it does, so that none slips by."""
    if known is not None:
        return _counted({keyed("known", mobile, known): OWN_A_DAY}, {})
    shared = {keyed("network", network(address)): NETWORK_A_WHILE, keyed("district"): DISTRICT_A_WHILE}
    return _counted({keyed("account", mobile): STRANGERS_A_DAY}, shared)


def count_own_guess(account_id: int) -> Guess:
    """As `count_guess`, for somebody signed in who is asked for the password once more."""
    return _counted({keyed("confirm", str(account_id)): OWN_A_DAY}, {})


def count_desk_guess(mobile: str, address: str | None) -> Guess:
    """As `count_guess`, for a code that was handed out at the desk."""
    return _counted({keyed("desk", mobile): OWN_A_DAY}, {keyed("network", network(address)): NETWORK_A_WHILE})


def count_claim_guess(volunteer_no: str, account_id: int) -> Guess:
    """As `count_guess`, for a code that lets an account take a record over: ten a day each."""
    claims = {_claim(volunteer_no): OWN_A_DAY, keyed("claimant", str(account_id)): OWN_A_DAY}
    return _counted(claims, {}, instead=_AT_THE_DESK)


def count_identity_guess(account_id: int) -> Guess:
    """As `count_guess`, for an ID number somebody says is theirs: nobody tries out whose are registered."""
    return _counted({keyed("identity", str(account_id)): OWN_A_DAY}, {}, instead=_WITH_THE_CARD)


def count_certificate_guess(number: str, address: str | None) -> Guess:
    """As `count_guess`, for the code beside a certificate's number."""
    crowds = {
        keyed("certificates", network(address)): NETWORK_A_WHILE,
        keyed("certificates"): DISTRICT_A_WHILE,
    }
    return _counted({keyed("certificate", number): STRANGERS_A_DAY}, crowds, instead=_BY_SCANNING)


def forget_claim_guesses(volunteer_no: str) -> None:
    """A new code was handed out: whoever guessed at the last one no longer slows its owner."""
    session.execute(delete(Failure).where(Failure.key == _claim(volunteer_no)))


def _claim(volunteer_no: str) -> str:
    return keyed("claim", volunteer_no)


def forgive(guess: Guess) -> None:
    """It was right: it does not count. Runs inside a write transaction."""
    session.execute(delete(Failure).where(Failure.id.in_(guess.rows)))


def take_back(guess: Guess) -> None:
    """As `forgive`, before the act has begun to write."""
    with apart():
        forgive(guess)


def forget_guesses(mobile: str) -> None:
    """The owner has a new password: old guesses at it no longer slow anybody."""
    session.execute(delete(Failure).where(Failure.key == keyed("account", mobile)))


def _counted(accounts: dict[str, int], crowds: dict[str, int], *, instead: Instead | None = None) -> Guess:
    way_out = instead or _BY_SMS
    with apart():
        now = clock.now()
        for key, a_day in accounts.items():
            one_at_a_time(key)
            _refuse_before(_next_guess_at(key, a_day, now), now, way_out)
        for key, a_while in crowds.items():
            _refuse_before(_when_fewer(key, a_while, now), now, way_out)
        failures = [Failure(key=key, at=now) for key in (*accounts, *crowds)]
        session.add_all(failures)
        session.flush()
        guess = Guess(tuple(failure.id for failure in failures))
    return guess


def _next_guess_at(key: str, a_day: int, now: datetime) -> datetime:
    """Five are free; then each failure doubles the wait, up to a quarter of an hour."""
    today = select(func.count(), func.max(Failure.at), func.min(Failure.at))
    count, last, first = session.execute(today.where(Failure.key == key, Failure.at > now - DAY)).one()
    if count < FREE:
        return now
    if count >= a_day:
        earliest: datetime = first + DAY
        return earliest
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(count - FREE, 9))
    latest: datetime = last + wait
    return latest


def _when_fewer(key: str, a_while: int, now: datetime) -> datetime:
    recent = select(func.count()).where(Failure.key == key, Failure.at > now - WHILE)
    return now if (session.scalar(recent) or 0) < a_while else now + FIRST_WAIT


def _refuse_before(moment: datetime, now: datetime, instead: Instead) -> None:
    if moment > now:
        sentence = f"试的次数多了，{_in_words(moment - now)}后再试，或者{instead.words}。"
        raise TooManyGuesses(sentence, way_on=instead.way_on)


def _in_words(wait: timedelta) -> str:
    seconds = ceil(wait.total_seconds())
    if seconds < 60:
        return f" {seconds} 秒"
    minutes = -(-seconds // 60)
    return f" {minutes} 分钟" if minutes < 60 else f" {-(-minutes // 60)} 小时"


def network(address: str | None) -> str:
    """The address, or for IPv6 its /64: one household has all of that."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def one_at_a_time(name: str) -> None:
    """Others who count under this name wait until we commit. SQLite has one writer anyway."""
    if not is_sqlite():
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
