"""Thirty invented positions in other communities, so that the board looks alive on any day."""

from dataclasses import dataclass
from typing import Final

from board.positions.words import Audience, Category, Target


@dataclass(frozen=True)
class Invented:
    """One invented position: on which days from today, at what hours, how many people, how full."""

    title: str
    content: str
    category: Category
    target: Target
    days: tuple[int, ...]
    hours: tuple[str, str]
    quota: int
    signed_up: int = 0
    audience: Audience = Audience.both
    cancelled: str = ""


C, T = Category, Target
COMMUNITIES: Final[dict[str, tuple[Invented, ...]]] = {
    "清泉社区": (
        Invented("邻里夜读陪伴员", "陪放学晚接的孩子读书写作业", C.education, T.children, (0, 1, 2, 3), ("19:00", "20:30"), 3, 5),
        Invented("邻里会客厅值守", "开门、接待、登记居民的事", C.community, T.public, (0, 1, 2, 3, 4), ("14:00", "17:00"), 2, 1),
        Invented("晨练场地整理", "摆器材、清落叶、收器材", C.sport, T.elders, (1, 2, 3), ("06:40", "08:00"), 2, 2),
    ),
    "花土社区": (
        Invented("邻里会客厅值守员", "接待来访居民，登记需求，烧水整理", C.community, T.public, (1, 2, 4, 8), ("09:00", "11:00"), 2, 1),
        Invented("老年合唱队伴奏", "周末合唱练习时弹琴伴奏", C.culture, T.elders, (3, 10), ("15:00", "17:00"), 1, 1),
        Invented("楼栋暖心送餐员", "给行动不便的老人送午饭上门", C.care, T.elders, (1, 2, 3, 4, 5), ("11:00", "12:30"), 3, 5),
        Invented("旧衣整理员", "分拣、登记、打包居民捐来的旧衣", C.environment, T.public, (6,), ("14:00", "17:00"), 6, 2),
        Invented("晨间护学岗", "上学时段在校门口引导过街", C.traffic, T.children, (1, 2, 3), ("07:20", "08:10"), 4, 3),
    ),
    "光华社区": (
        Invented("少儿绘本领读人", "每周给 4 到 6 岁的孩子读绘本", C.education, T.children, (5, 12), ("10:00", "11:00"), 2, 2),
        Invented("夜间巡楼道", "看楼道灯和消防通道，记坏的", C.safety, T.public, (2, 9, 16), ("19:30", "20:30"), 4, 0, Audience.officials),
        Invented("助老理发师", "在党群服务中心给老人理发", C.care, T.elders, (4,), ("09:00", "11:30"), 3, 1),
        Invented("社区花园养护", "浇水、拔草、修枝", C.environment, T.public, (7, 14, 21), ("08:30", "10:30"), 8, 6),
        Invented("健康讲座签到员", "布置场地、引导入座、发资料", C.health, T.public, (8,), ("14:30", "16:30"), 5, 0),
    ),
    "万盛社区": (
        Invented("图书漂流站管理", "登记借还，整理书架", C.education, T.public, (1, 4, 11), ("16:00", "18:00"), 2, 0),
        Invented("反诈宣传员", "在菜市场门口发单页，教老人识骗局", C.civility, T.elders, (6,), ("09:00", "10:30"), 10, 7),
        Invented("露天舞台布场", "搬桌椅、接线、收场", C.event, T.public, (9,), ("13:00", "18:00"), 12, 4),
        Invented("残疾人之家陪伴", "一起做手工、聊天", C.care, T.disabled, (3, 10, 17), ("14:00", "16:00"), 3, 3),
        Invented("电动车充电劝导", "劝导飞线充电，指引到充电棚", C.safety, T.public, (5,), ("18:30", "20:00"), 6, 1, cancelled="雨天取消"),
    ),
    "和林村": (
        Invented("柚子采收帮手", "帮独居老人家采收、装箱", C.relief, T.rural, (4, 5), ("08:00", "11:30"), 10, 3),
        Invented("乡村书屋周末开门", "开门、登记、陪孩子看书", C.education, T.children, (6, 13, 20), ("09:00", "12:00"), 2, 1),
        Invented("河岸捡拾", "沿江安河步道捡拾垃圾", C.environment, T.public, (6,), ("08:30", "10:30"), 20, 9),
        Invented("留守老人电话问候", "每周给 5 位老人打电话，记下需要", C.care, T.elders, (2, 9, 16), ("10:00", "11:00"), 2, 4),
        Invented("院坝电影放映", "架幕布、放电影、维持秩序", C.culture, T.rural, (7,), ("18:30", "21:00"), 3, 0),
    ),
    "和平社区": (
        Invented("代办跑腿员", "帮不便出门的居民取药、缴费", C.community, T.patients, (1, 3, 5), ("09:00", "12:00"), 2, 2),
        Invented("健步走领队", "带队、清点人数、压尾", C.sport, T.public, (7, 14), ("07:00", "08:30"), 2, 0),
        Invented("法律咨询接待", "登记来访，协助律师整理材料", C.law, T.public, (4,), ("14:00", "17:00"), 2, 0, Audience.officials),
        Invented("儿童科学实验助手", "准备材料，照看安全", C.science, T.children, (6,), ("15:00", "16:30"), 4, 2),
        Invented("垃圾分类小课堂", "带居民认投放点和标签", C.environment, T.public, (8, 15), ("19:00", "20:00"), 3, 1),
    ),
    "尚合社区": (
        Invented("初心馆讲解员", "按讲解词带访客参观，约 40 分钟", C.culture, T.public, (3, 4, 10, 11), ("10:00", "12:00"), 2, 1),
        Invented("量血压服务台", "给老人量血压、记录", C.health, T.elders, (2, 9), ("08:30", "10:30"), 2, 3),
        Invented("旧物修补日", "修伞、磨刀、补拉链", C.community, T.public, (6,), ("09:00", "12:00"), 8, 2),
        Invented("地铁口文明引导", "早高峰引导排队和共享单车停放", C.civility, T.public, (1, 2, 3, 4, 5), ("07:30", "09:00"), 4, 2),
        Invented("冬衣入户登记", "两人一组登记困难家庭过冬需要", C.relief, T.poor, (5,), ("14:00", "17:00"), 6, 6),
    ),
}  # fmt: skip

# One for 清泉社区's reviewer, and one that comes back to its editor.
WAITING: Final = (
    Invented(
        "小区消防夜查员", "两人一组查楼道堆物和飞线充电", C.fire, T.public, (5, 12), ("20:00", "21:30"), 4
    ),
    Invented("银杏叶清扫日", "扫落叶，装袋运到堆肥点", C.environment, T.public, (6,), ("09:00", "11:00"), 12),
)
