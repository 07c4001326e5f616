"""Our own sheet to fill in: it knows the community, and what is filled in sensibly is read without a question."""

from io import BytesIO

import openpyxl
import pytest

from board.positions.words import CATEGORY_WORDS, Guarantee, Target
from tests.imports.reading_back import read_back, understood_rows
from tests.imports.seeding import keep_standing

pytestmark = pytest.mark.dealt

TEMPLATE = "/desk/imports/template.xlsx"


@pytest.fixture
def standing(community, editor):
    keep_standing(
        community, editor, targets=(Target.elders, Target.public), guarantees=(Guarantee.insurance, Guarantee.water),
        contact_name="社区服务站", contact_phone="028-00001001", address="清泉社区党群服务中心",
    )  # fmt: skip


@pytest.fixture
def file(browser, editor, community, standing):
    answer = browser.as_(editor).get(f"{TEMPLATE}?area={community.code}")
    return openpyxl.load_workbook(BytesIO(answer.body))


def fill(file, row, **cells):
    page = file.worksheets[0]
    columns = {cell.value: cell.column for cell in page[2]}
    for heading, value in cells.items():
        page.cell(row, columns[heading], value)


def content_of(file):
    kept = BytesIO()
    file.save(kept)
    return kept.getvalue()


def test_it_names_the_community_and_next_month_and_offers_words(file):
    page = file.worksheets[0]
    offered = [[cell.value for cell in row] for row in file["选项"].iter_rows()]

    assert page["A1"].value == "清泉社区2026年12月慈善公益岗位机会清单"
    assert list(CATEGORY_WORDS.values()) in [[word for word in row if word] for row in offered]
    assert file.sheetnames == ["岗位清单", "填表说明", "选项"]
    assert page.max_row == 23


def test_what_the_community_always_answers_is_filled_in(file):
    page = file.worksheets[0]
    row = {page.cell(2, n).value: page.cell(4, n).value for n in range(1, page.max_column + 1)}

    assert row["服务对象"] == "老年人、社会公众"
    assert row["保障"] == "志愿者保险、提供饮水"
    assert (row["联系人"], row["联系电话"], row["服务地点"]) == (
        "社区服务站",
        "028-00001001",
        "清泉社区党群服务中心",
    )


def test_an_empty_template_has_no_rows_to_read(file):
    assert read_back(content_of(file), expect_rows=False) is None


def test_filled_in_sensibly_it_is_read_without_a_question_or_a_guess(file, community):
    fill(file, 4, 岗位名称="周末电影放映员", 服务类别="文化艺术", 服务内容="布置座椅、调试投影", 服务时间="每周六 19:00-21:00",
         需求人数=3, 招募对象="居民", 岗位要求="会用投影者优先", 风险提示="夜间注意用电安全", 有危险="否", 保险="社区统一买")  # fmt: skip
    fill(file, 5, 岗位名称="图书角管理员", 服务类别="支教助学", 服务内容="图书借还登记", 服务时间="12月5日、12日 9:00-11:00",
         服务地点="活动室二楼", 需求人数=2, 招募对象="居民、机关干部", 风险提示="无特殊风险", 有危险="否")  # fmt: skip

    first, second = understood_rows(content_of(file), community)

    assert (first.asked, second.asked) == ((), ())
    assert (first.guessed, second.guessed) == ((), ())
    assert first.values["title"] == "周末电影放映员"
    assert len(first.spans) == 4
    assert second.values["address"] == "活动室二楼"
    assert second.values["targets"] == (Target.elders, Target.public)


def test_what_the_standing_answers_hold_cannot_become_a_formula(browser, editor, community):
    keep_standing(community, editor, contact_name="=HYPERLINK(1)", address="@SUM(A1)")

    answer = browser.as_(editor).get(f"{TEMPLATE}?area={community.code}")
    page = openpyxl.load_workbook(BytesIO(answer.body)).worksheets[0]

    kinds = {cell.data_type for row in page.iter_rows() for cell in row}
    assert "f" not in kinds


def test_only_editors_get_it_and_only_for_their_communities(browser, editor, reviewer, outsider, community):
    browser.as_(reviewer).get(TEMPLATE, 403)
    browser.as_(outsider).get(f"{TEMPLATE}?area={community.code}", 404)
    browser.as_(editor).get(f"{TEMPLATE}?area=510115999999", 404)
    browser.as_(editor).post(TEMPLATE, status=405)
