"""The demo: made once, alive on any day, honest about what the sheets leave open."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from board import clock
from board.areas import loading
from board.attendance.models import Attendance
from board.db import session
from board.demo import making, people
from board.positions import completeness
from board.positions.models import Position, Shift, StandingAnswers
from board.positions.words import State
from board.reuse.models import ModelPosition
from board.signups.models import Signup
from tests import factories
from tests.hardening.rewinding import keep, put_back

pytestmark = pytest.mark.dealt  # eight times the whole demo
_made = {}


@pytest.fixture
def make(engine):
    """The whole demo as of now: made by its own acts the first time, put back as it was after that."""

    def make():
        day = engine.name, clock.now()
        if day in _made:
            put_back(engine, _made[day])
            return
        loading.load_tree()
        session.commit()
        making.make()
        _made[day] = keep(engine, name=f"demo{len(_made)}")

    return make


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2027, 2, 27)])
def test_the_demo_is_alive_on_any_day(make, clock_at, today):
    clock_at.set_wall(today, 10)

    make()

    ahead = select(func.count()).select_from(Shift).where(Shift.starts_at > clock.now(), Shift.taken > 0)
    assert session.scalar(ahead) > 15
    states = dict(session.execute(select(Position.state, func.count()).group_by(Position.state)).all())
    assert states[State.published] > 40
    assert {State.cancelled, State.returned, State.in_review, State.draft} <= set(states)
    assert session.scalar(select(func.count()).where(Signup.state == "waiting")) > 0


def test_the_sheets_keep_their_days_as_long_as_they_are_ahead(make):
    make()

    films = session.scalars(select(Position).where(Position.title == "周末电影放映员")).one()
    assert [clock.local(shift.starts_at).day for shift in films.shifts] == [5, 12, 19, 26]
    imported = select(func.count()).select_from(Position).where(Position.original.is_not(None))
    assert session.scalar(imported) == 14


def test_a_month_that_has_begun_is_put_off_by_whole_weeks(make, clock_at):
    clock_at.set_wall(date(2027, 2, 27), 10)

    make()

    films = session.scalars(select(Position).where(Position.title == "周末电影放映员")).one()
    assert [clock.local(shift.starts_at).date().isoformat() for shift in films.shifts] == [
        "2027-03-06", "2027-03-13", "2027-03-20", "2027-03-27",
    ]  # fmt: skip
    assert films.opportunity_list.title == "涌泉街道清泉社区2027年3月慈善公益岗位机会清单"


def test_what_a_sheet_leaves_open_is_a_draft_that_says_so(make):
    make()

    drafts = session.scalars(select(Position).where(Position.state == State.draft)).all()
    missing = {p.title: [need.word for need in completeness.missing(p, clock.now())] for p in drafts}
    assert missing == {
        "农产品直播助手": ["时间"],
        "“E家邻里社”敬老理发": ["时间"],
        "森林防火巡山": ["风险", "保险", "年龄", "人数", "时间"],
    }


def test_the_district_has_models_and_both_communities_their_standing_answers(make):
    make()

    assert factories.count_rows(ModelPosition) == 12
    assert factories.count_rows(StandingAnswers) == 2


def test_a_second_run_keeps_what_is_there(make, monkeypatch, app):
    make()
    signups = factories.count_rows(Signup)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], demo=True))

    answer = run(app)

    assert people.PASSWORD in answer.output
    assert factories.count_rows(Signup) == signups


def test_it_is_for_demo_mode_only(app):
    assert "demo mode only" in run(app).output


def run(app):
    with app.app_context():
        return app.test_cli_runner().invoke(args=["demo"])


def test_something_goes_on_today(make, clock_at):
    make()

    running = select(Shift).where(Shift.starts_at <= clock.now(), Shift.ends_at > clock.now())
    assert session.scalars(running).first() is not None
    assert session.scalar(select(func.count()).where(Signup.state == "pending")) > 3
    seen = dict(session.execute(select(Attendance.kind, func.count()).group_by(Attendance.kind)).all())
    assert seen["arrived"] > seen["left"] > 1
