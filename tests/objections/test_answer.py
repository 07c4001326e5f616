"""An objection is answered by somebody without a hand in it: of the community, else by its street."""

from datetime import timedelta

import pytest

from board.accounts.models import Appointment, Role
from board.areas.models import CalendarDay
from board.db import session
from board.errors import NotAllowed
from board.objections import answers, queries
from board.objections.models import Outcome, State
from board.records import ledger
from board.records import services as records
from board.records.models import State as RecordState
from tests.factories import appoint, committed, make_account, make_person
from tests.objections.said import answer, found, line, object_to, state_of, tick, told
from tests.queries import counted
from tests.records.served import confirm, recorded, steps

pytestmark = pytest.mark.dealt  # test_races and the generated tests run on both databases


def address(number):
    return f"/desk/objections/{number}"


@pytest.fixture
def number(record):
    return object_to(record)


@pytest.fixture
def at_the_street(street):
    """Writes and reviews for the street, and so for every community of it."""
    person = _somebody(street, "街道的人")
    for role in (Role.editor, Role.reviewer):
        appoint(person, role, street)
    return person


def _somebody(area, name):
    return make_account(person=make_person(area=area, name=name)).person


# What becomes of it


def test_the_clerk_finds_nothing_wrong_and_the_hours_count_again(browser, number, record, resident, editor):
    browser.as_(editor)
    assert browser.get("/desk").has("时长异议要答复：助老送餐", "11月30日 周一 前答复")
    assert browser.get("/desk/hours").has("异议等你答复", "公示里有人提异议：林小满")
    page = browser.get(address(number))
    assert page.has("那天没有看见他", "没有登录，没有留电话")
    page = browser.submit(button="答复", outcome="stands", words="签到签退都在，负责人也看见了")

    assert page.has("答复了，已经告诉本人。", "核对过，不改")
    assert (state_of(record), steps(resident)[-2:]) == (RecordState.confirmed, ["held", "released"])
    assert ledger.of_person(resident).minutes == 120
    assert found(number).state == State.stands
    assert "清泉社区答复了：签到签退都在，负责人也看见了（照记，算时长）" in told(resident)[0]
    assert "时长异议要答复" not in browser.get("/desk").text


def test_the_notice_goes_on_from_where_it_was(number, record, editor, clock_at):
    until = line(record).noticed_until
    clock_at.move(days=1)

    answer(number, editor)

    assert line(record).noticed_until == until
    assert line(record).is_noticed_at(until)


def test_hours_that_were_never_served_are_voided(browser, number, record, resident, editor):
    page = browser.as_(editor).submit(address(number), "答复", outcome="voided", words="监控里没有人")

    assert page.has("答复了")
    assert (state_of(record), ledger.of_person(resident).minutes) == (RecordState.voided, 0)
    assert found(number).state == State.upheld
    assert "监控里没有人（这一条不算了）" in told(resident)[0]


def test_wrong_times_are_put_right_and_confirmed_anew(
    browser, number, record, shift, resident, editor, reviewer
):
    browser.as_(editor).submit(
        address(number), "答复", outcome="corrected", came="07:00", went="08:00", words="走得早"
    )
    assert (state_of(record), ledger.of_person(resident).minutes) == (RecordState.proposed, 0)

    confirm(shift, reviewer)

    assert ledger.of_person(resident).minutes == 60
    assert tick()[1] == 0


def test_new_times_need_times_near_the_shift(browser, number, record, editor):
    browser.as_(editor)
    page = browser.submit(address(number), "答复", 422, outcome="corrected", came="", went="", words="走得早")
    assert page.has("请写几点到")
    page = browser.submit(
        address(number), "答复", 422, outcome="corrected", came="07:00", went="06:00", words="走得早"
    )

    assert page.has("对不上")
    assert page.value_of("words") == "走得早"
    assert state_of(record) == RecordState.held


