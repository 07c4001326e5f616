"""What is kept so that a form sent twice is answered alike, and for how long."""

from sqlalchemy import select

from board.db import begin_writing, session
from board.web import once


def test_forms_are_remembered_for_two_days(clock_at):
    begin_writing()
    once.keep("a-form", "/me")
    session.commit()

    clock_at.move(days=2)
    once.forget_old()
    assert once.answer_to("a-form") == "/me"

    clock_at.move(minutes=1)
    once.forget_old()
    assert session.scalars(select(once.OnceToken)).all() == []


def test_a_form_may_be_sent_when_the_board_has_to_note_that_somebody_is_here(browser, resident, clock_at):
    browser.as_(resident)
    page = browser.get("/inbox")
    clock_at.move(minutes=2)

    page = browser.post("/inbox/read", {"once": "something-new"})

    assert "都标成看过了" in " ".join(page.flashes)
