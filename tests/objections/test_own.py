"""Volunteers say what is not right with their own hours: the community answers in time, then the street."""

from datetime import time

import pytest

from board.accounts.models import Role
from board.db import session
from board.errors import NotFound
from board.objections import answers, limits, queries, services
from board.objections.models import Kind, Objection, Outcome, State
from board.records import ledger
from board.records import services as records
from board.records.models import State as RecordState
from tests.factories import appoint, count_rows, make_account, make_attendance, make_person, make_shift
from tests.objections.said import answer, ask_street, found, object_to, say, state_of, tick, told
from tests.records.served import confirm
from tests.records.served import tick as write_down

pytestmark = pytest.mark.dealt  # test_races and the generated tests run on both databases


@pytest.fixture
def at_the_street(street):
    person = make_account(person=make_person(area=street, name="街道的人")).person
    for role in (Role.editor, Role.reviewer):
        appoint(person, role, street)
    return person


@pytest.fixture
def unwritten(shift, resident):
    """The resident came, and nobody saw them leave: nothing is in the ledger."""
    make_attendance("arrived", shift=shift, person=resident)
    return shift


def test_not_right_holds_nothing_and_is_answered(browser, record, shift, resident, editor):
    browser.as_(resident).get(f"/me/hours/{record.id}")
    page = browser.get(browser.page.links["不对？说一声"])
    assert page.has("助老送餐", "07:00–09:00，2 小时", "清泉社区没有经手的人核对")
    page = browser.submit(button="说给社区", reason="我九点半才走", went="09:30")

    assert page.path == f"/me/hours/{record.id}"
    assert page.has(
        "说给清泉社区了，11月30日 周一 前答复。", "等清泉社区答复", "我九点半才走", "记得是 09:30 走"
    )
    assert "不对？说一声" not in page.text
    assert ledger.of_person(resident).minutes == 120
    assert browser.as_(editor).get("/desk").has("时长异议要答复：助老送餐", "本人说时长不对")


def test_the_times_they_remember_stand_on_the_clerks_form(browser, record, shift, resident, editor, reviewer):
    number = say(resident, shift, went=time(9, 30))

    page = browser.as_(editor).get(f"/desk/objections/{number}")
    assert (page.value_of("came"), page.value_of("went")) == ("07:00", "09:30")
    browser.submit(button="答复", outcome="corrected", words="负责人说是九点半走的")

    assert state_of(record) == RecordState.proposed
    assert "你说时长不对，清泉社区答复：负责人说是九点半走的（时间改了，等第二个人确认）" in told(resident)[0]
    confirm(shift, reviewer)
    assert ledger.of_person(resident).minutes == 150


def test_the_whole_history_is_on_the_page_of_the_record(
    browser, record, shift, resident, editor, street, at_the_street
):
    number = say(resident, shift)
    answer(number, editor, words="签退就是九点")
    browser.as_(resident).get(f"/me/hours/{record.id}")
    page = browser.get(browser.page.links[f"不同意，请{street.name}再看"])
    browser.submit(button="再看", reason="我留下来扫地了")
    answer(number, at_the_street, Outcome.corrected, words="扫地也算",
           came=time(7), went=time(9, 30))  # fmt: skip

    page = browser.get(f"/me/hours/{record.id}")

    assert page.has(
        "少记了半小时",
        "清泉社区答复 ：不改",
        "签退就是九点",
        "不同意，请",
        "我留下来扫地了",
        "这是最后的答复",
        "扫地也算",
    )
    assert "再看" not in " ".join(page.links)
    assert editor.name not in page.text
    assert found(number).state == State.upheld


def test_the_street_is_asked_once_and_its_word_is_the_last(record, shift, resident, editor, at_the_street):
    number = say(resident, shift)
    with pytest.raises(services.NotNowByStreet):
        ask_street(number, resident)
    answer(number, editor)
    ask_street(number, resident)
    assert [one.id for one in queries.waiting_for(at_the_street)] == [number]
    assert queries.waiting_for(editor) == []
    with pytest.raises(answers.StreetAnswers):
        answer(number, editor)

    answer(number, at_the_street)

    assert found(number).state == State.stands
    with pytest.raises(services.NotNowByStreet):
        ask_street(number, resident)


def test_what_the_street_answered_first_is_final_too(record, shift, resident, at_the_street):
    number = say(resident, shift)
    answer(number, at_the_street)

    with pytest.raises(services.NotNowByStreet):
        ask_street(number, resident)


def test_the_street_is_asked_within_fifteen_days(browser, record, shift, resident, editor, clock_at):
    number = say(resident, shift)
    answer(number, editor)
    clock_at.move(days=15)

    with pytest.raises(services.NotNowByStreet):
        ask_street(number, resident)
    page = browser.as_(resident).get(f"/me/objections/{number}/ask-street")
    assert page.has("15 天里可以请")


