"""What kind of help it is and for whom, taken from words. Every guess says that it is one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar

from board.positions import hazards
from board.positions.words import CATEGORY_WORDS, TARGET_WORDS, Category, Target

MOST_CATEGORIES: Final = 4
Code = TypeVar("Code", bound=StrEnum)
_C, _T = Category, Target
_APART: Final = re.compile(r"[\s、，,;；/|+]+|和|与|及")

# The clearest words first: the first that a row's title says decides, then the first in the rest of it.
_CATEGORY_HINTS: Final = (
    (_C.antidrug, "禁毒 毒品"),
    (_C.epidemic, "疫情 防疫 核酸 疫苗"),
    (_C.tax, "税收 税务 纳税 个税"),
    (_C.overseas, "海外志愿 涉外"),
    (_C.law, "法律 普法 律师 调解 法治 维权 仲裁"),
    (_C.rescue, "应急救援 救援 抢险 防汛 救灾 应急演练 急救"),
    (_C.fire, "志愿消防 消防演练 灭火"),
    (_C.traffic, "交通 护学 护苗 斑马线 路口 文明出行 停放 过街 公交站"),
    (_C.science, "科普 科技 实验 编程 机器人 天文"),
    (_C.health, "健康 义诊 量血压 血压 卫生 医疗 中医 献血 体检 心理 护理 口腔 眼科 用药 药"),
    (_C.care, "助老 敬老 独居 空巢 孤寡 高龄 养老 老人 老年 长者 助残 残疾 残障 困境儿童 失独 理发 陪护 探访 慰问 关爱 送餐 暖心"
     " 腊八 饺子 送温暖 临终 智能手机 陪聊"),
    (_C.education, "课堂 辅导 作业 支教 助学 阅读 读书 图书 教育 家教 夜读 绘本 四点半 托管 书法班 讲座 教学 书屋 伴读 课后"),
    (_C.environment, "垃圾 环境 环保 清洁 清扫 捡拾 河道 巡河 植树 绿化 花园 低碳 旧衣 回收 保洁 卫生死角 落叶 林盘 护绿 大扫除 河长 净滩"
     " 浇水"),
    (_C.sport, "体育 健身 运动 球 健步 太极 跑 广场舞 晨练 趣味赛"),
    (_C.tourism, "旅游 景区 游客 导览"),
    (_C.culture, "文化 电影 文艺 演出 合唱 讲解 书画 摄影 非遗 放映 戏曲 舞蹈 音乐 春联 展览 剪纸 手工 节目 汇演 博物馆"),
    (_C.safety, "平安 治安 巡逻 巡查 消防 安全 巡山 防火 防溺水 反诈 综治 值守 隐患 网格 矛盾 森林 夜巡 群防 充电"),
    (_C.civility, "文明 移风易俗 劝导 礼让 志愿精神 雷锋 公筷 光盘 新风"),
    (_C.relief, "扶贫 帮扶 农产品 助农 直播 困难家庭 捐 义卖 乡村振兴 采收 慈善超市"),
    (_C.event, "活动保障 会务 赛事 大型 运动会 马拉松 晚会 签到 布场 庙会 秩序 秩序维护"),
    (_C.community, "社区 邻里 服务站 接待 登记 党群 便民 前台 代办 跑腿 值班 会客厅 政策宣传"),
)  # fmt: skip
_TARGET_HINTS: Final = (
    (_T.disabled, "残疾 残障 助残 盲人 聋"),
    (_T.veterans, "军属 烈属 优抚 退役 退伍 老兵"),
    (_T.elders, "老人 老年 长者 独居 空巢 敬老 助老 养老 高龄 孤寡 为老"),
    (_T.children, "儿童 孩子 学生 青少年 少儿 作业 小朋友 绘本 未成年 护学 四点半 护苗"),
    (_T.women, "妇女 女性 孕 妈妈"),
    (_T.poor, "困难家庭 贫困 低保 特困 困难群众"),
    (_T.patients, "病人 患者 病友 住院"),
    (_T.special, "失独 戒毒 刑满 特殊群体 社区矫正"),
    (_T.rural, "村民 农村 农户 林盘 田园 农产品 院坝 乡村 果农 村里"),
    (_T.urban, "小区居民 楼栋 楼道 社区居民 小区"),
)  # fmt: skip
_CLERKS_CATEGORIES: Final = {
    "助老": _C.care, "敬老": _C.care, "为老": _C.care, "养老": _C.care, "助残": _C.care, "关爱": _C.care, "助困": _C.relief,
    "帮困": _C.relief, "扶贫": _C.relief, "帮扶": _C.relief, "助农": _C.relief, "教育": _C.education, "助学": _C.education,
    "支教": _C.education, "培训": _C.education, "关爱儿童": _C.care, "一老一小": _C.care, "环保": _C.environment,
    "环境": _C.environment, "绿化": _C.environment, "卫生": _C.health, "医疗": _C.health, "健康": _C.health, "安全": _C.safety,
    "平安": _C.safety, "治安": _C.safety, "巡逻": _C.safety, "综治": _C.safety, "治理": _C.community, "消防": _C.fire,
    "文体": _C.culture, "文娱": _C.culture, "文艺": _C.culture, "体育": _C.sport, "健身": _C.sport, "交通": _C.traffic,
    "普法": _C.law, "法治": _C.law, "调解": _C.law, "便民": _C.community, "社区": _C.community, "党建": _C.community,
    "服务": _C.community, "宣传": _C.civility, "文明": _C.civility, "活动": _C.event, "防疫": _C.epidemic,
    "应急": _C.rescue, "其它": _C.other,
}  # fmt: skip
_CLERKS_TARGETS: Final = {
    "老人": _T.elders, "长者": _T.elders, "老年": _T.elders, "老年群体": _T.elders, "少年儿童": _T.children, "青少年": _T.children,
    "孩子": _T.children, "学生": _T.children, "小学生": _T.children, "未成年人": _T.children, "残疾人": _T.disabled,
    "残障": _T.disabled, "村民": _T.rural, "农户": _T.rural, "居民": _T.urban, "社区居民": _T.urban, "辖区居民": _T.public,
    "群众": _T.public, "公众": _T.public, "所有人": _T.public, "全体居民": _T.public, "困难家庭": _T.poor, "困难群众": _T.poor,
    "低保户": _T.poor, "特困": _T.poor, "退役军人": _T.veterans, "军属": _T.veterans, "病人": _T.patients, "患者": _T.patients,
    "不限": _T.public, "其它": _T.other,
}  # fmt: skip

# Without insurance and adults this is not done at all (VSR 17); 刀具, 用电, 夜间 only need a word of warning.
_REAL_DANGER: Final = re.compile(
    r"登高|高空|爬梯|梯子|屋顶|楼顶|涉水|下水|水上|动火|明火作业|焊|电锯|割草机|机械作业|操作机械|巡山|护林|森林防火|森林消防|灭火"
    r"|扑火|防汛|抢险|救援|排险|带电|有限空间|驾驶|潜水|救生"
)
_NOT_DONE: Final = re.compile(
    r"(?:不|无|无须|无需|勿|禁止|严禁|劝阻|避免|防止|不得|不要|远离|宣传|不涉及)[^，。；,;\n]{0,4}$"
)
NO_DANGER: Final = re.compile(
    r"^(?:无|没有|暂无|无风险|没有风险|无特殊风险|没有特殊风险|无危险|没有危险|不涉及|—+|-+|/|\\)[。.]?$"
)


@dataclass(frozen=True)
class Guess:
    """Codes; certain when they are the platform's own names."""

    codes: tuple[StrEnum, ...] = ()
    certain: bool = False