def test_who_may_only_review_sends_it_back(browser, record, shift, resident, editor, community):
    another = _somebody(community, "另一位")
    appoint(another, Role.reviewer, community)
    number = object_to(record)
    browser.as_(another).get(address(number))
    assert [control.attributes["value"] for control in browser.page.tree.css("[name=outcome]")] == [
        "stands", "questioned", "voided",
    ]  # fmt: skip
    browser.submit(button="答复", outcome="questioned", words="签退时间对不上")

    assert state_of(record) == RecordState.doubtful
    assert found(number).state == State.upheld


def test_what_was_put_right_meanwhile_only_needs_words(browser, number, record, editor):
    records.void(record.id, reason="名字记错了", by=editor)
    session.commit()
    browser.as_(editor).get(address(number))
    assert browser.page.has("由别人答复", "你经手过")

    reviewer = _somebody(editor.area, "没经手的")
    appoint(reviewer, Role.reviewer, editor.area)
    browser.as_(reviewer).get(address(number))
    browser.submit(button="答复", outcome="changed", words="名字记错了，作废了")

    assert (state_of(record), found(number).state) == (RecordState.voided, State.upheld)


# Who may not


def test_whoever_wrote_confirmed_or_served_it_does_not_answer(
    browser, shift, resident, editor, reviewer, at_the_street
):
    record = recorded(
        shift, resident, confirmed_by=reviewer, entered_by=editor.id, hands=[editor.id], source="roster"
    )
    for role in (Role.editor, Role.reviewer):
        appoint(resident, role, shift.position.area)
    number = object_to(record)

    for nobody in (editor, reviewer, resident):
        with pytest.raises(answers.OwnHand):
            answer(number, nobody)
        page = browser.as_(nobody).post(address(number), {"outcome": "stands", "words": "没有错"}, 422)
        assert page.has("要由没有经手的人答复")
        assert queries.waiting_for(nobody) == []
    assert [one.id for one in queries.waiting_for(at_the_street)] == [number]
    answer(number, at_the_street)
    assert state_of(record) == RecordState.confirmed


def test_a_clerk_who_objects_does_not_answer_themselves(record, editor, at_the_street):
    number = object_to(record, person=editor)

    with pytest.raises(answers.OwnHand):
        answer(number, editor)
    assert queries.waiting_for(editor) == []
    assert [one.id for one in queries.waiting_for(at_the_street)] == [number]


def test_whoever_claimed_the_record_is_its_owner(shift, reviewer, editor):
    taken_over = make_person(area=shift.position.area)
    number = object_to(recorded(shift, taken_over, confirmed_by=reviewer))
    with committed():
        session.merge(taken_over).claimed_by = editor.id

    with pytest.raises(answers.OwnHand):
        answer(number, editor)


def test_who_answered_once_does_not_answer_the_next_one(number, record, editor):
    answer(number, editor)

    again = object_to(record, address="203.0.113.80")

    with pytest.raises(answers.OwnHand):
        answer(again, editor)


def test_a_role_lost_meanwhile_is_no_longer_enough(number, editor):
    at = found(number).opened_at
    with committed():
        session.query(Appointment).filter_by(person_id=editor.id).one().ended_at = at

    with pytest.raises(NotAllowed):
        answer(number, editor)


def test_the_street_is_not_asked_while_the_community_has_somebody(number, editor, at_the_street):
    assert [one.id for one in queries.waiting_for(editor)] == [number]
    assert queries.waiting_for(at_the_street) == []


def test_an_outcome_that_no_page_offers_is_refused(browser, number, record, editor):
    browser.as_(editor)
    for made_up in ("reinstated", "changed", "questioned", "confirmed", ""):
        browser.post(address(number), {"outcome": made_up, "words": "没有错"}, 422)

    assert state_of(record) == RecordState.held
    with pytest.raises(answers.ChangedMeanwhile):
        answer(number, editor, Outcome.reinstated)


# In time, or at the street


