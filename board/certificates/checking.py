"""Somebody has a certificate in their hand and wants to know whether it is genuine."""

from dataclasses import dataclass

from board import clock, dates
from board.accounts import throttle
from board.certificates import keys, numbers, queries, snapshot
from board.certificates.models import ServiceCertificate, State
from board.certificates.queries import Standing
from board.certificates.snapshot import Snapshot
from board.errors import RuleBroken


class NoSuchNumber(RuleBroken):
    sentence = "编号抄错了，最后一位对不上。照纸上右上角的再抄一遍。"

    def __init__(self) -> None:
        super().__init__(field="number")


class NotFoundThere(RuleBroken):
    sentence = "没有查到这份证明。编号和查验码都照纸上的再核对一遍，查验码印在二维码旁边。"


def look_up(typed_number: str, typed_code: str, *, address: str | None) -> ServiceCertificate:
    """The certificate with this number and check code. A wrong pair counts as a guess, a right one does not.

    Refused (NoSuchNumber, NotFoundThere, throttle.TooManyGuesses) without a word about which of the two is wrong.
    """
    number = numbers.read_number(typed_number)
    if number is None:
        raise NoSuchNumber
    guess = throttle.count_certificate_guess(number, address)
    found = queries.with_code(number, numbers.read_code(typed_code))
    if found is None:
        raise NotFoundThere
    throttle.take_back(guess)
    return found


@dataclass(frozen=True)
class Verdict:
    """What anybody may know of a certificate that they have in their hand."""

    state: State
    since_then: str  # what became of it, with the day
    reason: str
    snapshot: Snapshot


def verdict(standing: Standing) -> Verdict:
    """Raises NotGenuine when the row is not what was signed."""
    found = snapshot.read(standing.certificate, keys.ring())
    ending = standing.ending
    if ending is None:
        return Verdict(State.genuine, "记录单位的底册里有这份证明", "", found)
    day = dates.long_date(ending.at)
    what = "换发了新的一份" if standing.state == State.replaced else "由记录单位收回"
    return Verdict(standing.state, f"{day}{what}", ending.reason, found)


def checked_at() -> str:
    """2026年11月22日 17:05: a page that is printed says when it was true."""
    now = clock.now()
    return f"{dates.long_date(now)} {dates.clock_time(now)}"
