"""Writing, checking, taking back and answering what stands in somebody's record beside their service."""

from datetime import date

from sqlalchemy import delete, select, update

from board import audit, clock
from board.accounts.models import Person, Role
from board.db import begin_writing, session
from board.dossiers import queries, telling
from board.dossiers.models import Entry, Kind, Mark, State
from board.errors import RuleBroken


class NotOnesOwn(RuleBroken):
    sentence = "自己的记录要由别人来写。"


class NobodyLeft(RuleBroken):
    sentence = "这个人的账号注销了，记录不能再添。"


class NotYet(RuleBroken):
    sentence = "日期还没有到。请写已经过去的一天，或者今天。"

    def __init__(self) -> None:
        super().__init__(field="day")


class NotServedHere(RuleBroken):
    sentence = "他在你负责的社区还没有确认过的服务，不能评价。先把时长确认了，再评价。"


class AlreadyEvaluated(RuleBroken):
    sentence = "这一天已经评价过了。要改，先撤回那一条，再写。"

    def __init__(self) -> None:
        super().__init__(field="day")


class ProofNeeded(RuleBroken):
    sentence = "上级单位的表彰要写看了什么证明，比如证书编号、文件号。"

    def __init__(self) -> None:
        super().__init__(field="proof")


class OverAlready(RuleBroken):
    sentence = "这一条已经处理过了，看看现在的样子。"


class SecondPersonNeeded(RuleBroken):
    sentence = "要由没有写这一条的另一个人核对，也不能核对自己的。"


class AlreadyReplied(RuleBroken):
    sentence = "已经回复过一次了。还有话要说，请打社区的电话。"


def add_training(
    volunteer_no: str, *, day: date, name: str, organiser: str, content: str, minutes: int, by: Person
) -> Entry:
    """The person's record has this training, and they are told."""
    entry = _new(volunteer_no, Kind.training, day, by)
    entry.name, entry.organiser, entry.content, entry.minutes = name, organiser, content, minutes
    return _enter(entry)


def add_commendation(
    volunteer_no: str, *, day: date, name: str, organiser: str, from_above: bool, proof: str, by: Person
) -> Entry:
    """The person's record has this commendation; one that a proof is written of, as of
    every higher body's, once a second person has checked it."""
    entry = _new(volunteer_no, Kind.commendation, day, by)
    entry.name, entry.organiser = name, organiser
    if from_above and not proof:
        raise ProofNeeded
    if proof:
        entry.proof, entry.state = proof, State.waiting
    return _enter(entry)


def evaluate(volunteer_no: str, *, day: date, mark: Mark, word: str, by: Person) -> Entry:
    """The community says how it found this person's service; they are told, and may reply once.

    Refuses who has no confirmed service with it, and a second one of the same day.
    """
    entry = _new(volunteer_no, Kind.evaluation, day, by)
    person = session.get_one(Person, entry.person_id)
    if not queries.total_for(by, person, Role.editor).times:
        raise NotServedHere
    same = select(Entry.id).where(
        Entry.person_id == person.id, Entry.area_id == entry.area_id, Entry.day == day,
        Entry.kind == Kind.evaluation, Entry.state == State.standing,
    )  # fmt: skip
    if session.scalar(same.limit(1)) is not None:
        raise AlreadyEvaluated
    entry.mark, entry.content = mark, word
    return _enter(entry)


def _new(volunteer_no: str, kind: Kind, day: date, by: Person) -> Entry:
    begin_writing()
    person = queries.fetch_person(by, volunteer_no, Role.editor)
    if person.id == by.id:
        raise NotOnesOwn
    if person.closed_at is not None:
        raise NobodyLeft
    if day > clock.today():
        raise NotYet
    area = queries.writing_area(by, person)
    return Entry(
        kind=kind, person_id=person.id, area_id=area.id, state=State.standing, day=day, name="", organiser="",
        content="", proof="", reason="", reply="", written_by=by.id, written_at=clock.now(),
    )  # fmt: skip


def _enter(entry: Entry) -> Entry:
    session.add(entry)
    session.flush()
    audit.record(f"dossier.add_{entry.kind}", entry, person=entry.person_id, state=str(entry.state))
    if entry.state == State.standing:
        telling.written(entry)
    return entry


def approve(entry: Entry, *, by: Person) -> None:
    """A second person has seen the proof: the commendation stands, and the person is told."""
    entry = _to_decide(entry, by)
    entry.move_to(State.standing)
    _decided(entry, by, "dossier.approve")
    telling.written(entry)


def refuse(entry: Entry, *, reason: str, by: Person) -> None:
    """The proof does not hold: whoever wrote it is told why; it never stood in the record."""
    entry = _to_decide(entry, by)
    entry.move_to(State.refused, reason=reason)
    _decided(entry, by, "dossier.refuse")
    telling.refused(entry)


def _to_decide(entry: Entry, by: Person) -> Entry:
    entry = _locked(entry.id)
    if entry.state != State.waiting:
        raise OverAlready
    if by.id in (entry.written_by, entry.person_id):
        raise SecondPersonNeeded
    return entry


def _decided(entry: Entry, by: Person, action: str) -> None:
    entry.decided_by, entry.decided_at = by.id, clock.now()
    session.flush()
    audit.record(action, entry, person=entry.person_id)


def withdraw(entry: Entry, *, reason: str, by: Person) -> None:
    """The community takes it back: it stays, with the reason, and no longer counts as said."""
    entry = _locked(entry.id)
    if entry.state not in (State.waiting, State.standing):
        raise OverAlready
    if entry.person_id == by.id:
        raise NotOnesOwn
    stood = entry.state == State.standing
    entry.move_to(State.withdrawn, reason=reason)
    entry.withdrawn_by, entry.withdrawn_at = by.id, clock.now()
    session.flush()
    audit.record("dossier.withdraw", entry, person=entry.person_id)
    if stood:
        telling.withdrawn(entry)


def reply(entry: Entry, text: str) -> None:
    """The volunteer answers an evaluation, once; whoever wrote it is told."""
    entry = _locked(entry.id)
    if entry.reply:
        raise AlreadyReplied
    if not entry.can_be_replied_to:
        raise OverAlready
    entry.reply, entry.replied_at = text, clock.now()
    session.flush()
    audit.record("dossier.reply", entry)
    telling.replied(entry)


def _locked(entry_id: int) -> Entry:
    begin_writing()
    return session.scalars(select(Entry).where(Entry.id == entry_id).with_for_update(key_share=True)).one()


def hand_over(record: Person, me: Person) -> None:
    """An account takes over what was written about its owner without one. Inside the act of claiming."""
    moved = update(Entry).where(Entry.person_id == record.id, Entry.written_by != me.id)
    moved = moved.where(Entry.decided_by.is_(None) | (Entry.decided_by != me.id))
    session.execute(moved.values(person_id=me.id), execution_options={"synchronize_session": False})


def forget(person: Person) -> None:
    """Nothing written about this person stays. Inside the act that closes the account."""
    session.execute(delete(Entry).where(Entry.person_id == person.id))
