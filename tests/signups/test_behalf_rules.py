"""The rules for everybody, as the clerk reads them about somebody."""

import pytest

from board.positions.words import Audience
from board.signups.models import State
from tests.factories import make_area, make_list, make_position, make_shift, make_signup
from tests.signups.behalf import VERB, added, on, sign_up


def test_a_rule_speaks_about_the_person_not_to_them(desk, community):
    position = make_position(opportunity_list=make_list(area=community), audience=Audience.officials)
    page = sign_up(desk, make_shift(position=position), 422, name="李秀英")

    assert page.has("李秀英报不上：只招机关干部，登记的是居民")


def test_an_official_without_an_account_is_asked_for_where_it_decides(desk, community, shift):
    position = make_position(opportunity_list=make_list(area=community), audience=Audience.officials)
    assert not desk.get(f"/desk/shifts/{shift.id}/sign-up").has("机关干部")

    page = sign_up(desk, make_shift(position=position), name="何建军", kind="official")

    assert page.has("何建军：已报上")
    assert added("何建军")[0].kind == "official"


def test_a_clash_does_not_say_where_the_person_is(desk, shift, resident):
    elsewhere = make_position(area=make_area(), title="看不见的岗位")
    make_signup(shift=make_shift(position=elsewhere), person=resident)

    page = sign_up(desk, shift, 422, typed=resident.volunteer_no)

    assert page.has("林小满在那个时间已经有别的岗位")
    assert not page.has("看不见的岗位")


def test_the_month_of_birth_is_asked_only_where_age_matters(desk, community, shift):
    position = make_position(opportunity_list=make_list(area=community), min_age=60)
    aged = make_shift(position=position)
    assert not desk.get(f"/desk/shifts/{shift.id}/sign-up").has("出生年月")

    page = sign_up(desk, aged, 422, name="李秀英")
    assert page.has("还不知道李秀英的出生年月")
    desk.submit(None, VERB, born="1958年3月")

    assert added()[0].birth_month.isoformat() == "1958-03-01"
    assert on(aged)[0].state == State.accepted


@pytest.mark.parametrize("born", ["1958", "195813", "203001", "000001", "abc", "-", "18990101"])
def test_what_is_no_month_is_asked_for_again(desk, community, born):
    position = make_position(opportunity_list=make_list(area=community), min_age=60)

    page = sign_up(desk, make_shift(position=position), 422, name="李秀英", born=born)

    assert page.has("出生年月写 6 位数字")
    assert page.value_of("born") == born


def test_too_young_for_the_position_is_too_young_at_the_desk(desk, community):
    position = make_position(opportunity_list=make_list(area=community), min_age=60)
    shift = make_shift(position=position)

    assert sign_up(desk, shift, 422, name="李秀英", born="199001").has("李秀英报不上：要满 60 岁")
    assert sign_up(desk, shift, 422, name="李秀英", born="201501").has("满 14 周岁才能登记")
    assert added() == []


def test_a_shift_that_is_over_takes_nobody(desk, editor, shift, clock_at):
    clock_at.move(days=8)
    desk.as_(editor)

    assert sign_up(desk, shift, 422, name="李秀英").has("已经开始或结束了")


def test_without_the_tick_or_a_name_nothing_happens(desk, shift):
    page = sign_up(desk, shift, 422, agree=False)

    assert page.has("还有 2 处要改", "请写姓名", "请当面问过本人再勾选")
    assert on(shift) == []
