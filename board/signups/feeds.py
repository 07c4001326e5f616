"""A private address that calendar programs read; it can be changed, and ended, at any time."""

import hashlib
import secrets

from sqlalchemy import select

from board import audit, clock
from board.accounts.keyed import keyed
from board.accounts.models import Account, Person
from board.db import begin_writing, session
from board.errors import NotFound
from board.signups import holding
from board.signups.models import CalendarFeed


def start(person: Person) -> None:
    """The person's shifts can be read under an address of their own. Again changes nothing."""
    _lock(person)
    if of(person) is None:
        _make(person)


def renew(person: Person) -> None:
    """The address so far is worth nothing; another one takes its place."""
    _lock(person)
    _end(person)
    _make(person)


def stop(person: Person) -> None:
    """No address leads to this person's shifts any more."""
    _lock(person)
    _end(person)


def _lock(person: Person) -> None:
    number = person.id
    begin_writing()
    holding.lock_people([number])


def _make(person: Person) -> None:
    made = CalendarFeed(person_id=person.id, token_hash=_hash(secrets.token_hex()), created_at=clock.now())
    session.add(made)
    session.flush()  # the token is made of the row's own number
    made.token_hash = _hash(_token(made))
    audit.record("calendar.start", made, person=person.id)


def _end(person: Person) -> None:
    running = of(person)
    if running is not None:
        running.revoked_at = clock.now()
        session.flush()
        audit.record("calendar.stop", running, person=person.id)


def of(person: Person) -> CalendarFeed | None:
    """The feed that runs for this person."""
    mine = select(CalendarFeed).where(CalendarFeed.person_id == person.id, CalendarFeed.revoked_at.is_(None))
    return session.scalar(mine)


def path(feed: CalendarFeed) -> str | None:
    """Where calendar programs read it; None once the site has another secret: then a new one is made."""
    token = _token(feed)
    return f"/feeds/{token}.ics" if _hash(token) == feed.token_hash else None


def owner_of(token: str) -> int:
    """Whose shifts this address shows; NotFound when it was ended, or its account was."""
    running = (
        select(CalendarFeed.person_id)
        .join(Account, Account.person_id == CalendarFeed.person_id)
        .where(CalendarFeed.token_hash == _hash(token), CalendarFeed.revoked_at.is_(None))
        .where(Account.works)
    )
    owner = session.scalar(running)
    if owner is None:
        raise NotFound
    return owner


def _token(feed: CalendarFeed) -> str:
    """Made, not kept: the page can show it again, and a stolen table holds its hash only."""
    return f"{feed.id}-{keyed('feed', str(feed.id))[:40]}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