@lru_cache(maxsize=2048)
def categories(said: str, title: str, content: str) -> Guess:
    """The column's words mapped; without any, what title and content are about."""
    named = _named(said, CATEGORY_WORDS, _CLERKS_CATEGORIES)
    if named.codes:
        return Guess(named.codes[:MOST_CATEGORIES], named.certain and len(named.codes) <= MOST_CATEGORIES)
    about = _first_hint(_CATEGORY_HINTS, (said, title, content))
    return Guess(tuple(about[:1]) or (_C.community,))


@lru_cache(maxsize=2048)
def targets(said: str, title: str, content: str) -> Guess:
    """The same for whom it helps; everybody, if nothing tells."""
    named = _named(said, TARGET_WORDS, _CLERKS_TARGETS)
    if named.codes:
        return named
    about = _first_hint(_TARGET_HINTS, (said, f"{title}\n{content}"))
    return Guess(tuple(about[:2]) or (_T.public,))


@lru_cache(maxsize=2048)
def hazard_words(*texts: str) -> tuple[str, ...]:
    """What a reviewer looks at twice."""
    return tuple(hazards.found_in(*texts))


@lru_cache(maxsize=2048)
def is_dangerous(*texts: str) -> bool:
    """Is there something that needs insurance and adults, and is it done rather than warned of?"""
    return any(
        not _NOT_DONE.search(text[max(0, found.start() - 8) : found.start()])
        for text in texts
        for found in _REAL_DANGER.finditer(text)
    )


def _named(said: str, own: Mapping[Code, str], clerks: Mapping[str, Code]) -> Guess:
    """`文化` is 文化艺术 for certain, for no other name has it; `助老` is a clerk's word for one of them."""
    parts = [part for part in _APART.split(said) if part]
    found = [
        (code, True) if (code := _own(part, own)) else (_clerks(part, clerks), False)
        for part in _whole(said, parts, own)
    ]
    codes = tuple(code for code in own if any(code == each for each, _ in found))
    return Guess(codes, all(sure for _, sure in found))


def _whole(said: str, parts: list[str], own: Mapping[Code, str]) -> list[str]:
    return [said.strip()] if said.strip() in own.values() else parts


def _own(part: str, own: Mapping[Code, str]) -> Code | None:
    fitting = [code for code, words in own.items() if part == words]
    fitting = fitting or [code for code, words in own.items() if len(part) > 1 and part in words]
    return fitting[0] if len(fitting) == 1 else None


def _clerks(part: str, clerks: Mapping[str, Code]) -> Code | None:
    word = re.sub(r"(?:服务)?类$|类(?:服务|活动|岗位)?$|(?<=..)服务$", "", part)
    return clerks.get(word) or next(
        (code for known, code in clerks.items() if len(known) > 1 and known in part), None
    )


def _first_hint(hints: Iterable[tuple[Code, str]], texts: Iterable[str]) -> list[Code]:
    for text in texts:
        found = [code for code, words in hints if any(word in text for word in words.split())]
        if found:
            return found
    return []
