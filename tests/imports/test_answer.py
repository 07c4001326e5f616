"""Answering on the review page: any button keeps what was typed, and nothing else changes."""

import pytest

from board.db import session
from board.imports import fitting
from board.imports.controls import WAYS
from board.imports.models import UploadRow
from board.positions import completeness
from board.positions.words import Category
from board.reading.lists import Asked
from tests.imports.seeding import answers_of, keep_standing, make_upload, read_row

pytestmark = pytest.mark.dealt

UNREAD_TIME = Asked("shifts", "E9", "时间待定", "没有写哪天、几点到几点。")
UNREAD_QUOTA = Asked("quota", "G9", "若干", "没有写几个人。")


@pytest.fixture
def upload(community, editor):
    asks = read_row(title="巡山员", shifts=None, quota=None, asked=(UNREAD_TIME, UNREAD_QUOTA), row=9)
    return make_upload(community, editor, read_row(guessed=("categories", "quota")), asks)


@pytest.fixture
def address(upload, browser, editor):
    browser.as_(editor)
    return f"/desk/imports/{upload.id}"


def test_an_answer_is_read_kept_and_spelled_out(browser, upload, address):
    page = browser.submit(address, "记下", **{"r2-shifts": "12月19日、26日 14:00-16:00", "r2-quota": "8"})

    assert answers_of(upload, 2) == {
        "quota": 8,
        "shifts": [
            {"start": "2026-12-19T14:00:00+08:00", "end": "2026-12-19T16:00:00+08:00"},
            {"start": "2026-12-26T14:00:00+08:00", "end": "2026-12-26T16:00:00+08:00"},
        ],
    }
    assert page.has("12月19、26日 周六", "14:00–16:00，2 班", "2 行都清楚了")


def test_what_was_not_touched_is_not_answered(browser, upload, address):
    browser.submit(address, "记下", **{"r2-quota": "8"})

    assert answers_of(upload, 1) == {}
    assert answers_of(upload, 2) == {"quota": 8}


def test_a_guess_is_mended_in_place(browser, upload, address):
    page = browser.submit(address, "改好了", **{"r1-categories": "sport"})

    assert answers_of(upload, 1) == {"categories": [str(Category.sport)]}
    assert "体育健身" in page.all("td")
    assert "体育健身猜" not in page.text.replace(" ", "")


def test_two_clerks_lose_nothing_of_each_other_and_the_last_one_wins_on_one_field(browser, upload, address):
    old = browser.get(address)
    browser.submit(button="记下", **{"r2-quota": "8", "r1-quota": "4"})

    browser.page = old
    browser.submit(button="记下", **{"r2-shifts": "12月19日 14:00-16:00", "r1-quota": "5"})

    assert answers_of(upload, 1) == {"quota": 5}
    assert answers_of(upload, 2)["quota"] == 8
    assert len(answers_of(upload, 2)["shifts"]) == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("r2-quota", "十来个", "人数"),
        ("r2-quota", "0", "1 到 10000"),
        ("r2-shifts", "12月40日 9:00-11:00", ""),
        ("r2-shifts", "2026年11月2日 9:00-11:00", "过去"),
        ("r1-quota", "", "这里还没有填"),
    ],
)
def test_what_is_no_answer_is_asked_again_with_everything_typed(browser, address, field, typed, sentence):
    others = {"r1-categories": "sport", field: typed}

    page = browser.submit(address, "存草稿", 422, **others)

    assert page.value_of(field) == typed
    assert page.has("还有 1 处要改", sentence)
    assert page.tree.css_first(f"#{field}-error").text(strip=True)
    assert page.tree.css_first(f'.error-summary a[href="#{field}"]') is not None


def test_a_refused_text_is_read_again_when_it_is_sent_again(browser, upload, address):
    browser.submit(address, "记下", 422, **{"r2-quota": "十来个"})

    browser.submit(None, "记下", 422)
    browser.submit(None, "记下", **{"r2-quota": "10"})

    assert answers_of(upload, 2) == {"quota": 10}


def test_what_was_cut_to_fit_is_confirmed_by_the_button_of_its_row_only(browser, editor, community):
    long = "长" * 60
    upload = make_upload(community, editor, read_row(title=long), read_row(guessed=("quota",)))
    address = f"/desk/imports/{upload.id}"

    browser.as_(editor).submit(address, "改好了", **{"r2-quota": "4"})
    assert answers_of(upload, 1) == {}

    browser.press("记下第 1 行的回答", address)
    assert answers_of(upload, 1) == {"title": "长" * 50}


