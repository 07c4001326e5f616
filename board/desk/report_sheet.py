"""The month's report as a file: numbers only, nobody's name."""

from typing import Final

from board import clock, rounding
from board.desk.report import Figures, Report
from board.sheets.writing import Cell, Column, Page, book

HEADS: Final = (
    "岗位",
    "班次",
    "名额",
    "报上",
    "报满率（%）",
    "人数",
    "到岗",
    "未到岗",
    "到岗率（%）",
    "服务时长（小时）",
    "服务时长（分钟）",
)
MEANS: Final = (
    "岗位、班次：这个月开始的、没有取消的。名额：各班要的人数之和。报上：有人的名额，包括正等人确认的。",
    "人数：有名额的人，一个人报几次也算一个，所以各行加起来会比合计多。两个类别的岗位两边都算。",
    "服务时长：第二个人确认过的，按签到到签退的分钟相加，再折成小时。",
    "到岗率 = 到的 ÷（到的 + 未到岗的），只算已结束的班次里有名额的人；请过假的、还没记的不算。",
)


def title(report: Report) -> str:
    return f"{report.area.name}{report.month:%Y}年{report.month.month}月岗位月报"


def of(report: Report) -> bytes:
    """Two sheets: by category, and by area where there are areas below."""
    asked = f"算于 {clock.local(clock.now()):%Y-%m-%d %H:%M}。"
    notes = [*MEANS, asked]
    total = [["合计", *cells(report.total)]]
    by_category = [[word, *cells(figures)] for word, figures in report.by_category]
    pages = [Page("按类别", _columns("类别"), by_category + total, title=title(report), notes=notes)]
    if report.by_area:
        by_area = [[word, *cells(figures)] for word, figures in report.by_area]
        pages.append(Page("按地方", _columns("哪里"), by_area + total, title=title(report), notes=notes))
    return book(pages)


def cells(figures: Figures) -> list[Cell]:
    """A line of figures in the order of HEADS; None where there is nothing to divide by."""
    return [
        figures.positions, figures.shifts, figures.places, figures.filled, figures.filled_percent,
        figures.people, figures.arrived, figures.absent, figures.attendance_percent,
        float(rounding.rounded(figures.minutes)), figures.minutes,
    ]  # fmt: skip


def _columns(first: str) -> list[Column]:
    return [Column(first, 20), *(Column(head, 12) for head in HEADS)]
