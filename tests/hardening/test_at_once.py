"""Twelve sendings of one form at the same moment: one effect, twelve equal answers."""

import threading

import pytest

from tests.hardening.rewinding import done_only, keep, put_back, rows_now
from tests.hardening.sending import send, twin
from tests.hardening.submissions import fill_in

TIMES = 12
# Acts that make something new, take a place or count something: where a second effect would show.
CHOSEN = (
    "/desk/imports/new",
    "/desk/lists/new",
    "/desk/lists/<number>/positions/new",
    "/desk/positions/<number>/shifts/new",
    "/desk/positions/<number>/announce",
    "/desk/shifts/<int:shift_id>/quota",
    "/desk/shifts/<int:shift_id>/sign-up",
    "/desk/shifts/<int:shift_id>/roster/walk-in-new",
    "/positions/<number>/sign-up",
    "/positions/<number>/sign-up/group",
    "/me/signups/<int:signup_id>/withdraw",
    "/check-in/<int:shift_id>",
    "/o/<token>/accept",
)


def at_once(filling):
    """What twelve senders of the same form are answered."""
    start, answers = threading.Barrier(TIMES), []
    clients = [twin(filling.browser) for _ in range(TIMES)]

    def act(client):
        start.wait(10)
        answers.append(send(filling, client))

    threads = [threading.Thread(target=act, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def counted(rows):
    return {name: len(kept) for name, kept in done_only(rows).items()}


@pytest.mark.parametrize("rule", CHOSEN)
def test_twelve_at_once_have_one_effect_and_equal_answers(app, engine, world, rule):
    filling = fill_in(app, world, rule)
    start = keep(engine)
    alone, once = send(filling, twin(filling.browser)), counted(rows_now())
    put_back(engine, start)

    answers = at_once(filling)

    assert answers == [alone] * TIMES
    assert counted(rows_now()) == once
