"""Who may come, what kind of help it is, what is dangerous: certain, guessed, or a condition."""

import pytest

from board.positions.words import Audience, Category, Target
from tests.reading.grids import rows_of, sheet

pytestmark = pytest.mark.no_database

BASE = {"岗位": "帮手", "时间": "12月5日 9:00-11:00", "地点": "广场", "人数": "2"}


def row(**more):
    cells = BASE | more
    (found,) = rows_of(sheet([list(cells), list(cells.values())]), file_name="2026年12月清单.xlsx")
    return found


@pytest.mark.parametrize(
    ("said", "audience", "conditions"),
    [
        ("不限", Audience.both, ""), ("机关干部、居民", Audience.both, ""), ("村民、干部都可以", Audience.both, ""),
        ("居民", Audience.residents, ""), ("辖区居民", Audience.residents, ""), ("村民", Audience.residents, ""),
        ("机关干部", Audience.officials, ""), ("机关干部、党员", Audience.officials, "机关干部、党员"),
        ("党员干部", Audience.officials, "党员干部"), ("区级机关单位干部职工", Audience.officials, ""),
        ("机关干部、居民、大学生", Audience.both, "机关干部、居民、大学生"), ("谁都可以", Audience.both, ""),
    ],
)  # fmt: skip
def test_who_may_come_is_certain_when_it_is_said(said, audience, conditions):
    found = row(招募对象=said)

    assert (found.audience, found.conditions, "audience" in found.guessed) == (audience, conditions, False)


@pytest.mark.parametrize("said", [None, "大学生", "党员", "有爱心的人", "居民优先", "机关干部优先"])
def test_who_may_come_is_everybody_and_a_guess_when_it_is_not_said(said):
    found = row(招募对象=said)

    assert (found.audience, found.conditions, "audience" in found.guessed) == (
        Audience.both,
        said or "",
        True,
    )


def test_a_boards_own_cadres_are_no_officials():
    assert "audience" in row(招募对象="社区干部").guessed


@pytest.mark.parametrize(
    ("said", "age"),
    [("年满18岁", 18), ("18周岁以上，会开车", 18), ("20-60岁", 20), ("会理发", None), ("8岁以上", None)],
)
def test_an_age_among_the_conditions_is_the_least_age(said, age):
    found = row(岗位要求=said)

    assert (found.min_age, found.conditions) == (age, said)


@pytest.mark.parametrize(
    ("said", "age", "asks"),
    [("18", 18, False), ("满16岁", 16, False), ("18-60", 18, False), ("无", None, False), ("8", None, True)],
)
def test_a_column_of_its_own_settles_the_age(said, age, asks):
    found = row(岗位要求="带20岁以上同伴", 最小年龄=said)

    assert (found.min_age, bool(found.asked)) == (age, asks)


@pytest.mark.parametrize(
    ("said", "code", "certain"),
    [
        ("文化艺术", Category.culture, True), ("文化", Category.culture, True), ("助老", Category.care, False),
        ("环保类", Category.environment, False), ("法律服务", Category.law, True), ("敬老服务", Category.care, False),
    ],
)  # fmt: skip
def test_a_category_is_certain_under_the_platforms_name(said, code, certain):
    found = row(服务类别=said)

    assert (found.categories, "categories" not in found.guessed) == ((code,), certain)


@pytest.mark.parametrize(
    ("title", "code", "target"),
    [
        ("敬老理发", Category.care, Target.elders), ("村口捡拾垃圾", Category.environment, Target.public),
        ("院坝电影放映员", Category.culture, Target.rural), ("儿童绘本领读", Category.education, Target.children),
        ("护学岗", Category.traffic, Target.children), ("反诈宣传", Category.safety, Target.public),
        ("普法宣讲", Category.law, Target.public), ("帮忙的人", Category.community, Target.public),
        ("慰问退役老兵", Category.care, Target.veterans), ("助残手工课", Category.care, Target.disabled),
    ],
)  # fmt: skip
def test_without_a_column_the_title_tells_and_it_is_a_guess(title, code, target):
    found = row(岗位=title)

    assert (found.categories[0], found.targets[0]) == (code, target)
    assert {"categories", "targets"} <= set(found.guessed)


@pytest.mark.parametrize(
    "content", ["登高换灯泡", "涉水捡垃圾", "扑救野火、灭火", "防汛抢险搬沙袋", "驾驶三轮车送餐"]
)
def test_what_needs_insurance_and_adults_is_a_hazard_and_a_guess(content):
    found = row(做什么=content)

    assert found.hazard
    assert "hazard" in found.guessed


@pytest.mark.parametrize(
    "content", ["剪纸", "宣传森林防火", "劝阻下水游泳", "切菜，小心刀具", "不登高", "避免涉水"]
)
def test_warning_of_it_is_no_hazard(content):
    assert not row(做什么=content).hazard


def test_the_hour_alone_tells_of_the_night():
    assert "夜间" in row(时间="12月5日 20:00-21:30").hazards
    assert "夜间" not in row(时间="12月5日 14:00-15:30").hazards


@pytest.mark.parametrize(
    ("said", "risk"), [("无", "无特殊风险"), ("无特殊风险", "无特殊风险"), ("地滑", "地滑"), (None, "")]
)
def test_the_safety_column_is_the_risk(said, risk):
    assert row(安全提示=said).risk_note == risk


def test_no_risk_beside_a_hazard_is_asked_about():
    found = row(做什么="登高换灯泡", 安全提示="无")

    assert found.risk_note == ""
    assert [(each.field, each.said) for each in found.asked] == [("risk_note", "无")]


@pytest.mark.parametrize(("said", "hazard"), [("是", True), ("否", False)])
def test_a_column_of_its_own_settles_the_hazard(said, hazard):
    found = row(做什么="登高换灯泡", 有危险=said)

    assert (found.hazard, "hazard" in found.guessed) == (hazard, False)


@pytest.mark.parametrize(
    ("cells", "name", "phone"),
    [
        ({"联系人": "张老师 028-82700001"}, "张老师", "028-82700001"),
        ({"联系电话": "李老师13800001234"}, "李老师", "13800001234"),
        ({"联系人": "E家邻里社", "联系电话": 13800001234}, "E家邻里社", "13800001234"),
        ({"联系人": "王姐", "电话": "028-82700001、13800001234"}, "王姐", "028-82700001、13800001234"),
        ({"联系人": "无"}, "", ""),
    ],
)  # fmt: skip
def test_names_and_phones_are_told_apart(cells, name, phone):
    found = row(**cells)

    assert (found.contact_name, found.contact_phone) == (name, phone)


def test_without_a_column_a_line_below_says_whom_to_ask_and_it_is_a_guess():
    (found,) = rows_of(sheet([list(BASE), list(BASE.values()), ["联系人：王老师，电话：028-82700001"]]))

    assert (found.contact_name, found.contact_phone) == ("王老师", "028-82700001")
    assert {"contact_name", "contact_phone"} <= set(found.guessed)


def test_without_a_column_the_conditions_may_say_how_many_and_it_is_a_guess():
    cells = {"岗位": "扫雪", "时间": "12月5日 9:00-11:00", "人员要求及数量": "党员5名"}

    (found,) = rows_of(sheet([list(cells), list(cells.values())]))

    assert (found.quota, "quota" in found.guessed, found.asked) == (5, True, ())
