"""Model positions that a district begins with: work that most communities have, in plain words.

Place, contact and the rules of sign-up are left to each community's standing answers.
"""

from typing import Any, Final

from board.accounts.models import Person
from board.areas.models import Area
from board.positions.forms import NO_RISK
from board.positions.words import Category, Guarantee, Target
from board.reuse import modelling

_PLAIN: Final = {"risk_note": NO_RISK, "guarantees": (Guarantee.water, Guarantee.tools)}
_INSURED: Final = {"guarantees": (Guarantee.insurance, Guarantee.water, Guarantee.tools)}

POSITIONS: Final[tuple[dict[str, Any], ...]] = (
    _PLAIN | {
        "title": "电影放映员", "quota": 3, "categories": (Category.culture, Category.community),
        "content": "放映前半小时到场，摆椅子、接设备；放映时照看老人和孩子；散场后收拾场地。",
        "targets": (Target.public, Target.elders), "conditions": "会用投影设备的优先",
        "risk_note": "晚上活动，注意脚下线缆和用电安全", "safety_note": "线缆贴地固定，出口留一人引导",
    },
    _PLAIN | {
        "title": "助老送餐员", "quota": 4, "categories": (Category.care, Category.community),
        "content": "从助餐点取餐，送到走不动的老人家里，问一声身体怎么样，把餐盒带回来。",
        "targets": (Target.elders,), "risk_note": "路上注意车辆；进门要两人同行",
        "safety_note": "两人一组，佩戴工作牌，不单独入户",
    },
    _PLAIN | {
        "title": "敲门探访员", "quota": 4, "categories": (Category.care,),
        "content": "按名单看望独居老人，聊聊天，看看水电气关好没有，有事告诉社区。",
        "targets": (Target.elders, Target.special), "risk_note": "入户探访，要两人同行",
        "safety_note": "两人一组，佩戴工作牌；情况不对先打电话给社区",
    },
    _PLAIN | {
        "title": "四点半课堂辅导员", "quota": 3, "categories": (Category.education,), "min_age": 18,
        "content": "放学后陪孩子写作业、看书、做游戏，到点交给家长，做好交接登记。",
        "targets": (Target.children,), "conditions": "有耐心，愿意固定来的优先",
        "safety_note": "不单独和一个孩子在封闭的房间里；孩子只交给登记过的家长",
    },
    _PLAIN | {
        "title": "社区图书角管理员", "quota": 2, "categories": (Category.culture, Category.education),
        "content": "开门、整理书架、登记借还，读书日帮忙布置。", "targets": (Target.public, Target.children),
    },
    _INSURED | {
        "title": "巡河护河员", "quota": 6, "categories": (Category.environment,), "min_age": 18, "hazard": True,
        "content": "沿河走一遍，捡垃圾，看排口和护栏有没有异常，拍照报给社区。",
        "targets": (Target.public,), "risk_note": "临水作业，雨后路滑；不下水、不翻护栏",
        "safety_note": "三人一组，穿防滑鞋和救生衣；涨水或打雷就停",
    },
    _PLAIN | {
        "title": "文明交通劝导员", "quota": 4, "categories": (Category.traffic, Category.civility),
        "content": "早晚高峰在路口提醒行人走斑马线、骑车戴头盔，帮老人和孩子过街。",
        "targets": (Target.public,), "min_age": 18, "risk_note": "车多，站在人行道上，不到车道里去",
        "guarantees": (Guarantee.clothing, Guarantee.water), "safety_note": "穿反光背心，听交警安排",
    },
    _PLAIN | {
        "title": "垃圾分类引导员", "quota": 4, "categories": (Category.environment, Category.community),
        "content": "在投放点告诉邻居怎么分，帮着破袋、开盖，记下哪些分错得多。",
        "targets": (Target.urban, Target.public), "risk_note": "戴手套，不用手掏尖利的东西",
    },
    _PLAIN | {
        "title": "手机课堂助教", "quota": 4, "categories": (Category.education, Category.care),
        "content": "手把手教老人用手机：挂号、缴费、视频通话、认诈骗。",
        "targets": (Target.elders,), "safety_note": "不替老人输密码，不帮着转账",
    },
    _PLAIN | {
        "title": "义诊引导员", "quota": 4, "categories": (Category.health,),
        "content": "维持排队，帮老人填表、量血压登记，带到对应的医生那里。",
        "targets": (Target.elders, Target.patients), "conditions": "有医护经验的优先",
    },
    _INSURED | {
        "title": "消防安全宣传员", "quota": 4, "categories": (Category.fire, Category.safety), "min_age": 18,
        "content": "上门发单子，讲用火用电，看楼道有没有堆东西，教怎么用灭火器。",
        "targets": (Target.urban, Target.rural), "risk_note": "入户宣传，要两人同行；只讲不动火、不拆电器",
        "safety_note": "两人一组，佩戴工作牌",
    },
    _PLAIN | {
        "title": "活动秩序维护员", "quota": 8, "categories": (Category.event, Category.civility),
        "content": "大型活动时指路、看出入口、帮老人找座位，散场时引导大家慢慢走。",
        "targets": (Target.public,), "risk_note": "人多，注意拥挤；有情况先报现场负责人",
        "guarantees": (Guarantee.clothing, Guarantee.water, Guarantee.meal),
    },
)  # fmt: skip


def load(area: Area, *, by: Person) -> int:
    """The area has these models, for every community below it; those it has already stay. Begins writing."""
    return modelling.add_models(area, POSITIONS, by=by)
