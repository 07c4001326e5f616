"""After the shift an editor says what became of everybody the day left open; nothing is deleted."""

import pytest
from sqlalchemy import select

from board import clock
from board.attendance.models import How, Review
from board.db import session
from board.notices.models import Notice
from board.signups.models import State
from tests.attendance.addresses import settle as address
from tests.attendance.seen import every, kinds, standing
from tests.factories import make_attendance, make_person, make_shift, make_signup


def times(row):
    return f"{clock.local(row.at):%H:%M}"


def notices(person):
    return [n.kind for n in session.scalars(select(Notice).where(Notice.person_id == person.id))]


def test_one_by_one_each_person_becomes_what_was_chosen(browser, editor, over):
    came, excused, absent, left_alone = (make_signup(shift=over) for _ in range(4))
    browser.as_(editor)

    browser.get(address(over))
    page = browser.submit(
        button="记下来",
        **{
            f"became-{came.person_id}": "arrived", f"came-{came.person_id}": "10:20", f"went-{came.person_id}": "11:50",
            f"became-{excused.person_id}": "excused", f"became-{absent.person_id}": "absent",
        },
    )  # fmt: skip

    assert kinds(over) == [
        (came.person_id, "arrived"), (came.person_id, "left"), (excused.person_id, "excused"), (absent.person_id, "absent"),
    ]  # fmt: skip
    first, second, *_ = standing(over)
    assert (times(first), times(second), first.how) == ("10:20", "11:50", How.settled)
    assert page.all(".counts > div")[0] == "没签到 1"
    assert notices(absent.person) == ["attendance.absent"]
    assert notices(left_alone.person) == notices(excused.person) == []
    for signup in (came, excused, absent):
        session.refresh(signup)
        assert signup.state == State.accepted


@pytest.mark.parametrize(("rest", "expected"), [("absent", ["absent"]), ("arrived", ["arrived", "left"])])
def test_the_usual_case_takes_two_clicks(browser, editor, over, rest, expected):
    people = [make_signup(shift=over).person_id for _ in range(3)]
    browser.as_(editor)

    browser.get(address(over))
    page = browser.submit(button="记下来", rest=rest)

    assert sorted(kinds(over)) == sorted((person, kind) for person in people for kind in expected)
    assert page.has("都记好了")


def test_nothing_is_chosen_for_anybody_beforehand(browser, editor, over):
    make_signup(shift=over)
    browser.as_(editor)

    browser.get(address(over))
    page = browser.submit(button="记下来", status=422)

    assert page.has("还没有选")
    assert every(over) == []


def test_who_did_not_check_out_gets_an_end(browser, editor, over):
    one, other = (make_signup(shift=over).person for _ in range(2))
    for person in (one, other):
        make_attendance("arrived", shift=over, person=person)
    browser.as_(editor)

    browser.get(address(over))
    browser.submit(button="记下来", **{f"left-{one.id}": "11:00"})
    after_one = {row.person_id: times(row) for row in standing(over, kind="left")}
    browser.submit(button="记下来", rest_left=True)

    assert after_one == {one.id: "11:00"}
    assert {row.person_id: times(row) for row in standing(over, kind="left")} == {
        one.id: "11:00",
        other.id: "12:10",
    }


def test_an_end_before_the_beginning_is_refused(browser, editor, over):
    person = make_signup(shift=over).person
    make_attendance("arrived", shift=over, person=person)
    browser.as_(editor)

    browser.get(address(over))
    page = browser.submit(button="记下来", status=422, **{f"left-{person.id}": "09:00"})

    assert page.has("10:10 到的，不会 09:00 就走了")
    assert standing(over, kind="left") == []


def test_over_midnight_the_time_is_the_next_days(browser, editor, shift, clock_at):
    night = make_shift(position=shift.position, starts_at=clock.at(clock.today(), clock.local(shift.starts_at).time().replace(hour=22)),
                       length=shift.ends_at - shift.starts_at)  # fmt: skip
    person = make_signup(shift=night).person
    make_attendance("arrived", shift=night, person=person)
    clock_at.move(days=1)
    browser.as_(editor)

    browser.get(address(night))
    browser.submit(button="记下来", **{f"left-{person.id}": "00:05"})

    (row,) = standing(night, kind="left")
    assert clock.local(row.at).isoformat()[:16] == "2026-11-24T00:05"