def test_whoever_answered_for_the_community_does_not_answer_at_the_street(
    record, shift, resident, editor, street, at_the_street
):
    appoint(editor, Role.editor, street)
    number = say(resident, shift)
    answer(number, editor)
    ask_street(number, resident)

    with pytest.raises(answers.OwnHand):
        answer(number, editor)
    answer(number, at_the_street)


def test_what_is_overdue_goes_to_the_street(record, shift, resident, clock_at):
    number = say(resident, shift)
    clock_at.move(days=8)

    assert tick()[0] == 1

    assert found(number).state == State.with_street
    assert "社区没有按时答复，转给了" in told(resident)[0]


# An appeal


def test_hours_that_were_voided_are_appealed_and_come_back(
    browser, record, shift, resident, editor, community, reviewer
):
    records.void(record.id, reason="没有看见他", by=editor)
    session.commit()
    assert "不对就在“我的时长”里说一声，社区要答复你" in told(resident)[0]
    browser.as_(resident).get(f"/me/hours/{record.id}")
    page = browser.get(browser.page.links["不该作废？说一声"])
    assert page.has("为什么不该作废", "作废：没有看见他")
    browser.submit(button="说给社区", reason="签到码是我自己扫的")
    number = queries.about(resident, shift.id)[0].id
    assert found(number).kind == Kind.appeal
    with pytest.raises(answers.OwnHand):
        answer(number, editor, Outcome.reinstated)  # voided it

    another = make_account(person=make_person(area=community, name="另一位")).person
    appoint(another, Role.editor, community)
    answer(number, another, Outcome.reinstated, words="签到记录都在")

    assert state_of(record) == RecordState.proposed
    confirm(shift, reviewer)
    assert ledger.of_person(resident).minutes == 120


def test_hours_voided_by_an_objection_are_appealed_too(record, shift, resident, editor, at_the_street):
    answer(object_to(record), editor, Outcome.voided)

    number = say(resident, shift, reason="我在")

    assert found(number).kind == Kind.appeal
    with pytest.raises(answers.OwnHand):
        answer(number, editor)
    answer(number, at_the_street, Outcome.reinstated)
    assert state_of(record) == RecordState.proposed


# Where nothing is written down


def test_a_shift_without_hours_can_be_asked_about(browser, unwritten, resident, reviewer):
    page = browser.as_(resident).get("/me/hours")
    page = browser.get(page.links["不对？说一声"])
    assert page.has("07:00 到，时长还没记")
    page = browser.submit(button="说给社区", reason="走的时候忘了签退", went="09:00")

    assert page.path == f"/me/shifts/{unwritten.id}/not-right"
    assert page.has("等清泉社区答复", "走的时候忘了签退")
    assert browser.get("/me/hours").has("你说过不对，清泉社区在 11月30日 周一 前答复", "看说过的")
    number = queries.about(resident, unwritten.id)[0].id
    page = browser.as_(reviewer).get(f"/desk/objections/{number}")
    assert page.has("还没有记", "说得对：去补记", "记得是 09:00 走")
    browser.submit(button="答复", outcome="changed", words="好，今天补上")
    assert found(number).state == State.upheld
    assert browser.as_(resident).get(f"/me/shifts/{unwritten.id}/not-right").has("好，今天补上")


def test_once_it_is_written_down_the_page_is_that_of_the_record(browser, unwritten, resident, editor):
    number = say(resident, unwritten)
    make_attendance("left", shift=unwritten, person=resident)
    write_down()
    record = ledger.lines()[0].record

    page = browser.as_(resident).get(f"/me/shifts/{unwritten.id}/not-right")

    assert page.path == f"/me/hours/{record.id}"
    assert page.has("少记了半小时", "等清泉社区答复")
    assert answers.possible(found(number), queries.line_of(found(number)), editor) == [
        Outcome.stands, Outcome.corrected, Outcome.voided, Outcome.changed,
    ]  # fmt: skip


def test_who_noted_it_does_not_answer(shift, resident, editor, reviewer):
    make_attendance("arrived", shift=shift, person=resident, noted_by=editor.id)
    number = say(resident, shift)

    with pytest.raises(answers.OwnHand):
        answer(number, editor, Outcome.changed)
    answer(number, reviewer, Outcome.changed)


def test_somebody_who_is_said_not_to_have_come_can_say_that_they_did(
    browser, shift, resident, editor, reviewer, clock_at
):
    make_attendance("absent", shift=shift, person=resident, how="settled", noted_by=editor.id)
    page = browser.as_(resident).get("/me/attendance")
    page = browser.get(page.links["不对？说一声"])
    assert page.has("未到岗", "清泉社区没有经手的人核对")
    browser.submit(button="说给社区", reason="我去了，手机没电", came="07:00", went="09:00")
    number = queries.about(resident, shift.id)[0].id

    assert queries.waiting_for(editor) == []  # wrote that they did not come
    answer(number, reviewer, Outcome.changed, words="负责人说来了，今天补上")

    assert found(number).state == State.upheld
    clock_at.move(days=365)
    browser.as_(resident).get(f"/me/shifts/{shift.id}/not-right", status=404)


