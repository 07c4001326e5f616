"""Models: kept from a position, found by words, taken onto a list with the community's own place and contact."""

import pytest
from sqlalchemy import select

from board.accounts.models import Role
from board.audit.models import AuditRow
from board.db import session
from board.positions import standing
from board.positions.models import Position
from board.reuse import library, modelling
from board.reuse.models import ModelPosition
from tests import factories

pytestmark = pytest.mark.dealt


@pytest.fixture
def on(community):
    return factories.make_list(area=community)


@pytest.fixture
def district(community):
    return community.parent.parent


@pytest.fixture
def district_editor(district, community):
    person = factories.make_person(area=community, name="冯蕾")
    factories.make_account(person=person)
    factories.appoint(person, Role.editor, district)
    return person


def kept(position, area, by, title="看书样板"):
    model = modelling.keep_as_model(position, title, area, by=by)
    session.commit()
    return model


def test_a_communitys_own_model_keeps_its_place_and_no_days(on, community, editor):
    source = factories.make_position(opportunity_list=on, address="图书角")
    factories.make_shift(position=source)

    model = kept(source, community, editor)
    made = modelling.take(model, on, by=editor)
    session.commit()

    assert (made.address, made.title, made.state, list(made.shifts)) == ("图书角", "助老送餐", "draft", [])
    assert model.times_taken == 1


def test_a_districts_model_names_no_place_and_takes_the_communitys(
    on, community, district, district_editor, editor
):
    source = factories.make_position(opportunity_list=on, address="图书角", guarantees=())
    model = kept(source, district, district_editor)
    standing.keep(
        community, {"address": "邻里广场", "contact_name": "张姐", "guarantees": ("05",)}, by=editor
    )
    session.commit()

    made = modelling.take(model, on, by=editor)
    session.commit()

    assert "address" not in model.values
    assert (made.address, made.contact_name, made.guarantees) == ("邻里广场", "张姐", ("05",))


def test_dangerous_work_never_takes_the_usual_risk_or_insurance(
    on, community, district, district_editor, editor
):
    source = factories.make_position(
        opportunity_list=on, hazard=True, min_age=18, insurance="意外险", risk_note="登高"
    )
    model = kept(source, district, district_editor)
    with factories.committed():
        model.values = model.values | {"insurance": "", "risk_note": ""}
    standing.keep(community, {"insurance": "社区统一买", "risk_note": "无特殊风险"}, by=editor)
    session.commit()

    made = modelling.take(model, on, by=editor)

    assert (made.insurance, made.risk_note) == ("", "")


def test_the_library_is_loaded_once_and_every_model_of_it_can_be_taken(on, district, district_editor, editor):
    assert library.load(district, by=district_editor) == len(library.POSITIONS) >= 12
    session.commit()
    assert library.load(district, by=district_editor) == 0
    session.commit()

    for model in session.scalars(select(ModelPosition)).all():
        made = modelling.take(model, on, by=editor)
        session.commit()
        assert (made.title, len(made.content) > 10, made.risk_note != "") == (model.title, True, True)
        assert not made.hazard or made.min_age >= 18


# The pages


def test_a_position_becomes_a_model_and_the_model_a_draft(browser, on, editor):
    source = factories.make_position(opportunity_list=on, title="电影放映员")
    browser.as_(editor)

    browser.submit(f"/desk/positions/{source.number}/keep", "存为样板", title="放映员样板")
    page = browser.get(f"/desk/models?list={on.number}")
    assert page.has("放映员样板", "清泉社区")
    browser.get(f"/desk/models/{session.scalars(select(ModelPosition.id)).one()}?list={on.number}")
    page = browser.press("放到清单上")

    assert page.has("草稿有了。接着排班次。")
    assert session.scalars(select(Position).where(Position.id != source.id)).one().title == "电影放映员"


def test_models_are_found_by_words_of_title_and_content(browser, on, community, editor):
    kept(factories.make_position(opportunity_list=on, content="陪老人看书"), community, editor, "读书样板")
    kept(factories.make_position(opportunity_list=on, content="百分百%好"), community, editor, "放映样板")
    browser.as_(editor)

    assert "放映样板" not in browser.get("/desk/models?q=老人 读书").text
    assert browser.get("/desk/models?q=%25好").has("放映样板")
    assert browser.get("/desk/models?q=没有的").has("没有这样的样板")


def test_models_are_shown_a_page_at_a_time(browser, district, district_editor, editor, on):
    source = factories.make_position(opportunity_list=on)
    for number in range(21):
        kept(source, district, district_editor, f"样板{number:02d}")
    page = browser.as_(editor).get("/desk/models")
    assert "样板00" not in page.text

    page = browser.get(page.links["再看更早的样板"])

    assert page.has("样板00")


def test_only_whose_model_it_is_renames_and_retires_it(
    browser, on, district, district_editor, community, editor
):
    source = factories.make_position(opportunity_list=on)
    own, districts = kept(source, community, editor), kept(source, district, district_editor, "全区样板")
    browser.as_(editor)

    browser.submit(f"/desk/models/{own.id}/rename", "改名", title="新名称")
    browser.get(f"/desk/models/{districts.id}")
    browser.get(f"/desk/models/{districts.id}/rename", 404)
    browser.submit(f"/desk/models/{own.id}/retire", "不再用")

    page = browser.get("/desk/models")
    assert "新名称" not in page.text
    assert page.has("全区样板")
    browser.get(f"/desk/models/{own.id}", 404)
    browser.as_(district_editor).get(f"/desk/models/{districts.id}/rename")
    actions = set(session.scalars(select(AuditRow.action)))
    assert {"model.keep", "model.rename", "model.retire"} <= actions


def test_an_editor_cannot_keep_a_model_for_the_district(browser, on, district, editor):
    source = factories.make_position(opportunity_list=on)
    browser.as_(editor)

    browser.post(f"/desk/positions/{source.number}/keep", {"title": "样板", "area": district.code}, 422)

    assert factories.count_rows(ModelPosition) == 0


def test_strangers_see_nothing_of_a_communitys_models(browser, on, community, editor, outsider, reviewer):
    model = kept(factories.make_position(opportunity_list=on), community, editor)

    assert "看书样板" not in browser.as_(outsider).get("/desk/models").text
    browser.get(f"/desk/models/{model.id}", 404)
    browser.as_(reviewer).get("/desk/models", 403)
