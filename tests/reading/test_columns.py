"""What a heading means, however a clerk words it."""

import pytest

from board.reading.columns import assign, match
from board.reading.vocabulary import HEADINGS, Field

pytestmark = pytest.mark.no_database

MEANT = {
    Field.what: "岗位 岗位名称 任务名称 项目 活动名称 志愿岗位 志愿服务岗位名称 岗位/任务名称 1.岗位名称 岗位名称（必填） 岗位名秤",
    Field.content: "做什么 服务内容 岗位职责 工作内容 主要任务 具体工作内容 岗位职责及要求 服务内客",
    Field.quota: "人数 需求人数 招募人数 要几个人 名额 需求量 需求人数（人） 每场所需志愿者人数 需求人教",
    Field.times: "什么时候 服务时间 活动时间 时间 起止时间 时间（年月日） 开展服务时间 服务时问",
    Field.place: "在哪里 地点 服务地点 集合地点 地址 具体服务地点 岗位所在地 地点（写到门口）",
    Field.audience: "招募对象 面向 参与对象 谁可以来 志愿者招募对象 招募对像",
    Field.conditions: "要求 条件 对人的要求 岗位要求 参加人员要求 报名条件",
    Field.risk: "安全提示 风险 注意事项 安全风险提示",
    Field.contact: "联系人 负责人 联系人及电话 联系人/电话 社区联系人",
    Field.phone: "电话 联系方式 联系电话 24小时联系电话 连系电话",
    Field.category: "类别 服务类别 类型",
    Field.targets: "服务对象 服务人群",
    Field.guarantee: "保障 补贴 志愿者保障",
    Field.remarks: "备注 备注（如有） 其他说明",
    Field.insurance: "保险 志愿者保险",
    Field.minimum: "最少人数 最低人数 人数最少",
    Field.number: "序号 编号 序 No.",
    Field.day: "日期 服务日期 服务起止日期",
    Field.hours: "时段 岗位服务时段",
    Field.starts: "开始时间 服务时间开始 起始日期",
    Field.ends: "结束时间 服务时间结束",
    Field.times_and_place: "时间、地点 服务时间及地点",
    Field.ignored: "报名时间 报名截止时间 服务时长(小时) 已报人数 填报人 主办单位 二维码",
}
CASES = [(heading, field) for field, headings in MEANT.items() for heading in headings.split()]


@pytest.mark.parametrize(("heading", "field"), CASES, ids=[heading for heading, _ in CASES])
def test_a_heading_means(heading, field):
    assert match(heading).field == field


@pytest.mark.parametrize(
    "text", ["", "女", "字段", "温江区", "协助维持秩序，引导居民有序排队领取物资并做好登记", "12月5日", "——"]
)
def test_other_words_mean_nothing(text):
    assert match(text) is None


def test_no_word_means_two_things():
    words = [word for known in HEADINGS.values() for word in known]

    assert sorted(words) == sorted(set(words))


def test_of_two_columns_that_mean_the_same_the_better_named_is_taken():
    fields = assign({1: "项目名称", 2: "岗位名称", 3: "服务时间", 4: "集合时间"})

    assert fields[Field.what] == (2,)
    assert fields[Field.times] == (3,)


def test_places_and_conditions_may_have_several_columns():
    fields = assign({1: "服务地点", 2: "集合地点", 3: "岗位要求", 4: "技能要求"})

    assert fields[Field.place] == (1, 2)
    assert fields[Field.conditions] == (3, 4)