def test_a_shift_nobody_came_to_is_none_of_theirs(browser, shift, resident, outsider, clock_at):
    ahead = make_shift(position=shift.position)
    make_attendance("arrived", shift=ahead, person=resident)
    browser.as_(resident)

    for other in (shift, ahead):
        browser.get(f"/me/shifts/{other.id}/not-right", status=404)
        browser.post(f"/me/shifts/{other.id}/not-right", {"reason": "x"}, status=404)
        with pytest.raises(NotFound):
            say(resident, other)


# Taking back, and how often


def test_one_takes_back_what_one_said(browser, record, shift, resident):
    number = say(resident, shift)
    browser.as_(resident).get(f"/me/hours/{record.id}")

    page = browser.press("收回")

    assert page.has("收回了，社区不用答复了。", "不对？说一声")
    assert found(number).state == State.withdrawn
    browser.post(f"/me/objections/{number}/take-back")
    assert found(number).state == State.withdrawn


def test_what_was_answered_is_not_taken_back(browser, record, shift, resident, editor):
    number = say(resident, shift)
    answer(number, editor)

    page = browser.as_(resident).post(f"/me/objections/{number}/take-back")

    assert page.has("已经答复了，不用收回。")
    assert found(number).state == State.stands


def test_an_objection_of_somebody_else_is_not_the_owners_to_take_back(browser, record, resident, official):
    number = object_to(record, person=official)

    for one in (resident, official):
        browser.as_(one).post(f"/me/objections/{number}/take-back", status=404)
        browser.get(f"/me/objections/{number}/ask-street", status=404)

    assert state_of(record) == RecordState.held


def test_saying_it_twice_is_saying_it_once(browser, record, shift, resident):
    say(resident, shift)

    with pytest.raises(services.SaidAlready):
        say(resident, shift)
    page = browser.as_(resident).post(f"/me/hours/{record.id}/not-right", {"reason": "还是不对"}, 422)

    assert page.has("你已经说过这一次，还没答复")
    assert count_rows(Objection) == 1


def test_after_three_times_one_is_asked_to_phone(record, shift, resident, editor, reviewer):
    for _ in range(limits.ABOUT_ONE):
        answer(say(resident, shift), editor)

    with pytest.raises(limits.AskedOften, match="打 028-82720001"):
        say(resident, shift)


def test_both_may_run_beside_each_other(record, shift, resident, editor, at_the_street):
    own, by_others = say(resident, shift), object_to(record)

    answer(own, editor, words="签到没有错")
    assert state_of(record) == RecordState.held
    answer(by_others, editor, words="人是在的")

    assert state_of(record) == RecordState.confirmed


# What is kept, for its owner


def test_the_export_has_what_one_said_and_nothing_of_who_objected(
    browser, record, shift, resident, official, editor
):
    say(resident, shift, went=time(9, 30))
    answer(object_to(record, person=official, reason="没看见他"), editor, words="人是在的")

    mine = browser.as_(resident).get("/me/data.json").body.decode()
    assert "少记了半小时" in mine
    assert "没看见他" in mine
    assert "人是在的" in mine
    assert official.name not in mine
    theirs = browser.as_(official).get("/me/data.json").body.decode()
    assert "我对公示提异议" in theirs
    assert "没看见他" in theirs
    assert resident.name not in theirs
    assert "少记了半小时" not in theirs


def test_a_contact_is_in_nobodys_export(browser, record, resident):
    object_to(record, mobile="13700001234", name="赵婆婆")

    mine = browser.as_(resident).get("/me/data.json").body.decode()

    assert "13700001234" not in mine
    assert "赵婆婆" not in mine


# Who gets what


@pytest.mark.parametrize("who", ["outsider", "editor", "official"])
def test_others_hours_are_not_found(browser, record, shift, resident, who, request):
    number = say(resident, shift)
    browser.as_(request.getfixturevalue(who))

    browser.get(f"/me/hours/{record.id}/not-right", status=404)
    browser.post(f"/me/hours/{record.id}/not-right", {"reason": "x"}, status=404)
    browser.get(f"/me/shifts/{shift.id}/not-right", status=404)
    browser.post(f"/me/objections/{number}/take-back", status=404)
    browser.get(f"/me/objections/{number}/ask-street", status=404)
    browser.post(f"/me/objections/{number}/ask-street", {"reason": "x"}, status=404)

    assert found(number).state == State.open


def test_signed_out_missing_and_wrong_methods(browser, record, resident):
    assert browser.get(f"/me/hours/{record.id}/not-right").path.startswith("/sign-in")
    browser.as_(resident)
    browser.get("/me/hours/987654/not-right", status=404)
    browser.get("/me/shifts/987654/not-right", status=404)
    browser.get("/me/objections/987654/ask-street", status=404)
    browser.get("/me/objections/987654/take-back", status=405)
