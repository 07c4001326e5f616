"""The home page: what is open, soonest first, one shift of each."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import event

from board import clock
from board.db import session
from board.positions import search
from board.positions.models import Position
from board.positions.words import Audience, Category, DayPart, State
from tests import factories


def titles(page):
    return page.all(".ticket-name")


def offer(title, *, days=7, quota=10, day_parts=(), **values):
    position = factories.make_position(title=title, **values)
    factories.make_shift(position=position, starts_in=timedelta(days=days), quota=quota, day_parts=day_parts)
    with factories.committed():
        search.reindex(session.get(Position, position.id))
    return position


def test_the_board_shows_open_positions_soonest_first(browser):
    offer("田园清洁", days=9)
    offer("图书角管理员", days=2)

    page = browser.get("/")

    assert titles(page) == ["图书角管理员", "田园清洁"]
    assert page.h1 == "正在招人的公益岗位"
    assert "2 个岗位， 20 个名额" in page.text


@pytest.mark.parametrize("state", [State.draft, State.in_review, State.returned, State.cancelled])
def test_only_published_positions_are_on_the_board(browser, state):
    offer("田园清洁", state=state)

    page = browser.get("/")

    assert titles(page) == []
    assert "现在没有正在招人的岗位。" in page.text


def test_a_position_leaves_when_its_last_shift_closes_even_before_the_tick(browser, clock_at):
    offer("田园清洁", days=2)

    clock_at.set_wall(clock.today() + timedelta(days=1), 18)
    page = browser.get("/")

    assert titles(page) == []


def test_tickets_stand_under_the_week_of_their_day(browser):
    offer("图书角管理员", days=2)
    offer("田园清洁", days=8)
    offer("腊八送粥", days=30)

    page = browser.get("/")

    assert page.all(".week") == ["本周 11月23日至29日", "下周 11月30日至12月6日", "以后 12月7日起"]


def test_a_ticket_shows_the_first_shift_that_has_a_place(browser):
    position = factories.make_position(title="放映员")
    full = factories.make_shift(position=position, starts_in=timedelta(days=3), quota=1)
    factories.make_shift(position=position, starts_in=timedelta(days=10), quota=5)
    factories.fill(full)

    page = browser.get("/")

    assert page.all(".ticket-date") == ["12月 3 日 周四"]
    assert "还有 5 个名额" in page.text
    assert "另有 1 个班次" in page.text


def test_a_ticket_of_a_full_position_says_how_many_wait(browser):
    shift = factories.make_shift(quota=2)
    factories.fill(shift)
    factories.make_signup(shift=shift, state="waiting")

    page = browser.get("/")

    assert "可候补" in page.text
    assert "已报满，1 人候补" in page.text


def test_pages_follow_one_another_without_gap_or_repeat(browser):
    for number in range(45):
        offer(f"岗位{number:02d}", days=2 + number // 10)

    seen, path = [], "/"
    while path:
        page = browser.get(path)
        seen += titles(page)
        path = page.links.get("再看后面的岗位")

    assert seen == [f"岗位{number:02d}" for number in range(45)]


@pytest.mark.parametrize("after", ["", "x", "1-2-3", "-1", "9" * 40 + "-1", "１-２", "9999999999999999-1"])
def test_nonsense_for_a_page_shows_a_page(browser, after):
    offer("田园清洁")

    browser.get(f"/?{urlencode({'after': after})}")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"category": "culture"}, ["放映员"]),
        ({"category": ["culture", "care"]}, ["放映员", "探访"]),
        ({"audience": "officials"}, ["放映员", "巡查员"]),
        ({"audience": "residents"}, ["放映员", "探访"]),
        ({"when": "weekend"}, ["探访"]),
        ({"when": ["weekend", "evening"]}, ["放映员", "探访"]),
        ({"places": "1"}, ["放映员", "探访"]),
        ({"when": "evening", "category": "care"}, []),
        ({"q": "巡查"}, ["巡查员"]),
        ({"q": "巡查", "when": "weekend"}, []),
        ({"q": "探访", "when": "weekend"}, ["探访"]),
        ({"category": "nonsense"}, ["放映员", "巡查员", "探访"]),
    ],
)
def test_filters_narrow_the_board_and_combine(browser, asked, found):
    offer("放映员", days=5, categories=(Category.culture,), day_parts=(DayPart.evening,))
    full = offer("巡查员", days=6, categories=(Category.fire,), audience=Audience.officials, quota=1)
    factories.fill(full.shifts[0])
    offer("探访", days=7, audience=Audience.residents, day_parts=(DayPart.weekend,))

    page = browser.get(f"/?{urlencode(asked, doseq=True)}")

    assert titles(page) == found


def test_a_time_filter_shows_the_shift_that_fits(browser):
    position = factories.make_position(title="放映员")
    factories.make_shift(position=position, starts_in=timedelta(days=3), day_parts=(DayPart.evening,))
    factories.make_shift(position=position, starts_in=timedelta(days=5), day_parts=(DayPart.weekend,))
    factories.make_shift(position=position, starts_in=timedelta(days=12), day_parts=(DayPart.weekend,))

    page = browser.get("/?when=weekend")

    assert page.all(".ticket-date") == ["11月 28 日 周六"]
    assert "另有 2 个班次" in page.text


def test_the_place_narrows_by_street_by_community_and_by_letters(browser):
    qingquan = factories.make_area(name="清泉社区")
    elsewhere = factories.make_area("street", parent=qingquan.parent.parent, name="公平街道")
    offer("放映员", days=3, area=qingquan)
    offer("巡查员", days=4, area=factories.make_area(parent=qingquan.parent))
    offer("探访", days=5, area=factories.make_area(parent=elsewhere))

    assert titles(browser.get(f"/?area={qingquan.parent.code}")) == ["放映员", "巡查员"]
    assert titles(browser.get(f"/?area={qingquan.code}")) == ["放映员"]
    assert titles(browser.get("/?community=清泉")) == ["放映员"]
    assert titles(browser.get("/?community=%25")) == []
    assert titles(browser.get("/?area=nowhere")) == []


def test_counts_beside_filters_are_of_the_whole_board_and_go_with_the_first_filter(browser):
    offer("放映员", categories=(Category.culture,))
    offer("探访", categories=(Category.care,), audience=Audience.residents)

    counted, narrowed = browser.get("/"), browser.get("/?category=culture")

    assert "机关干部 1" in counted.all(".filter-option")
    assert "文化艺术 1" in counted.all(".filter-option")
    assert "机关干部" in narrowed.all(".filter-option")


def test_the_form_keeps_what_was_chosen(browser):
    page = browser.get("/?q=助老&when=weekend&places=1")

    assert page.value_of("q") == "助老"
    assert len(page.tree.css("input[checked]")) == 2


def test_signed_out_pages_are_one_for_all_and_validated(browser):
    offer("田园清洁")

    first = browser.get("/")
    again = browser.client.get(
        "/", base_url="https://localhost", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in first.headers
    assert again.status_code == 304


def test_signed_in_pages_are_kept_nowhere(browser, resident):
    page = browser.as_(resident).get("/")

    assert page.headers["Cache-Control"] == "no-store"


def test_mine_says_so_with_my_shift(browser, resident):
    position = factories.make_position(title="放映员")
    factories.make_shift(position=position, starts_in=timedelta(days=3))
    mine = factories.make_shift(position=position, starts_in=timedelta(days=10))
    factories.make_signup(shift=mine, person=resident)

    page = browser.as_(resident).get("/")

    assert "已报上" in page.text
    assert page.all(".ticket-date") == ["12月 3 日 周四"]
    assert "不能去了" in page.links


def test_my_place_in_the_line_stands_on_the_ticket(browser, resident):
    shift = factories.make_shift(quota=1)
    factories.fill(shift)
    factories.make_signup(shift=shift, state="waiting")
    factories.make_signup(shift=shift, state="waiting", person=resident)

    page = browser.as_(resident).get("/")

    assert "候补第 2 位" in page.text


def test_what_i_cannot_take_says_why_and_leads_on(browser, resident):
    offer("巡查员", audience=Audience.officials)

    page = browser.as_(resident).get("/")

    assert "不能报" in page.text
    assert "只招机关干部，你登记的是居民。" in page.text
    assert page.links["看居民能报的岗位"] == "/?audience=residents"


def test_an_overlap_names_the_other_place(browser, resident):
    mine = factories.make_shift(position=factories.make_position(title="图书角"))
    factories.make_signup(shift=mine, person=resident)
    offer("巡查员")

    page = browser.as_(resident).get("/")

    assert "和你已报的“图书角”" in page.text


@pytest.mark.parametrize("path", ["/", "/?when=weekend&places=1", "/?q=放映"])
def test_a_signed_out_board_asks_the_database_at_most_six_times(browser, engine, path):
    for number in range(25):
        position = offer(f"放映员{number}", quota=1, day_parts=(DayPart.weekend,))
        factories.fill(position.shifts[0], but=number % 2)
    asked = []

    def note(*told):
        asked.append(told[2])

    event.listen(engine.sa, "before_cursor_execute", note)
    browser.get(path)
    event.remove(engine.sa, "before_cursor_execute", note)

    assert len([statement for statement in asked if statement.startswith(("SELECT", "WITH"))]) <= 6


def test_only_get_is_answered(browser):
    browser.post("/", status=405)
