"""Posters of lists and positions: A4 as PDF, 1080 pixels as PNG."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
import segno

from board import clock, typesetting
from board.front import printing, queries
from board.positions.words import State
from tests import factories, papers
from tests.engines import ORIGIN

pytestmark = pytest.mark.dealt

FORMATS = ("pdf", "png")
A4_WIDTH, MARGIN = 595, 45


@pytest.fixture
def issued(community):
    return factories.make_list(area=community, title="2026年12月慈善公益岗位机会清单")


def on_it(issued, title="田园清洁", *, days=7, times=1, **values):
    position = factories.make_position(opportunity_list=issued, title=title, **values)
    for week in range(times):
        factories.make_shift(position=position, starts_in=timedelta(days=days + 7 * week), quota=8)
    return position


def poster(browser, of, kind="pdf"):
    path = "positions" if hasattr(of, "shifts") else "lists"
    return browser.get(f"/{path}/{of.number}/poster.{kind}").body


def test_the_list_on_a4_says_what_is_still_to_come_in_order_of_its_day(browser, issued):
    on_it(issued, "图书角管理员", days=8, times=2)
    on_it(issued, "田园清洁", days=3, phone_public=True, contact_phone="028-00001001")
    on_it(issued, "河道巡护", state=State.cancelled)
    on_it(issued, "还在写的", state=State.draft)
    on_it(issued, "昨天的", days=-1)

    printed = poster(browser, issued)

    words = papers.words(printed)
    assert papers.page_count(printed) == 1
    assert papers.in_order(
        words, "清泉社区", "12月公益岗位清单", "11月26日周四田园清洁10:00–12:00", "要8人",
        "12月1日起每周二图书角管理员", "每班要8人", "扫码报名，一分钟", "028-00001001", f"localhost/lists/{issued.number}",
    )  # fmt: skip
    assert not any(title in words for title in ("河道巡护", "还在写的", "昨天的"))


@pytest.mark.parametrize("count", [1, 8, 60])
def test_a_list_flows_on_as_many_pages_as_it_needs_each_with_the_way_to_sign_up(browser, issued, count):
    for number in range(count):
        on_it(issued, f"甲{number:02d}乙" + "很长的名字" * (number % 7), days=3 + number % 20)

    printed = poster(browser, issued)

    words, pages = papers.words(printed), papers.page_count(printed)
    assert all(words.count(f"甲{number:02d}乙") == 1 for number in range(count))
    assert words.count("扫码报名，一分钟") == pages
    assert pages == (1 if count < 10 else 6)
    assert (f"第{pages}页，共{pages}页" in words) == (pages > 1)
    assert papers.smallest_type(printed) >= 9.5


@pytest.mark.parametrize(("count", "more"), [(1, 0), (12, 0), (15, 3)])
def test_the_picture_is_1080_wide_and_names_the_next_twelve(browser, issued, count, more):
    for number in range(count):
        on_it(issued, f"岗位{number}", days=3 + number)

    picture = poster(browser, issued, "png")

    width, height = papers.picture_size(picture)
    assert width == 1080
    assert height < 5000
    assert len(picture) < 600_000
    told = printing.list_picture(issued, queries.still_on(issued, clock.now()), "", clock.now())
    assert (told["more"], len(told["rows"])) == (more, min(count, 12))


def test_a_position_on_a4_says_what_one_must_know_before_coming(browser, issued):
    position = on_it(
        issued, "周末电影放映员", days=12, times=3, risk_note="夜间活动，注意脚下。", safety_note="有人带班",
        content="放电影，收设备。", min_age=18, conditions="会用投影仪",
    )  # fmt: skip

    words = papers.words(poster(browser, position))

    assert papers.in_order(
        words, "清泉社区", "周末电影放映员", "2026年12月", "5", "周六起", "10:00–12:00",
        "12月5日、12日、19日，每周六，共3班", "清泉社区党群服务中心", "每班要8人，居民、机关干部，满18岁", "放电影，收设备。",
        "有什么风险夜间活动，注意脚下。", "会用投影仪", "计入", "有人带班", "扫码报名", position.number,
    )  # fmt: skip


@pytest.mark.parametrize("is_public", [True, False])
def test_a_phone_is_on_paper_only_if_everybody_may_know_it(browser, issued, is_public):
    position = on_it(issued, phone_public=is_public, contact_phone="028-00001001")

    for of in (issued, position):
        assert ("028-00001001" in papers.words(poster(browser, of))) == is_public


def test_days_and_times_that_do_not_fit_are_counted(browser, issued):
    position = on_it(issued, times=12)
    for hours in range(3, 8):
        factories.make_shift(position=position, starts_in=timedelta(days=7, hours=hours), quota=1)

    words = papers.words(poster(browser, position))

    assert "11月30日至2月15日" in words.replace("2027年", "").replace("2026年", "")
    assert "每周一，共12班" in words
    assert "还有3班，扫码看" in words


def test_the_longest_texts_are_all_there_or_behind_the_code(browser, issued):
    position = on_it(
        issued, "长" * 50, content="内" * 2000, risk_note="险" * 500, safety_note="安" * 500, insurance="保" * 200,
        conditions="条" * 300, address="W" * 120,
    )  # fmt: skip

    printed = poster(browser, position)
    words = papers.words(printed)
    picture = poster(browser, position, "png")

    counts = {letter: words.count(letter) for letter in "险安W"}
    assert counts["险"] >= 500
    assert counts["安"] >= 500
    assert counts["W"] == 120
    assert papers.right_edge(printed, "W") < A4_WIDTH - MARGIN
    assert "……全文扫码看。" in words
    assert papers.picture_size(picture)[0] == 1080


def test_the_picture_carries_the_code_of_the_address(browser, issued, monkeypatch):
    position = on_it(issued)
    monkeypatch.setattr(typesetting, "POINTS_AN_INCH", 60)

    rows = papers.dark_pixels(poster(browser, position, "png"))

    expected = segno.make(f"{ORIGIN}/positions/{position.number}", error="m")
    assert _modules(rows, expected.symbol_size(border=0)[0], scale=60 / 72) == [
        [bool(module) for module in line] for line in expected.matrix
    ]


def _modules(rows, side, scale):
    """What stands in the square at the foot of the picture, 120 points wide and 45 from its edge."""
    left, width = 45 * scale, 120 * scale
    bottom = 1 + max(at for at, row in enumerate(rows) if any(row[int(left) : int(left + width)]))
    step = width / side
    return [
        [rows[int(bottom - width + (line + 0.5) * step)][int(left + (column + 0.5) * step)] for column in range(side)]
        for line in range(side)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", FORMATS)
def test_the_file_has_a_name_that_a_clerk_understands(browser, issued, kind):
    position = on_it(issued, '“A/B”巡护: "第一"组')

    names = [
        browser.get(path).headers["Content-Disposition"]
        for path in (f"/lists/{issued.number}/poster.{kind}", f"/positions/{position.number}/poster.{kind}")
    ]

    assert unquote(names[0]).endswith(f"filename*=UTF-8''清泉社区-2026年12月-海报.{kind}")
    assert unquote(names[1]).endswith(f"filename*=UTF-8''清泉社区-“A-B”巡护-第一-组-海报.{kind}")
    assert all(name.startswith("inline; filename=poster-") and name.isascii() for name in names)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_visitor_gets_what_everybody_gets_and_asks_for_it_once(app, browser, issued, kind):
    on_it(issued)
    path = f"/lists/{issued.number}/poster.{kind}"

    first = browser.get(path)
    again = browser.client.get(path, base_url=ORIGIN, headers={"If-None-Match": first.headers["ETag"]})
    head = browser.client.head(path, base_url=ORIGIN)

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.data) == (304, b"")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(first.body))
    pages_kept = next(kept for kept in app.extensions["kept_answers"] if hasattr(kept, "popitem"))
    assert not any(path in key for key in pages_kept)


def test_somebody_signed_in_gets_the_same_file(browser, issued, editor):
    on_it(issued)
    path = f"/lists/{issued.number}/poster.pdf"
    public = browser.get(path).body

    own = browser.as_(editor).get(path)

    assert own.body == public
    assert own.headers["Cache-Control"] == "private, no-cache"
    again = browser.client.get(path, base_url=ORIGIN, headers={"If-None-Match": own.headers["ETag"]})
    assert again.status_code == 304


def test_too_many_at_once_are_asked_to_come_back(browser, issued, monkeypatch):
    on_it(issued, "谁也没有要过的")
    monkeypatch.setattr(typesetting, "PATIENCE", 0.01)

    with papers.setters_are_busy():
        page = browser.get(f"/lists/{issued.number}/poster.pdf", status=503)

    assert page.has("现在人太多")
    assert page.headers["Retry-After"] == "5"
