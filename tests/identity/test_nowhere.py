"""An ID number stands nowhere but on the screen of whoever may see it: not in any byte of the database,
its journal, the log, the audit, an address, or anybody else's export."""

import json

import pytest
import sqlalchemy as sa

from board.db import Base, session
from tests import factories
from tests.factories import PASSWORD, make_position, make_shift, make_signup
from tests.identity.numbers import a_number, ending_in_x

pytestmark = pytest.mark.dealt


@pytest.fixture
def used(browser, editor, resident, official, community):
    """A number that has been through everything: mistyped, given, refused to another, shown, exported."""
    number = ending_in_x()
    make_signup(shift=make_shift(position=make_position(area=community)), person=resident)
    fields = {"uses": ["insurance", "national"], "agree": True}
    browser.as_(resident)
    browser.submit("/me/identity", "存下", 422, number=number, uses=[], agree=True)
    browser.submit("/me/identity", "存下", number=number, **fields)
    browser.as_(official).get("/me/identity")
    browser.submit(None, "存下", 422, number=number, **fields)
    browser.as_(editor)
    address = f"/desk/people/{resident.volunteer_no}/identity"
    browser.post(address, {"why": "", "password": PASSWORD, "number": number}, 422)
    shown = browser.post(address, {"why": "insurance", "password": PASSWORD})
    assert shown.has(number)
    return number


def spellings(number):
    """The number as bytes of a file may hold it: plain, in UTF-16, without its last sign, and its birth date."""
    plain = number.encode()
    return (plain, number.lower().encode(), number.encode("utf-16-le"), plain[:17], number[6:17].encode())


@pytest.mark.on("sqlite")
def test_no_byte_of_the_file_or_its_journal_holds_it(engine, used):
    files = [engine.file, engine.file.with_name(f"{engine.file.name}-wal")]
    written = {file.name: file.read_bytes() for file in files}

    assert len(written["board.sqlite-wal"]) > 0  # nothing was moved into the file behind our back
    for name, content in written.items():
        assert [s for s in spellings(used) if s in content] == [], name


def test_no_column_of_any_table_holds_it(used):
    for table in Base.metadata.sorted_tables:
        for row in session.execute(sa.select(table)):
            told = repr(tuple(row)).encode()
            assert [s for s in spellings(used) if s in told] == [], table.name


def test_the_search_would_find_it(browser, engine, resident, used):
    """The twin: planted in a name, it is found by the same two tests."""
    with factories.committed():
        resident.name = used

    with pytest.raises(AssertionError, match="people"):
        test_no_column_of_any_table_holds_it(used)
    if engine.is_sqlite:
        with pytest.raises(AssertionError, match=r"board\.sqlite"):
            test_no_byte_of_the_file_or_its_journal_holds_it(engine, used)


def test_no_line_of_the_log_holds_it(capfd, request):
    number = request.getfixturevalue("used")
    logged = capfd.readouterr()

    assert "identity.reveal" in logged.err
    assert [s for s in spellings(number) if s in (logged.out + logged.err).encode()] == []


def test_a_page_that_breaks_neither_shows_nor_logs_it(browser, resident, app, monkeypatch, capfd):
    def broken(*_):
        raise RuntimeError(f"with {a_number()}")

    monkeypatch.setattr("board.identity.services._keep", broken)
    browser.as_(resident).get("/me/identity")

    page = browser.submit(None, "存下", 500, number=a_number(), uses=["national"], agree=True)

    assert a_number() not in page.body.decode()
    logged = capfd.readouterr()
    assert a_number() not in logged.out + logged.err


def test_only_its_owner_takes_it_along(browser, resident, official, editor, used):
    mine = json.loads(browser.as_(resident).get("/me/data.json").body)
    theirs = [browser.as_(person).get("/me/data.json").body.decode() for person in (official, editor)]

    assert mine["身份证号"]["身份证号"] == used
    assert mine["身份证号"]["用处"] == ["买保险、报保险", "录进全国系统"]
    assert [look["为什么"] for look in mine["身份证号"]["被看过"]] == ["给你买保险"]
    assert not any(used in told for told in theirs)


def test_it_stands_on_no_page_of_its_owner(browser, resident, used):
    browser.as_(resident)

    for path in ("/me/identity", "/me/data", "/me/profile", "/inbox", "/me/signups"):
        assert used not in browser.get(path).body.decode(), path
