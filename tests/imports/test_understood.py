"""A row as it stands: read, then the community's standing answers, then what the clerk said."""

from datetime import datetime, timedelta

import pytest

from board import clock
from board.imports.understood import put_together
from board.positions.schedule import Span
from board.positions.words import Audience, Category, Guarantee, ListKind, Rule, Target
from board.reading.lists import Asked, ReadRow

pytestmark = pytest.mark.no_database

SATURDAY = datetime(2026, 12, 5, 9, tzinfo=clock.SHANGHAI)
STANDING = {
    "targets": (Target.elders,),
    "guarantees": (Guarantee.water,),
    "risk_note": "无特殊风险",
    "insurance": "社区统一购买",
    "contact_phone": "028-82720000",
    "closes_rule": Rule.at_start,
}


def row(**says):
    told = {
        "sheet": "Sheet1", "row": 4, "kind": ListKind.opportunity, "title": "周末电影放映员", "content": "布置座椅",
        "categories": (Category.culture,), "quota": 3, "place": "邻里广场", "contact_name": "社区服务站",
        "shifts": ((SATURDAY, SATURDAY + timedelta(hours=2)),), "guessed": ("categories",),
    }  # fmt: skip
    return ReadRow(**(told | says))


def fields_asked(found):
    return [each.field for each in found.asked]


def test_what_the_sheet_lacks_comes_from_the_standing_answers_and_is_marked_as_guessed():
    found = put_together(row(), {}, STANDING)

    assert found.asked == ()
    assert found.values["targets"] == (Target.elders,)
    assert found.values["risk_note"] == "无特殊风险"
    assert found.values["closes_rule"] == Rule.at_start
    assert set(found.guessed) == {
        "categories",
        "targets",
        "guarantees",
        "risk_note",
        "insurance",
        "contact_phone",
    }


def test_what_the_sheet_says_is_not_replaced():
    found = put_together(row(contact_phone="13900000001", risk_note="注意用电"), {}, STANDING)

    assert (found.values["contact_phone"], found.values["risk_note"]) == ("13900000001", "注意用电")
    assert not {"contact_phone", "risk_note"} & set(found.guessed)


def test_what_the_clerk_says_is_certain_and_replaces_both():
    answers = {"categories": ["care"], "targets": ["01"], "audience": "officials", "quota": 5}

    found = put_together(row(), answers, STANDING)

    assert found.values["categories"] == (Category.care,)
    assert found.values["targets"] == (Target.children,)
    assert (found.values["audience"], found.values["quota"]) == (Audience.officials, 5)
    assert not {"categories", "targets"} & set(found.guessed)


def test_without_standing_answers_everything_a_review_needs_is_asked_for():
    found = put_together(row(), {}, {})

    assert fields_asked(found) == ["targets", "contact_phone", "risk_note", "guarantees"]


def test_a_hazardous_row_is_asked_about_its_risk_and_its_insurance_whatever_stands():
    found = put_together(row(hazard=True, hazards=("巡山",), min_age=18), {}, STANDING)

    assert fields_asked(found) == ["risk_note", "insurance"]
    assert (found.values["risk_note"], found.values["insurance"]) == ("", "")
    assert "巡山" in found.asked[0].why


def test_a_hazard_hint_alone_keeps_the_standing_risk_away():
    found = put_together(row(hazards=("夜间",)), {}, STANDING)

    assert fields_asked(found) == ["risk_note"]
    assert found.values["insurance"] == ""


def test_a_guessed_risk_of_a_hazardous_row_is_no_answer():
    says = {"hazard": True, "hazards": ("巡山",), "min_age": 18, "risk_note": "山路陡", "insurance": "意外险"}

    found = put_together(row(guessed=("risk_note", "hazard"), **says), {}, STANDING)

    assert fields_asked(found) == ["risk_note"]


def test_a_sheet_that_calls_a_dangerous_thing_harmless_is_asked_about():
    says = {"hazard": True, "hazards": ("动火",), "min_age": 18, "insurance": "意外险"}

    found = put_together(row(risk_note="无特殊风险", **says), {}, STANDING)

    assert fields_asked(found) == ["risk_note"]


def test_answering_a_question_closes_it_and_an_empty_answer_to_a_needed_one_does_not():
    asked = (Asked("quota", "D4", "若干", "要几个人？"), Asked("shifts", "E4", "时间待定", "哪天？"))
    reading = row(quota=None, shifts=None, asked=asked)
    times = [{"start": "2026-12-05T09:00:00+08:00", "end": "2026-12-05T11:00:00+08:00"}]

    answered = put_together(reading, {"quota": 8, "shifts": times}, STANDING)
    emptied = put_together(reading, {"quota": None, "shifts": []}, STANDING)

    assert answered.asked == ()
    assert answered.spans == (Span(SATURDAY, SATURDAY + timedelta(hours=2)),)
    assert fields_asked(emptied) == ["quota", "shifts"]


def test_a_question_quotes_the_sheet_under_the_name_of_the_form():
    found = put_together(row(place=None, asked=(Asked("place", "C4", "另行通知", "在哪里？"),)), {}, STANDING)

    assert found.asked == (Asked("address", "C4", "另行通知", "在哪里？"),)
    assert found.values["address"] == ""


def test_what_is_asked_about_is_not_taken_from_the_standing_answers():
    asked = (Asked("contact_phone", "F4", "8272", "号码不全"),)

    found = put_together(row(asked=asked), {}, STANDING)

    assert found.values["contact_phone"] == ""
    assert fields_asked(found) == ["contact_phone"]


def test_what_does_not_fit_a_position_is_cut_and_asked_about():
    found = put_together(row(title="长" * 60, quota=20_000, min_age=8), {}, STANDING)

    assert len(found.values["title"]) == 50
    assert (found.values["quota"], found.values["min_age"]) == (None, None)
    assert fields_asked(found) == ["title", "quota", "min_age"]
    assert "60" in found.asked[0].why


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (((SATURDAY, SATURDAY),), "比开始早"),
        (((SATURDAY, SATURDAY + timedelta(hours=25)),), "24 小时"),
        (
            tuple((SATURDAY + timedelta(days=n), SATURDAY + timedelta(days=n, hours=1)) for n in range(101)),
            "100 班",
        ),
        (((SATURDAY - timedelta(days=30), SATURDAY - timedelta(days=30, hours=-1)),), "过去"),
    ],
)
def test_times_that_cannot_be_are_asked_about(times, words):
    found = put_together(row(shifts=times), {}, STANDING)

    assert fields_asked(found) == ["shifts"]
    assert words in found.asked[0].why


def test_a_time_said_twice_is_one_shift():
    twice = ((SATURDAY, SATURDAY + timedelta(hours=2)),) * 2

    assert len(put_together(row(shifts=twice), {}, STANDING).spans) == 1
