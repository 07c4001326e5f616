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


def test_the_same_form_is_one_whatever_second_its_csrf_token_was_made_in(app):
    named = set()
    for token in ("made-now", "made-a-second-later"):
        with app.test_request_context(
            "/x", method="POST", data={"once": "a", "said": "b", "csrf_token": token}
        ):
            named.add(once.name_of_this_form())

    assert len(named) == 1
