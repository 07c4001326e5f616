"""The fourteen positions of two communities' sheets, as their clerks entered them.

What a sheet leaves open stays open: such a position is a draft that says what is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from board.demo.month import Month
from board.positions.words import Audience, Category, Guarantee, Target


@dataclass(frozen=True)
class Row:
    """One row of a sheet: what it says, and when (no days: the sheet does not say)."""

    title: str
    content: str
    categories: tuple[Category, ...]
    targets: tuple[Target, ...]
    address: str
    quota: int | None
    risk: str
    days: Callable[[Month], list[date]] | None = None
    hours: tuple[str, str] = ("", "")
    more: dict[str, Any] = field(default_factory=dict)


_NO_RISK: Final = "无特殊风险"
ELDERS, PUBLIC = (Target.elders,), (Target.public,)
RESIDENTS, OFFICIALS = {"audience": Audience.residents}, {"audience": Audience.officials}

QINGQUAN: Final = (
    Row("独居老人“敲门探访”", "两人一组上门探访独居老人，聊天、查看用水用电用气安全并登记", (Category.care,), ELDERS,
        "清泉社区党群服务中心集合", 8, "入户须两人同行，佩戴工作牌", lambda m: m.every(5)[:4], ("09:00", "11:00"),
        {"min_age": 18, "conditions": "普通话或四川话流利"}),
    Row("周末电影放映员", "布置座椅、调试投影、维持秩序", (Category.culture,), PUBLIC, "清泉社区邻里广场", 3,
        "夜间活动注意用电安全", lambda m: m.every(5), ("19:00", "21:00"),
        {**RESIDENTS, "conditions": "会用投影设备者优先", "remarks": "雨天取消"}),
    Row("社区图书角管理员", "图书借还登记、整理上架", (Category.education,), PUBLIC, "社区活动室二楼", 2, _NO_RISK,
        lambda m: m.every(1, 3), ("14:30", "17:00")),
    Row("消防通道巡查员", "巡查小区消防通道、电动车违规充电并劝导", (Category.safety,), PUBLIC, "辖区各小区", 10,
        "不与居民发生争执，发现火情先拨打119", lambda m: m.every(2), ("20:00", "21:00"),
        {**OFFICIALS, "min_age": 18, "conditions": "机关干部、党员", "remarks": "夜间巡查，穿反光背心"}),
    Row("“智能手机课堂”助教", "一对一教老人使用手机挂号、缴费", (Category.care,), ELDERS, "社区活动室一楼", 6, _NO_RISK,
        lambda m: m.on(8), ("09:30", "11:30"), {"conditions": "耐心；大学生也欢迎"}),
    Row("冬至暖心饺子会帮厨", "和面、包饺子、给困难家庭送餐", (Category.care,), (Target.poor,), "社区长者食堂", 15,
        "刀具、热水烫伤风险", lambda m: m.on(22), ("08:30", "12:30"), {"conditions": "须持健康证的岗位2名"}),
    Row("垃圾分类引导员", "指导分类投放，更新宣传栏", (Category.environment,), PUBLIC, "清泉小区3号投放点", 2,
        "注意垃圾房地面湿滑", lambda m: m.every(), ("07:00", "08:30"), RESIDENTS),
    Row("法律咨询志愿者", "为居民提供婚姻家庭、劳动争议咨询", (Category.law,), PUBLIC, "社区调解室", 2, _NO_RISK,
        lambda m: m.every(5)[1:2], ("14:00", "17:00"), {**OFFICIALS, "conditions": "具有法律职业资格"}),
)  # fmt: skip
QINGQUAN_STANDING: Final = {
    "contact_name": "社区服务站", "contact_phone": "028-00001001",
    "guarantees": (Guarantee.water, Guarantee.tools),
}  # fmt: skip

GAOSHAN: Final = (
    Row("田园清洁", "到林盘周边捡拾白色垃圾", (Category.environment,), (Target.rural,), "高山村村委会", 20,
        "林盘边路滑，请穿防滑鞋", lambda m: m.every(6)[:1], ("08:30", "11:00")),
    Row("关爱留守儿童“周末课堂”", "辅导作业、陪伴阅读", (Category.education,), (Target.children,), "村文化站", 5,
        _NO_RISK, lambda m: m.every(6), ("14:00", "16:30"), {"conditions": "大学生优先"}),
    Row("农产品直播助手", "协助拍摄、打包", (Category.relief,), (Target.rural,), "电商服务点", 3, _NO_RISK,
        more={"minimum": 2, "conditions": "会手机拍摄"}),  # the sheet: 时间待定
    Row("“E家邻里社”敬老理发", "为70岁以上老人免费理发", (Category.care,), ELDERS, "村卫生站", 4,
        "用剪刀和推子，注意不要划伤", more={"conditions": "会理发", "remarks": "12月15日 09:00 开始，几点结束待定"}),
    Row("森林防火巡山", "巡山、劝阻野外用火", (Category.safety,), PUBLIC, "林盘片区", None, "山路陡，两人同行",
        more={**OFFICIALS, "hazard": True, "min_age": 18, "conditions": "党员干部", "remarks": "12月每天，人数若干"}),
    Row("腊八送粥", "熬粥、分发", (Category.care,), PUBLIC, "村民广场", 30, "热粥烫伤风险",
        Month.middle_of_next, ("07:30", "10:00")),
)  # fmt: skip
GAOSHAN_STANDING: Final = {
    "contact_name": "E家邻里社", "contact_phone": "028-00001002", "guarantees": (Guarantee.water,),
}  # fmt: skip
