"""What a request of the day itself names: the window of this installation, a person, a row."""

from flask import g, request
from sqlalchemy import select

from board.accounts.models import Person
from board.attendance.services import NotOnRoster
from board.attendance.window import Window
from board.db import session
from board.web.paging import row_number


def window() -> Window:
    return Window.of_minutes(g.settings.check_in_before, g.settings.check_in_after)


def volunteer_no(typed: str | None) -> str:
    """A volunteer number as it stands in our own pages; "" for anything else."""
    plain = typed or ""
    return plain if plain.isascii() and plain.isalnum() and len(plain) <= 12 else ""


def person_id() -> int:
    """Whom a button of the roster is about (NotOnRoster for nobody)."""
    number = volunteer_no(request.form.get("person"))
    found = session.scalar(select(Person.id).where(Person.volunteer_no == number))
    if found is None:
        raise NotOnRoster
    return found


def number(name: str) -> int:
    """A row's number in a form; 0, which no row has, for anything else."""
    return row_number(request.form.get(name)) or 0
