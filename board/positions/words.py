"""The fixed vocabularies of a position: codes in the database, words on the page.

Categories, targets and guarantees carry the names (and, for the last two, the numbers) of the
national volunteer platform, so that an export needs no translation.
"""

from enum import StrEnum


class Category(StrEnum):
    community = "community"
    relief = "relief"
    education = "education"
    health = "health"
    law = "law"
    environment = "environment"
    science = "science"
    culture = "culture"
    safety = "safety"
    civility = "civility"
    traffic = "traffic"
    fire = "fire"
    rescue = "rescue"
    antidrug = "antidrug"
    sport = "sport"
    tourism = "tourism"
    care = "care"
    event = "event"
    overseas = "overseas"
    tax = "tax"
    epidemic = "epidemic"
    other = "other"


CATEGORY_WORDS = {
    Category.community: "社区服务",
    Category.relief: "扶贫减贫",
    Category.education: "支教助学",
    Category.health: "卫生健康",
    Category.law: "法律服务",
    Category.environment: "环境保护",
    Category.science: "科技科普",
    Category.culture: "文化艺术",
    Category.safety: "平安综治",
    Category.civility: "文明风尚",
    Category.traffic: "交通引导",
    Category.fire: "志愿消防",
    Category.rescue: "应急救援",
    Category.antidrug: "禁毒宣传",
    Category.sport: "体育健身",
    Category.tourism: "旅游服务",
    Category.care: "关爱特殊群体",
    Category.event: "大型活动",
    Category.overseas: "海外志愿服务",
    Category.tax: "税收服务",
    Category.epidemic: "疫情防控",
    Category.other: "其他",
}


class Target(StrEnum):
    children = "01"
    women = "02"
    elders = "03"
    disabled = "04"
    veterans = "05"
    poor = "06"
    special = "07"
    patients = "08"
    rural = "09"
    urban = "10"
    public = "11"
    other = "99"


TARGET_WORDS = {
    Target.children: "儿童",
    Target.women: "妇女",
    Target.elders: "老年人",
    Target.disabled: "残障人士",
    Target.veterans: "优抚对象",
    Target.poor: "贫困家庭",
    Target.special: "特殊群体",
    Target.patients: "病患者",
    Target.rural: "农村居民",
    Target.urban: "城镇居民",
    Target.public: "社会公众",
    Target.other: "其他",
}


class Guarantee(StrEnum):
    insurance = "01"
    coach = "02"
    fare = "03"
    meal = "04"
    water = "05"
    lodging = "06"
    clothing = "07"
    tools = "08"
    checkup = "09"
    training = "10"
    certificate = "11"
    other = "99"


GUARANTEE_WORDS = {
    Guarantee.insurance: "志愿者保险",
    Guarantee.coach: "集中乘车",
    Guarantee.fare: "交通补贴",
    Guarantee.meal: "餐饮或食物",
    Guarantee.water: "提供饮水",
    Guarantee.lodging: "提供住宿",
    Guarantee.clothing: "志愿者服装",
    Guarantee.tools: "志愿服务工具",
    Guarantee.checkup: "免费体检",
    Guarantee.training: "专项培训",
    Guarantee.certificate: "志愿服务证书",
    Guarantee.other: "其他",
}


class ListKind(StrEnum):
    opportunity = "opportunity"
    task = "task"


LIST_KIND_WORDS = {ListKind.opportunity: "机会清单", ListKind.task: "任务清单"}


class Audience(StrEnum):
    both = "both"
    residents = "residents"
    officials = "officials"


AUDIENCE_WORDS = {
    Audience.both: "居民、机关干部",
    Audience.residents: "居民",
    Audience.officials: "机关干部",
}


class Approval(StrEnum):
    auto = "auto"
    staff = "staff"


APPROVAL_WORDS = {
    Approval.auto: "先报先得，报满了排候补",
    Approval.staff: "由社区确认，通过没通过都告诉本人",
}


class Rule(StrEnum):
    """Until when: a rule on the position, from which each shift's instant is computed."""

    at_start = "at_start"
    hours_before = "hours_before"
    day_before = "day_before"


RULE_WORDS = {
    Rule.day_before: "前一天几点",
    Rule.hours_before: "开始前几小时",
    Rule.at_start: "开始的时候",
}


class NotCounted(StrEnum):
    """What may not earn volunteer hours (REC 19 and the national platform's notice)."""

    own_duty = "own_duty"
    unit_rules = "unit_rules"
    own_interest = "own_interest"
    unclear_aim = "unclear_aim"
    paid = "paid"
    not_service = "not_service"


NOT_COUNTED_WORDS = {
    NotCounted.own_duty: "在上班时间做自己分内的事",
    NotCounted.unit_rules: "按单位或学校的规定必须做的",
    NotCounted.own_interest: "参观、学习、夏令营、调研等自己受益的",
    NotCounted.unclear_aim: "团建、旅游、聚餐等公益目的不清的",
    NotCounted.paid: "报酬明显高于一般补贴的",
    NotCounted.not_service: "用捐款、转发、承诺加时长来换的",
}


class DayPart(StrEnum):
    """What the filters call a shift's time; a Saturday evening is both weekend and evening."""

    daytime = "daytime"
    evening = "evening"
    weekend = "weekend"
    holiday = "holiday"


DAY_PART_WORDS = {
    DayPart.daytime: "工作日白天",
    DayPart.evening: "晚上",
    DayPart.weekend: "周末",
    DayPart.holiday: "节假日",
}


class State(StrEnum):
    """What somebody decided about a position; what time decides is a shift's phase."""

    draft = "draft"
    in_review = "in_review"
    returned = "returned"
    published = "published"
    cancelled = "cancelled"


STATE_WORDS = {
    State.draft: "草稿",
    State.in_review: "审核中",
    State.returned: "退回了",
    State.published: "已公布",
    State.cancelled: "已取消",
}

NEXT = {
    State.draft: {State.in_review},
    State.in_review: {State.published, State.returned, State.draft},
    State.returned: {State.in_review},
    State.published: {State.cancelled, State.in_review},  # back: publishing was taken back at once
    State.cancelled: set[State](),
}


class Phase(StrEnum):
    """What a shift is at one instant, best first (design: what time decides is not a state)."""

    open = "open"
    full = "full"
    opening_soon = "opening_soon"
    closed = "closed"
    running = "running"
    finished = "finished"
    cancelled = "cancelled"


PHASE_WORDS = {
    Phase.open: "招募中",
    Phase.full: "可候补",
    Phase.opening_soon: "即将开放",
    Phase.closed: "已截止",
    Phase.running: "进行中",
    Phase.finished: "已结束",
    Phase.cancelled: "已取消",
}