def test_what_is_typed_on_one_page_is_kept_on_the_way_to_the_next(browser, editor, community):
    rows = [read_row(title=f"岗位{n}", guessed=("quota",)) for n in range(1, 103)]
    upload = make_upload(community, editor, *rows)

    page = browser.as_(editor).submit(f"/desk/imports/{upload.id}", "下一页", **{"r7-quota": "9"})

    assert page.has("岗位102")
    assert answers_of(upload, 7) == {"quota": 9}


@pytest.mark.no_database
def test_whatever_may_be_asked_has_a_way_of_being_answered():
    may_be = {need.field for _, need in completeness._CHECKS} | {"shifts", "minimum", *fitting._LONGEST_TEXT}

    assert may_be - set(WAYS) == set()


def test_what_another_clerk_answered_meanwhile_is_still_asked_again_when_it_is_refused(
    browser, upload, address
):
    old = browser.get(address)
    browser.submit(button="记下", **{"r2-quota": "8"})

    browser.page = old
    page = browser.submit(None, "记下", 422, **{"r2-quota": "十来个"})

    assert page.value_of("r2-quota") == "十来个"
    assert page.tree.css_first("#r2-quota-error") is not None
    assert answers_of(upload, 2) == {"quota": 8}


def test_the_usual_number_is_one_press(browser, upload, address):
    browser.press("20 人", address, **{"r2-shifts": "12月19日 14:00-16:00"})

    assert answers_of(upload, 2)["quota"] == 20
    assert len(answers_of(upload, 2)["shifts"]) == 1


def test_a_row_is_left_out_and_taken_back_and_its_questions_with_it(browser, upload, address):
    page = browser.press("这一行先不要", address)
    left_out = session.query(UploadRow).filter_by(upload_id=upload.id, item=2).one().left_out

    assert left_out
    assert page.has("1 行不要", "1 行都清楚了")
    assert "这一行先不要" not in page.buttons

    page = browser.submit(None, "改好了", keep=["1", "2"])

    assert page.has("还有 2 个问题没答")


def test_one_answer_serves_all_rows_that_do_not_say_it_themselves(browser, editor, community):
    keep_standing(community, editor)
    upload = make_upload(community, editor, read_row(targets=()), read_row(), read_row(targets=()))

    browser.as_(editor).submit(f"/desk/imports/{upload.id}", "都这样填", **{"all-targets": ["01", "02"]})

    assert [answers_of(upload, item) for item in (1, 2, 3)] == [
        {"targets": ["01", "02"]},
        {},
        {"targets": ["01", "02"]},
    ]


def test_no_special_risk_is_one_press_for_all_rows_but_those_with_a_hazard(browser, editor, community):
    hazardous = read_row(risk_note="", hazards=("登高",))
    upload = make_upload(community, editor, read_row(risk_note=""), hazardous)

    page = browser.as_(editor).press("无特殊风险", f"/desk/imports/{upload.id}")

    assert [answers_of(upload, item) for item in (1, 2)] == [{"risk_note": "无特殊风险"}, {}]
    assert page.has("有什么风险？", "这一行说到登高")


def test_the_list_is_called_what_the_clerk_says(browser, upload, address):
    page = browser.submit(address, "改好了", **{"list-title": "腊月清单", "list-period_end": "2027-01-15"})
    session.refresh(upload)

    assert page.h1 == "核对 腊月清单"
    assert (upload.title, str(upload.period_end)) == ("腊月清单", "2027-01-15")


def test_a_list_that_ends_before_it_begins_is_refused(browser, upload, address):
    page = browser.submit(address, "改好了", 422, **{"list-period_end": "2026-11-01"})

    assert page.has("结束的日子比开始早")
    assert page.value_of("list-period_end") == "2026-11-01"


def test_saving_takes_along_what_was_just_typed(browser, upload, address):
    page = browser.submit(address, "存草稿", **{"r2-quota": "8"})

    assert page.path.startswith("/desk/lists/")
    assert answers_of(upload, 2) == {"quota": 8}


def test_with_a_question_open_handing_in_leads_to_it_and_keeps_what_was_typed(browser, upload, address):
    page = browser.submit(address, "提交审核", **{"r2-quota": "8"})

    assert page.path.startswith(address)
    assert page.has("还有问题没答，先答这一个。")
    assert answers_of(upload, 2) == {"quota": 8}


def test_with_nothing_open_one_press_hands_the_list_in(browser, reviewer, upload, address):
    page = browser.submit(address, "提交审核", **{"r2-quota": "8", "r2-shifts": "12月19日 14:00-16:00"})

    assert page.path.startswith("/desk/lists/")
    assert page.has("审核中")


def test_a_page_that_lost_what_it_showed_does_no_harm(browser, upload, address):
    browser.post(
        address, {"act": "stay", "shown": "[1", "r2-quota": "7", "r99999-quota": "3", "r1-nothing": "x"}
    )

    assert answers_of(upload, 2) == {"quota": 7}
