"""Asking for many people's certificates: each is asked first, and only who agreed is in the zip."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from board import audit, clock, jobs
from board.accounts.models import Account, Person
from board.areas.models import Area
from board.certificates import batches, keys, telling
from board.certificates.batches import Place
from board.certificates.contents import Period
from board.certificates.models import Answer, CertificateBatch, CertificateRequest
from board.certificates.services import NotIssuedHere
from board.db import begin_writing, session
from board.errors import NotFound, RuleBroken

MOST: Final = 300
PACK: Final = "certificates.pack"


class UnknownNumbers(RuleBroken):
    """Some of the numbers are nobody's who served in this community."""


class NobodyToAsk(RuleBroken):
    sentence = "这个单位还没有注册过的人，没有人可以问。"


class TooMany(RuleBroken):
    sentence = f"一次最多问 {MOST} 个人，分几次问。"


class NobodyAgreed(RuleBroken):
    sentence = "还没有人同意，现在没有可以打包的。等有人同意了再来。"


class CanAnswer(RuleBroken):
    sentence = "这个人有账号，要他自己在消息里回答。"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for, and what for."""

    purpose: str
    period: Period


def ask(place: Place, numbers: Sequence[str], wanted: Wanted, *, by: Person) -> CertificateBatch:
    """Each of these people (of a unit: all of them) is asked in their inbox whether this may have their certificate.

    Refused when a number is nobody's who served there (UnknownNumbers), with nobody to ask or too many.
    """
    begin_writing()
    people = _people(place, numbers)
    is_area = isinstance(place, Area)
    batch = CertificateBatch(
        asked_by=by.id, area_id=place.id if is_area else None, unit_id=None if is_area else place.id,
        purpose=wanted.purpose, since=wanted.period.since, until=wanted.period.until, asked_at=clock.now(),
    )  # fmt: skip
    session.add(batch)
    session.flush()
    requests = [CertificateRequest(batch_id=batch.id, person_id=person.id) for person in people]
    session.add_all(requests)
    session.flush()
    telling.asked(batch, requests)
    audit.record("certificates.ask_many", batch, people=len(people))
    return batch


def _people(place: Place, numbers: Sequence[str]) -> Sequence[Person]:
    if isinstance(place, Area):
        found = batches.served_in(place, numbers)
        unknown = [number for number in numbers if number not in found]
        if unknown or not found:
            raise UnknownNumbers(_unknown(unknown), field="numbers")
        people: Sequence[Person] = list(found.values())
    else:
        people = batches.members_of(place)
    if not people:
        raise NobodyToAsk
    if len(people) > MOST:
        raise TooMany(field="numbers" if isinstance(place, Area) else None)
    return people


def _unknown(numbers: Sequence[str]) -> str:
    if not numbers:
        return "请写志愿者编号，一行一个。"
    shown = "、".join(numbers[:5]) + (f" 等 {len(numbers)} 个" if len(numbers) > 5 else "")
    return f"{shown}在这个社区没有时长，再看看编号，或者先去掉。"


def answer(request: CertificateRequest, said: Answer) -> None:
    """The person says yes or no; they may say otherwise until it is packed, and for every later packing."""
    _answer(request, said, by_id=request.person_id)


def agreed_in_person(batch: CertificateBatch, request_id: int, *, by: Person) -> None:
    """Somebody without an account said yes face to face. Refused for whoever can answer (CanAnswer)."""
    wanted = select(CertificateRequest).where(
        CertificateRequest.id == request_id, CertificateRequest.batch_id == batch.id
    )
    request = session.scalar(wanted)
    if request is None:
        raise NotFound
    if session.scalar(select(Account.id).where(Account.person_id == request.person_id, Account.works)):
        raise CanAnswer
    _answer(request, Answer.yes, by_id=by.id)


def _answer(request: CertificateRequest, said: Answer, *, by_id: int) -> None:
    begin_writing()
    request.answer, request.answered_at, request.answered_by = said, clock.now(), by_id
    audit.record("certificates.answer", request, answer=str(said), batch=request.batch_id)


def pack(batch: CertificateBatch) -> None:
    """The worker makes the zip of everybody who has agreed by then; an earlier one is replaced. NobodyAgreed."""
    begin_writing()
    if not keys.ring():
        raise NotIssuedHere
    if not batches.counts(batch)[Answer.yes]:
        raise NobodyAgreed
    session.execute(select(CertificateBatch.id).where(CertificateBatch.id == batch.id).with_for_update())
    batch.runs += 1
    batch.content = batch.packed_at = None
    jobs.enqueue(PACK, key=job_key(batch), payload={"batch": batch.id})
    audit.record("certificates.pack", batch, run=batch.runs)


def job_key(batch: CertificateBatch) -> str:
    return f"{batch.id}.{batch.runs}"


def numbers_in(typed: str) -> list[str]:
    """The volunteer numbers in what somebody pasted, each once, whatever stands between them."""
    return list(dict.fromkeys(_words(typed)))


def _words(typed: str) -> Iterable[str]:
    between = str.maketrans(dict.fromkeys(",;，；、|/", " "))
    return (word.upper() for word in typed.translate(between).split())
