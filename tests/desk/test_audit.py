"""The audit log: for auditors, and for nobody else."""

import pytest

from board import audit
from board.db import begin_writing, session
from tests import factories

pytestmark = pytest.mark.dealt


def note(action, about=None, **detail):
    begin_writing()
    audit.record(action, about, **detail)
    session.commit()


def test_the_newest_comes_first(browser, auditor):
    note("test.first")
    note("test.second", fields="title")

    page = browser.as_(auditor).get("/desk/audit?action=test")

    assert page.all("tbody code")[0] == "test.second"
    assert page.has("fields=title")


def test_filters_go_together(browser, auditor, community):
    position = factories.make_position(area=community)
    note("position.approve", position)
    note("position.return", position)

    page = browser.as_(auditor).submit(
        "/desk/audit",
        "查找",
        action="position.approve",
        kind="positions",
        number=position.id,
        first="2026-11-23",
    )

    assert len(page.tree.css("tbody tr")) == 1
    assert browser.get("/desk/audit?last=2026-11-22").has("没有这样的记录")


def test_it_is_paged(browser, auditor):
    for _ in range(55):
        note("test.many")

    page = browser.as_(auditor).get("/desk/audit?action=test.many")
    older = browser.get(page.links["再看更早的记录"])

    assert len(page.tree.css("tbody tr")) == 50
    assert len(older.tree.css("tbody tr")) == 5


def test_nonsense_in_the_address_shows_the_log(browser, auditor):
    browser.as_(auditor).get("/desk/audit?number=x&first=gestern&before=-1")


def test_who_may_not(browser, editor, manager, resident):
    browser.as_(editor).get("/desk/audit", status=403)
    browser.as_(manager).get("/desk/audit", status=403)
    browser.as_(resident).get("/desk/audit", status=404)