def test_what_is_overdue_goes_to_the_street_by_itself(
    browser, number, record, resident, editor, at_the_street, clock_at
):
    clock_at.move(days=7)  # the last day: 30 November
    assert tick()[0] == 0
    assert found(number).state == State.open

    clock_at.move(days=1)
    assert tick()[0] == 1

    moved = found(number)
    assert (moved.state, moved.due_on.isoformat()) == (State.with_street, "2026-12-08")
    assert "社区没有按时答复，转给了" in told(resident)[0]
    assert queries.waiting_for(editor) == []
    assert [one.id for one in queries.waiting_for(at_the_street)] == [number]
    with pytest.raises(answers.StreetAnswers):
        answer(number, editor)
    page = browser.as_(editor).get(address(number))
    assert page.has("社区没有按时答复，转给", "这一条已经转给上一级")
    answer(number, at_the_street, words="核对过了")
    assert state_of(record) == RecordState.confirmed
    assert tick()[0] == 0


def test_overdue_is_said_at_the_desk_until_the_tick_comes_round(browser, number, editor, clock_at):
    clock_at.move(days=8)

    assert browser.as_(editor).get("/desk").has("11月30日 周一 前答复，已经逾期")


def test_holidays_are_no_workdays(record, clock_at, community):
    with committed():
        session.add(CalendarDay(day=clock_at().date() + timedelta(days=1), kind="holiday", name="校庆"))

    assert found(object_to(record)).due_on.isoformat() == "2026-12-01"


# The phone of whoever agreed to be asked


def test_a_number_is_seen_only_by_whoever_may_answer_and_is_written_down(browser, record, editor, reviewer):
    number = object_to(record, mobile="13700001234", name="赵婆婆", may_be_phoned=True)
    page = browser.as_(editor).get(address(number))
    assert "13700001234" not in page.body.decode()
    assert "赵婆婆" not in page.text

    page = browser.press("看手机号", f"{address(number)}/phone")

    assert page.has("赵婆婆", "打 13700001234")
    page = browser.as_(reviewer).post(f"{address(number)}/phone", status=422)  # confirmed it
    assert "13700001234" not in page.body.decode()


def test_a_number_that_is_only_for_the_answer_is_seen_by_nobody(browser, record, editor):
    number = object_to(record, mobile="13700001234", name="赵婆婆")

    page = browser.as_(editor).get(address(number))
    assert page.has("留了手机号，答复用短信告诉他")
    assert "看提的人的电话" not in page.text
    browser.get(f"{address(number)}/phone", status=404)
    browser.post(f"{address(number)}/phone", status=404)


def test_the_desk_asks_few_questions_however_many_there_are(browser, engine, others, editor):
    for count, record in enumerate(others(9)):
        object_to(record, address=f"198.51.100.{count}")
    browser.as_(editor).get("/desk/objections")

    with counted(engine) as sent:
        browser.get("/desk/objections")

    assert len(sent) <= 30, "\n".join(sent)


# Who gets what


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("manager", 403), ("auditor", 403), ("resident", 404)]
)
def test_only_who_writes_or_reviews_for_the_area_answers(browser, number, record, who, status, request):
    browser.as_(request.getfixturevalue(who))

    browser.get(address(number), status=status)
    browser.post(address(number), {"outcome": "voided", "words": "x"}, status=status)
    browser.post(f"{address(number)}/phone", status=status)

    assert state_of(record) == RecordState.held


def test_a_manager_sees_how_it_stands(browser, number, manager, outsider):
    page = browser.as_(manager).get("/desk/objections")

    assert page.has("公示里有人提异议：林小满", "等清泉社区答复")
    assert address(number) not in page.links.values()
    assert "林小满" not in browser.as_(outsider).get("/desk/objections").text


def test_missing_and_wrong_methods(browser, editor):
    browser.as_(editor)
    browser.get(address(987654), status=404)
    browser.post(address(987654), {"outcome": "stands", "words": "x"}, status=404)
    browser.post("/desk/objections", status=405)