def test_what_was_marked_counts_or_does_not_with_a_reason(browser, editor, over):
    good, bad = (make_person() for _ in range(2))
    counts = make_attendance("arrived", shift=over, person=good, review=Review.no_signup)
    wrong = make_attendance("arrived", shift=over, person=bad, review=Review.early)
    make_attendance("left", shift=over, person=bad)
    make_attendance("left", shift=over, person=good)
    browser.as_(editor)

    browser.get(address(over))
    unexplained = browser.submit(button="记下来", status=422, **{f"look-{wrong.id}": "void"})
    browser.submit(
        button="记下来",
        **{f"look-{counts.id}": "counts", f"look-{wrong.id}": "void", f"why-{wrong.id}": "那时还没开门"},
    )

    assert unexplained.has("写一句为什么不算")
    assert kinds(over) == [(good.id, "arrived"), (good.id, "left")]
    session.refresh(counts)
    assert counts.settled_by == editor.id
    session.refresh(wrong)
    assert wrong.reason == "那时还没开门"
    assert "那时还没开门" in session.scalars(select(Notice).where(Notice.person_id == bad.id)).one().sentence


def test_deciding_anew_voids_and_adds(browser, editor, over):
    person = make_signup(shift=over).person
    browser.as_(editor)
    browser.get(address(over))
    browser.submit(button="记下来", rest="absent")

    browser.submit(button="记下来", **{f"became-{person.id}": "excused"})

    assert [(row.kind, row.voided_at is None) for row in every(over)] == [
        ("absent", False),
        ("excused", True),
    ]


def test_deciding_the_same_again_changes_nothing(browser, editor, over):
    make_signup(shift=over)
    browser.as_(editor)
    browser.get(address(over))

    for _ in range(3):
        browser.post(address(over), {"rest": "absent"})

    assert len(every(over)) == 1


def test_nobody_settles_their_own(browser, editor, over):
    make_signup(shift=over, person=editor)
    other = make_signup(shift=over).person
    doubt = make_attendance(
        "arrived", shift=over, person=editor, review=Review.late, voided_at=clock.now(), voided_by=other.id
    )
    browser.as_(editor)

    page = browser.get(address(over))
    browser.submit(button="记下来", rest="absent")
    browser.post(address(over), {f"became-{editor.id}": "arrived", "rest": "absent"})

    assert page.has("要请另一位发布员来结")
    assert kinds(over) == [(other.id, "absent")]
    assert doubt.settled_at is None


def test_before_the_end_nothing_is_settled(browser, editor, shift):
    make_signup(shift=shift)
    browser.as_(editor)

    page = browser.get(address(shift))
    refused = browser.post(address(shift), {"rest": "absent"}, status=422)

    assert page.has("结束以后再来结")
    assert refused.has("还没结束")
    assert every(shift) == []


@pytest.mark.parametrize("typed", ["25:00", "x", "10:20:99:1", "十点", "\0", ""])
def test_a_time_that_is_none_is_asked_for_again(browser, editor, over, typed):
    person = make_signup(shift=over).person
    browser.as_(editor)

    browser.post(
        address(over), {f"became-{person.id}": "arrived", f"came-{person.id}": typed, f"went-{person.id}": ""}, status=422
    )  # fmt: skip

    assert every(over) == []


def test_more_people_than_the_page_shows_are_settled_by_the_rest(browser, editor, shift, clock_at):
    big = make_shift(position=shift.position, quota=80, starts_in=shift.starts_at - clock.now())
    for _ in range(70):
        make_signup(shift=big)
    clock_at.move(hours=4)
    browser.as_(editor)

    page = browser.get(address(big))
    browser.submit(button="记下来", rest="absent")

    assert len(page.tree.css(".settle-row")) == 60
    assert len(standing(big, kind="absent")) == 70


# Who may


def test_who_may(browser, reviewer, outsider, leader, over):
    for somebody, status in ((reviewer, 403), (outsider, 404), (leader, 404)):
        browser.as_(somebody)
        browser.get(address(over), status=status)
        browser.post(address(over), {"rest": "absent"}, status=status)
    assert every(over) == []


def test_what_does_not_exist_is_not_found(browser, editor):
    browser.as_(editor)

    browser.get("/desk/shifts/99999/settle", status=404)
