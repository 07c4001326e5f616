"""Signing in and out: the cookie holds a random token, the table its hash."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.exc import OperationalError

from board import audit, clock
from board.accounts.models import Account, KnownBrowser, SignIn
from board.accounts.scope import roles_of
from board.accounts.throttle import BROWSERS_KNOWN
from board.db import begin_writing, session

# Idle and absolute limits, kept by the server: staff 30 minutes and 12 hours, others 7 and 30 days.
STAFF_IDLE: Final = timedelta(minutes=30)
STAFF_LONGEST: Final = timedelta(hours=12)
IDLE: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=30)
# On a computer that others use too, whoever walks away is out before the next one sits down.
SHARED_IDLE: Final = timedelta(minutes=5)
SEEN_EVERY: Final = timedelta(minutes=1)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(account: Account, *, browser: str, mark: str | None = None, shared: bool = False) -> str:
    """A new sign-in exists; the token goes into the cookie. Runs inside a write transaction.

    `mark` is the browser's own lasting token, by which the account knows it again; a shared one is not.
    """
    if mark is not None and not shared:
        know(account, mark)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignIn(
            account=account,
            token_hash=hashed(token),
            created_at=now,
            last_seen_at=now,
            address=audit.trail().address,
            browser=browser[:60],
            shared=shared,
        )
    )
    audit.record("accounts.sign_in", account)
    return token


def is_known(account: Account | None, browser: str) -> bool:
    """Has this browser signed in to this account before?"""
    return session.scalar(_known(account.id if account else 0, browser)) is not None


def know(account: Account, browser: str) -> None:
    """This browser signed in: others' guesses do not slow it. Runs inside a write transaction."""
    now = clock.now()
    there = session.scalar(_known(account.id, browser))
    if there is not None:
        there.last_used_at = now
        return
    session.add(KnownBrowser(account_id=account.id, token_hash=hashed(browser), last_used_at=now))
    session.flush()
    newest_first = select(KnownBrowser).where(KnownBrowser.account_id == account.id)
    newest_first = newest_first.order_by(KnownBrowser.last_used_at.desc(), KnownBrowser.id.desc())
    for forgotten in session.scalars(newest_first.offset(BROWSERS_KNOWN)):
        session.delete(forgotten)


def _known(account_id: int, browser: str) -> Select[KnownBrowser]:
    return select(KnownBrowser).where(
        KnownBrowser.account_id == account_id, KnownBrowser.token_hash == hashed(browser)
    )


def sign_out(sign_in: SignIn) -> None:
    """This browser is signed out; its cookie is worth nothing from the next request on."""
    begin_writing()
    sign_in.ended_at = clock.now()
    audit.record("accounts.sign_out", sign_in.account)


def end_sign_ins(account: Account, *, but: SignIn | None = None) -> None:
    """Every other browser of this account is signed out. Runs inside a write transaction."""
    ending = update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    if but is not None:
        ending = ending.where(SignIn.id != but.id)
    session.execute(ending.values(ended_at=clock.now()).execution_options(synchronize_session="fetch"))


def forget(account: Account) -> None:
    """Every sign-in of this account is over, and nothing says from where. Inside a write transaction."""
    end_sign_ins(account)
    everywhere = update(SignIn).where(SignIn.account_id == account.id).values(address=None, browser="")
    session.execute(everywhere.execution_options(synchronize_session="fetch"))
    session.execute(delete(KnownBrowser).where(KnownBrowser.account_id == account.id))


_BY_TOKEN: Final = select(SignIn).where(SignIn.token_hash == bindparam("token"))


def load(token: str) -> SignIn | None:
    """The sign-in this cookie stands for, if it still runs; notes once a minute that it was seen."""
    found = session.scalar(_BY_TOKEN, {"token": hashed(token)})
    if found is None or not found.is_active or _ran_out(found):
        return None
    if clock.now() - found.last_seen_at >= SEEN_EVERY:
        _note_presence(found)
    return found


def _note_presence(sign_in: SignIn) -> None:
    try:
        begin_writing()
        sign_in.last_seen_at = clock.now()
        session.commit()
    except OperationalError:
        session.rollback()  # a full disk or a locked file must not keep people from reading


def _ran_out(sign_in: SignIn) -> bool:
    idle = clock.now() - sign_in.last_seen_at
    age = clock.now() - sign_in.created_at
    if sign_in.shared and idle >= SHARED_IDLE:
        return True
    if idle < STAFF_IDLE and age < STAFF_LONGEST:
        return False
    if idle >= IDLE or age >= LONGEST:
        return True
    return bool(roles_of(sign_in.person))
