"""A sentence for everybody on a shift, or on a position: who hears it, how, and where it is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.notices.models import Call, Notice
from board.signups import announcing
from board.signups.models import Announcement, State
from tests.factories import committed, count_rows, make_person, make_shift, make_signup
from tests.queries import counted
from tests.signups.announced import TEXT, announce, somebody, texted, told


@pytest.fixture
def shift(position):
    return make_shift(position=position, starts_in=timedelta(days=5))


# Who hears it


def test_everybody_with_a_place_or_in_line_hears_it_and_nobody_else(position, shift, editor):
    there = [somebody(shift), somebody(shift, State.waiting), somebody(shift, State.pending)]
    somebody(shift, State.withdrawn)
    somebody(make_shift(position=position, starts_in=timedelta(days=6)))
    somebody(make_shift(starts_in=timedelta(days=5)))

    sent = announce(position, shift, by=editor)

    assert told() == sorted(person.id for person in there)
    assert sent.told == 3


def test_on_a_position_everybody_still_to_come_hears_it_once(position, shift, editor, clock_at):
    person = somebody(shift)
    make_signup(shift=make_shift(position=position, starts_in=timedelta(days=6)), person=person)
    over = make_shift(position=position, starts_in=timedelta(hours=1))
    somebody(over)
    cancelled = make_shift(position=position, starts_in=timedelta(days=4), cancelled_at=clock_at())
    somebody(cancelled)
    clock_at.move(hours=4)

    announce(position, by=editor)

    assert told() == [person.id]


def test_the_sentence_names_the_position_and_the_shift(position, shift, editor):
    somebody(shift)

    announce(position, shift, by=editor)

    [notice] = session.scalars(select(Notice))
    assert notice.sentence == f"“助老送餐”11月28日 周六 10:00–12:00：{TEXT}"
    assert notice.link == f"/positions/{position.number}"
    assert (notice.about_kind, notice.area_id) == ("announcements", position.area_id)


# How


def test_nobody_is_texted_when_the_shift_is_far(position, shift, editor):
    somebody(shift)

    announce(position, shift, by=editor)

    assert texted() == []


def test_whoever_comes_within_48_hours_is_texted(position, shift, editor):
    far = somebody(shift)
    near = somebody(make_shift(position=position, starts_in=timedelta(hours=48)))

    announce(position, by=editor)

    assert told() == sorted([far.id, near.id])
    assert len(texted()) == 1


def test_an_urgent_one_is_texted_to_all(position, shift, editor):
    for _ in range(3):
        somebody(shift)

    announce(position, shift, by=editor, by_sms=True)

    assert len(texted()) == 3


def test_the_crowd_is_counted_before(position, shift):
    somebody(shift)
    make_signup(shift=shift, person=make_person())  # without a mobile
    somebody(shift, State.waiting)
    both = somebody(shift)
    near = make_shift(position=position, starts_in=timedelta(hours=40))
    make_signup(shift=near, person=both, state=State.waiting)

    assert announcing.crowd(position, shift) == announcing.Crowd(3, 1, 0, 3, 1)
    assert announcing.crowd(position, None) == announcing.Crowd(3, 1, 1, 3, 1)


def test_whoever_has_no_account_is_texted_or_phoned(position, shift, editor):
    make_signup(shift=shift, person=make_person(contact_mobile="13800000042"))
    unreachable = make_signup(shift=shift, person=make_person()).person
    somebody(shift)

    before = announcing.crowd(position, shift)
    announce(position, shift, by=editor)

    assert (before.texts_now, before.calls) == (1, 1)
    assert texted() == ["13800000042"]
    [call] = session.scalars(select(Call))
    assert call.notice.person_id == unreachable.id


def test_two_thousand_are_told_in_a_few_statements(engine, position, editor):
    shift = make_shift(position=position, quota=2000)

    def statements(people):
        with committed():
            for _ in range(people):
                make_signup(shift=shift, state=State.waiting)
        begin_writing()
        session.rollback()
        with counted(engine) as sent:
            announce(position, shift, by=editor)
        # SQLite hands out a number at a time, in this very process; PostgreSQL a thousand rows in one go.
        return len([said for said in sent if not (engine.is_sqlite and said.startswith("INSERT"))])

    few = statements(20)
    many = statements(380)

    assert len(told()) == 20 + 400
    assert many <= few + 2


def test_with_nobody_there_nothing_is_kept(position, shift, editor):
    with pytest.raises(announcing.NobodyThere):
        announce(position, shift, by=editor)

    session.rollback()
    assert count_rows(Announcement) == 0


def test_it_is_audited_without_its_words(position, shift, editor):
    somebody(shift)

    sent = announce(position, shift, by=editor)

    [row] = session.scalars(select(AuditRow).where(AuditRow.action == "announcement.send"))
    assert row.detail == {"position": position.id, "shift": shift.id, "told": 1, "sms": 0}
    assert row.object_id == sent.id


# Where it is kept


def test_whoever_has_a_place_reads_it_on_the_position_and_among_their_own(
    browser, position, shift, editor, resident
):
    make_signup(shift=shift, person=resident)
    announce(position, shift, by=editor)
    browser.as_(resident)

    assert browser.get(f"/positions/{position.number}").has(TEXT)
    assert browser.get("/me/signups").has(TEXT)


def test_the_public_and_those_on_other_shifts_do_not(browser, position, shift, editor, resident):
    somebody(shift)
    make_signup(shift=make_shift(position=position, starts_in=timedelta(days=9)), person=resident)
    announce(position, shift, by=editor)

    assert TEXT not in browser.get(f"/positions/{position.number}").text
    browser.as_(resident)
    assert TEXT not in browser.get(f"/positions/{position.number}").text
    assert TEXT not in browser.get("/me/signups").text


def test_the_desk_sees_it_on_the_shift(browser, position, shift, editor):
    somebody(shift)
    announce(position, by=editor)

    page = browser.as_(editor).get(f"/desk/shifts/{shift.id}")

    assert page.has(TEXT)
    assert page.links["给大家发消息"] == f"/desk/shifts/{shift.id}/announce"
