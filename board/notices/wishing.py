"""What a person says about how they want to be told: by SMS or not, and to which mail address."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select, update

from board import audit, clock
from board.accounts.models import Person
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.notices import links, texts
from board.notices.limits import current
from board.notices.models import Call, Delivery, Notice, RemindBySms, Wish
from board.notices.reaching import unsaid
from board.outbox import services as outbox
from board.outbox.models import Channel, Message

PROOFS_A_DAY: Final = 3  # mails that ask somebody to prove an address
A_MOMENT: Final = timedelta(seconds=60)  # the same form sent twice arrives within it
_ASKED: Final = "notices.ask_for_proof"


class TooManyProofs(RuleBroken):
    sentence = f"今天已经发了 {PROOFS_A_DAY} 封确认信，明天再试。没收到的话，看看垃圾邮件箱。"

    def __init__(self) -> None:
        super().__init__(field="mail")


def wish_of(person: Person) -> Wish:
    """How this person wants to be told; what holds for everybody while they have not said."""
    return session.scalar(select(Wish).where(Wish.person_id == person.id)) or unsaid(person.id)


def say(person: Person, *, sms: bool, remind_by_sms: RemindBySms, mail: str | None) -> None:
    """The person is told this way from now on; a new address only after a mail to it was answered.

    The same address again changes nothing. No address means no mails.
    """
    begin_writing()
    wish = _own(person)
    wish.sms, wish.remind_by_sms = sms, remind_by_sms
    if mail is None:
        _drop_mail(wish)
    elif mail != wish.mail:
        _ask_for_proof(wish, mail)
    audit.record("notices.say_wishes", wish)


def ask_again(person: Person) -> None:
    """One more mail asks whether the address is theirs; not within a minute, nor once it is proven."""
    begin_writing()
    wish = _own(person)
    if wish.mail is not None and not (wish.mail_proven_at or _asked_just_now(wish)):
        _ask_for_proof(wish, wish.mail)


def _own(person: Person) -> Wish:
    _one_at_a_time(person)
    wish = wish_of(person)
    session.add(wish)
    session.flush()
    return wish


def _one_at_a_time(person: Person) -> None:
    """So that two forms of one person make one row, and count one budget."""
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def _asked_just_now(wish: Wish) -> bool:
    return wish.mail_asked_at is not None and clock.now() - wish.mail_asked_at < A_MOMENT


def _ask_for_proof(wish: Wish, mail: str) -> None:
    _refuse_too_many(wish, mail)
    if mail != wish.mail:
        _drop_mail(wish)
    token, wish.mail_token_hash = links.new_proof()
    wish.mail, wish.mail_asked_at = mail, clock.now()
    text = texts.proof(f"{current().origin}/mail/{token}")
    subject = texts.subject("notices.prove_mail")
    outbox.queue_mail(mail, text, subject=subject, purpose=outbox.PROOF_PURPOSE)
    audit.record(_ASKED, wish)


def _refuse_too_many(wish: Wish, mail: str) -> None:
    """Three a day from one person, and to one address: nobody's mailbox can be filled from here."""
    midnight = clock.midnight()
    mine = select(func.count()).where(
        AuditRow.object_kind == Wish.__tablename__, AuditRow.object_id == wish.id,
        AuditRow.action == _ASKED, AuditRow.at >= midnight,
    )  # fmt: skip
    there = select(func.count()).where(
        Message.address == mail, Message.purpose == outbox.PROOF_PURPOSE, Message.created_at >= midnight
    )
    if max(session.scalar(mine) or 0, session.scalar(there) or 0) >= PROOFS_A_DAY:
        raise TooManyProofs


def prove(token: str) -> None:
    """Mails go to this address from now on. Again: the same."""
    begin_writing()
    wish, may_prove = links.wish_of(token)
    if may_prove and wish.mail is not None and wish.mail_proven_at is None:
        wish.mail_proven_at = clock.now()
        audit.record("notices.prove_mail", wish)


def stop_mails(token: str) -> None:
    """No mail goes to this person any more, and the address is forgotten. Again: the same."""
    begin_writing()
    wish, _ = links.wish_of(token)
    if wish.mail is not None:
        _drop_mail(wish)
        audit.record("notices.stop_mails", wish)


def _drop_mail(wish: Wish) -> None:
    """The token stays until its time is over, so that a second tap is answered as the first."""
    if wish.mail is not None:
        _forget_mails(wish, wish.mail)
    wish.mail = wish.mail_proven_at = None


def _forget_mails(wish: Wish, address: str) -> None:
    """What was sent to the address, and what waits, is gone; what others get there stays theirs."""
    others = select(Wish.id).where(Wish.mail == address, Wish.id != wish.id).limit(1)
    if session.scalar(others) is None:
        outbox.forget_notices(address)
        return
    mine = select(Delivery.message_id).join(Delivery.notice).where(
        Notice.person_id == wish.person_id, Delivery.channel == Channel.mail
    )  # fmt: skip
    outbox.forget_messages(mine)


def forget(person: Person) -> None:
    """An account closes: its wishes and its mails are gone, nobody is asked to phone any more.

    Runs inside that write transaction.
    """
    wish = session.scalar(select(Wish).where(Wish.person_id == person.id))
    if wish is not None:
        address = wish.mail
        _drop_mail(wish)
        session.delete(wish)
        if address:
            outbox.forget_proofs(address)
    about_me = select(Notice.id).where(Notice.person_id == person.id)
    open_calls = update(Call).where(Call.notice_id.in_(about_me), Call.done_at.is_(None))
    session.execute(open_calls.values(done_at=clock.now()))
