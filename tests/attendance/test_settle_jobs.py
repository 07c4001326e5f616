"""The desk is asked to settle a shift until everything about it is said."""

from board import clock
from board.attendance import queries
from board.attendance.models import Review
from board.desk import waiting
from board.signups.models import State
from tests.attendance.addresses import settle as address
from tests.attendance.seen import standing
from tests.factories import make_attendance, make_shift, make_signup


def jobs(editor):
    return [(job.what, job.detail, job.button) for job in waiting.jobs(editor) if "settle" in job.address]


def test_the_desk_is_asked_until_everything_is_said(browser, editor, over):
    person = make_signup(shift=over).person
    make_attendance("arrived", shift=over, person=person, review=Review.early)
    make_signup(shift=over)
    make_signup(
        shift=make_shift(position=over.position, starts_in=over.starts_at - clock.now()),
        state=State.withdrawn,
    )

    before = jobs(editor)
    browser.as_(editor)
    browser.get(address(over))
    browser.submit(
        button="记下来", rest="absent", rest_left=True, **{f"look-{standing(over)[0].id}": "counts"}
    )

    detail = "11月23日 周一 10:10–12:10，1 人没签到，1 人没签退，1 条待复核"
    assert before == [("没结的班次：助老送餐", detail, "去结")]
    assert jobs(editor) == []


def test_one_missing_check_out_is_a_job_of_its_own(editor, over):
    person = make_signup(shift=over).person
    make_attendance("arrived", shift=over, person=person)

    assert jobs(editor) == [
        (f"没有签退：志愿者 {person.volunteer_no}", "助老送餐，11月23日 周一 10:10–12:10", "补结束时间")
    ]


def test_others_are_not_asked_nor_about_ones_own_row(editor, outsider, reviewer, over):
    make_signup(shift=over, person=editor)

    assert jobs(editor) == jobs(outsider) == jobs(reviewer) == []


def test_old_and_running_and_cancelled_shifts_are_no_jobs(editor, shift, clock_at):
    make_signup(shift=shift)

    at_the_end = clock_at.move_to(shift.ends_at) or jobs(editor)
    clock_at.move(hours=1)
    soon_after = jobs(editor)
    clock_at.move(days=31)

    assert (at_the_end, len(soon_after), jobs(editor)) == ([], 1, [])
    assert queries.unsettled(editor, limit=5) == []
