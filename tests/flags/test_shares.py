"""A community that back-fills much more than it used to is looked at, once a month."""

from datetime import timedelta

import pytest

from board import clock
from board.db import begin_writing, session
from board.flags import shares
from board.flags.models import Kind
from board.flags.shares import Share
from board.records import stepping
from board.records.models import ServiceRecord, Source
from tests.factories import make_attendance, make_person, make_position, make_shift
from tests.flags.seen import flags

pytestmark = pytest.mark.dealt


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("now", "before", "leaps"),
    [
        (Share(10, 50), Share(0, 0), True),  # a fifth, and nothing before
        (Share(9, 20), Share(0, 100), False),  # few
        (Share(10, 51), Share(0, 100), False),  # a small part
        (Share(30, 100), Share(10, 100), True),  # three times as much
        (Share(29, 100), Share(10, 100), False),
        (Share(0, 0), Share(0, 0), False),
    ],
)
def test_many_a_large_part_and_a_much_larger_one_than_before(now, before, leaps):
    assert now.leaps_from(before) is leaps


def write_down(position, editor, *, back_filled, others, days_ago=0):
    """So many records of this kind, entered so many days ago."""
    entered_at = clock.now() - timedelta(days=days_ago)
    shift = make_shift(position=position, starts_in=-timedelta(days=days_ago, hours=5), quota=500)
    rows = []
    for number in range(back_filled + others):
        person = make_person(area=position.area)
        is_late = number < back_filled
        seen = (
            []
            if is_late
            else [make_attendance(kind, shift=shift, person=person).id for kind in ("arrived", "left")]
        )
        rows.append(_record(shift, person, editor, entered_at, seen))
    begin_writing()
    stepping.enter(rows)
    session.commit()


def _record(shift, person, editor, entered_at, seen):
    position = shift.position
    return ServiceRecord(
        person_id=person.id, position_id=position.id, shift_id=shift.id, area_id=position.area_id,
        source=Source.roster if seen else Source.backfill, starts_at=shift.starts_at, ends_at=shift.ends_at,
        arrived_id=seen[0] if seen else None, left_id=seen[1] if seen else None, minutes=120, counts=True,
        rule="2026-1", entered_by=editor.id, hands=[editor.id], entered_at=entered_at, reason="" if seen else "没签到",
    )  # fmt: skip


def test_a_leap_is_found_once_with_its_numbers(browser, position, editor, reviewer):
    write_down(position, editor, back_filled=1, others=29, days_ago=40)
    write_down(position, editor, back_filled=10, others=20)

    assert (shares.find_leaps(), shares.find_leaps()) == (1, 0)

    (flag,) = flags(Kind.backfill_share)
    assert (flag.key, len(flag.evidence["records"])) == (f"{position.area_id}:2026-11", 10)
    page = browser.as_(reviewer).get(f"/desk/flags/{flag.id}")
    assert page.has("2026年11月 30 条时长里有 10 条补录（33 %），前三个月是 3 %。")
    assert page.all(".hours-row .tag") == ["补录"] * 10


def test_on_the_first_of_a_month_the_one_before_is_looked_at_a_last_time(position, editor, clock_at):
    write_down(position, editor, back_filled=10, others=20)
    clock_at.move(days=8)
    assert clock.today().day == 1

    assert shares.find_leaps() == 1
    clock_at.move(days=1)
    assert shares.find_leaps() == 0


def test_another_communitys_back_fills_are_not_this_ones(position, editor):
    write_down(position, editor, back_filled=9, others=1)
    write_down(make_position(), editor, back_filled=9, others=1)

    assert shares.find_leaps() == 0
