"""A clerk's sheet of 2,000 rows: reading and understanding it, against openpyxl opening it alone."""

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import openpyxl

from board.reading import lists
from board.sheets.opening import open_file

ROWS = 2_000
HEADINGS = ("序号", "岗位名称", "服务类别", "服务内容", "服务时间", "服务地点", "需求人数", "招募对象", "岗位要求",
            "安全提示", "联系人", "联系电话", "备注")  # fmt: skip
TIMES = ("12月5日、12日、19日、26日 上午9:00-11:00", "每周六 19:00-21:00", "每周二、周四 14:30-17:00",
         "12月1日至12月31日 每周三 20:00-21:00", "2026年12月8日 9:30—11:30", "每日 7:00-8:30")  # fmt: skip
TODAY = date(2026, 11, 22)


def measure(rounds: int) -> dict[str, float]:
    """Medians of seconds of CPU for each, and of the megabytes that reading takes beyond a process that
    has all of it loaded. Every round is a process of its own, which has read no such words before."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sheet.xlsx"
        file.write_bytes(workbook())
        told = [_in_a_process_of_its_own(file) for _ in range(rounds)]
    return {name: median(one[name] for one in told) for name in told[0]}


def _in_a_process_of_its_own(file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.sheets", str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: float(figure) for name, figure in json.loads(told).items()}


def workbook() -> bytes:
    """Every row says another thing, as in a sheet that somebody wrote; six ways of saying when."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["清泉社区2026年12月慈善公益岗位机会清单"])
    sheet.append(HEADINGS)
    for n in range(1, ROWS + 1):
        sheet.append([
            n, f"岗位第{n}号", "助老", f"做第{n}件事，两人一组", f"{TIMES[n % len(TIMES)]}", f"第{n}号活动室", n % 30 + 1,
            "居民", "年满18岁", "无特殊风险", "社区服务站", f"028-{n:08d}", f"备注{n}",
        ])  # fmt: skip
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _alone(content: bytes) -> int:
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).active
    return sum(len(row) for row in sheet.iter_rows(values_only=True))


def _understood(content: bytes) -> int:
    read = lists.read(open_file(content, "12月.xlsx"), file_name="12月.xlsx", today=TODAY)
    return len(read.rows)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    content, before = Path(sys.argv[1]).read_bytes(), _peak()
    figures = {"understood": seconds(lambda: _understood(content)), "megabytes": _peak() - before}
    print(json.dumps(figures | {"openpyxl": seconds(lambda: _alone(content))}))


if __name__ == "__main__":
    main()
