"""docs/security.md leaves nothing out, and names no test that does not exist."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
ASVS, BASELINE = PAGE.split("## The baseline of this project")
# Level 1 of OWASP ASVS 5.0.0: chapter.section -> its requirements.
LEVEL_1 = {
    "1.2": "1 2 3 4 5", "1.3": "1 2", "1.5": "1", "2.1": "1", "2.2": "1 2", "2.3": "1", "3.2": "1 2", "3.3": "1",
    "3.4": "1 2", "3.5": "1 2 3", "4.1": "1", "4.4": "1", "5.2": "1 2", "5.3": "1 2", "6.1": "1",
    "6.2": "1 2 3 4 5 6 7 8", "6.3": "1 2", "6.4": "1 2", "7.2": "1 2 3 4", "7.4": "1 2", "8.1": "1", "8.2": "1 2",
    "8.3": "1", "9.1": "1 2 3", "9.2": "1", "10.4": "1 2 3 4 5", "11.3": "1 2", "11.4": "1", "12.1": "1",
    "12.2": "1 2", "13.4": "1", "14.2": "1", "14.3": "1", "15.1": "1", "15.2": "1", "15.3": "1",
}  # fmt: skip

pytestmark = pytest.mark.no_database


def rows(part):
    """First cell -> the rest, of every row of every table."""
    found = re.findall(r"^\| ([\d.]+) \| (.+) \|$", part, re.MULTILINE)
    assert len(found) == len(dict(found)), "a line stands twice"
    return dict(found)


def test_every_requirement_of_level_1_has_its_line():
    asked = {f"{section}.{number}" for section, numbers in LEVEL_1.items() for number in numbers.split()}

    assert len(asked) == 70
    assert set(rows(ASVS)) == asked


def test_every_statement_of_the_baseline_has_its_line():
    assert set(rows(BASELINE)) == {str(number) for number in range(1, 85)}


def test_every_line_names_a_test_or_a_reason():
    for number, told in (rows(ASVS) | rows(BASELINE)).items():
        reason = told.rpartition(" | ")[2]
        assert len(reason) > 8, number


def test_every_test_that_is_named_is_there():
    named = set(re.findall(r"`([\w/]+)::(\w+)`", PAGE))

    assert len(named) > 100
    missing = [f"{file}::{name}" for file, name in sorted(named) if not is_there(file, name)]
    assert missing == []


def is_there(file, name):
    path = TESTS / f"{file}.py"
    return path.exists() and re.search(rf"^def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_test_that_is_not_there_would_be_noticed():
    assert not is_there("accounts/test_sign_in", "test_that_nobody_wrote")
    assert not is_there("accounts/test_that_is_none", "test_mobile_and_password_sign_in")
