"""Whatever was changed in the audit log or the ledger, the first changed row or seal is named."""

import random

import pytest
import sqlalchemy as sa

from board import audit
from board.audit import sealed, sealing, verifying
from board.audit.models import AuditRow
from board.audit.verifying import What
from board.db import session
from tests import factories
from tests.audit import mutations
from tests.audit.attacker import AUDIT, SEALS, attacking, other_than, sealed_tables, some_rows

ROWS, MUTATIONS = 13, 100


@pytest.fixture
def short_blocks(monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 5)


@pytest.fixture
def attacker(engine, short_blocks):
    with attacking(engine) as attacker:
        yield attacker


def found(kept=""):
    """table -> (number, what) of the first finding in it."""
    session.rollback()
    verdict = verifying.verify(kept)
    return {table: (first.number, first.what) for table, first in verdict.first.items()}


def everything(attacker):
    tables = [*sealed_tables(), SEALS]
    return [(table, attacker.rows(table)) for table in tables]


def put_back(attacker, kept):
    for table, rows in kept:
        if attacker.rows(table) != rows:
            attacker.fill(table, rows)


def test_each_of_a_hundred_mutations_is_found_and_named(attacker):
    numbers, head = some_rows(attacker, ROWS), sealing.head()
    kept, chance = everything(attacker), random.Random(2026)
    assert found(head) == {}

    for turn in range(MUTATIONS):
        mutation = mutations.ALL[turn % len(mutations.ALL)]
        table, number, what = mutation(attacker, chance, numbers)

        assert found(head) == {table.name: (number, what)}, f"{turn}: {mutation.__name__}"

        put_back(attacker, kept)
    assert found(head) == {}


def missed(attacker, numbers):
    """Columns that can be changed without anybody's noticing."""
    kept, unseen = everything(attacker), []
    for table, rows in kept:
        row = rows[len(rows) // 2]
        for column in table.columns:
            attacker.set(table, row["id"], **{column.name: other_than(row[column.name], column)})
            if not found():
                unseen.append(str(column))
            attacker.fill(table, rows)
    return unseen


def test_no_column_can_be_changed_unseen(attacker):
    assert missed(attacker, some_rows(attacker, 3)) == []


def test_a_column_left_out_of_a_seal_would_be_noticed(attacker, monkeypatch):
    whole = sealed.columns_of
    monkeypatch.setattr(sealed, "columns_of", lambda table: [n for n in whole(table) if n != "minutes"])

    assert missed(attacker, some_rows(attacker, 3)) == ["service_records.minutes", "record_steps.minutes"]


GARBAGE = {
    "sqlite": ("at = 'yesterday'", "detail = 'no json'", "action = CAST(x'ff41' AS TEXT)", "actor_id = 'x'", "detail = x'00'"),
    "postgresql": ("at = 'infinity'", "at = (at - interval '4050 years')", "action = ''"),
}  # fmt: skip


def test_what_nobody_could_read_is_named_like_any_other_change(engine, attacker):
    numbers = some_rows(attacker, 3)

    for change in GARBAGE[engine.name]:
        kept = attacker.rows(AUDIT)
        attacker.run(sa.text(f"UPDATE audit_rows SET {change} WHERE id = {numbers[1]}"))

        assert found() == {"audit_rows": (numbers[1], What.altered)}, change

        attacker.fill(AUDIT, kept)


def test_several_changes_are_counted_and_the_first_is_named(attacker):
    numbers = some_rows(attacker, ROWS)
    attacker.remove(AUDIT, numbers[9], numbers[4])
    attacker.set(AUDIT, numbers[12], action="x")

    verdict = verifying.verify()

    assert verdict.first["audit_rows"].number == numbers[4]
    assert verdict.counts == {"audit_rows": 3}


def test_rows_of_before_a_new_column_are_still_as_they_were(attacker, monkeypatch):
    whole = sealed.columns_of
    with monkeypatch.context() as earlier:
        earlier.setattr(sealed, "columns_of", lambda table: [n for n in whole(table) if n != "request_id"])
        some_rows(attacker, 3)

    assert found() == {}


def test_a_row_has_the_same_bytes_on_both_databases_and_for_ever(attacker):
    some_rows(attacker, 2)

    [first, _] = sealed.ENTRY.iter_unpack(attacker.rows(SEALS)[0]["digests"])

    assert (first[0], first[1].hex()) == (
        3,
        "f2bde21b2281516b560955f09002015d2ae228b3eb342243314ff8352b025986",
    )


def test_closing_an_account_changes_no_sealed_row(browser, resident):
    browser.as_(resident).submit("/me/profile", "保存", name="王小燕")
    sealing.seal_due()
    assert verifying.verify().rows > 0

    browser.submit("/me/close", "注销账号", password=factories.PASSWORD)

    assert found() == {}


def run(app, *typed):
    session.rollback()
    return app.test_cli_runner().invoke(args=["audit", *typed])


def test_the_commands_seal_print_the_head_and_name_what_was_changed(app, engine, attacker):
    write(7)
    first = session.scalar(sa.select(sa.func.min(AuditRow.id)))

    assert "Sealed: 7 rows. Head: 2:" in run(app, "seal").output
    head = run(app, "head").output.strip()
    write(2)
    whole = run(app, "verify", "--head", head)
    assert whole.exit_code == 0
    assert "Looked at 7 rows under 2 seals. Head: " + head in whole.output
    assert "Not sealed yet: audit_rows 2" in whole.output
    assert "Nothing was altered, removed or inserted." in whole.output

    attacker.set(AUDIT, first + 3, outcome="refused")
    attacker.remove(AUDIT, first + 5)
    changed = run(app, "verify")
    assert changed.exit_code == 1
    assert changed.output.startswith(
        f"FOUND audit_rows: row {first + 3} was altered (seal 1); the first of 2\n"
    )
    assert "Nothing" not in changed.output


def test_a_chain_cut_off_with_its_rows_is_found_by_a_head_kept_elsewhere(app, attacker):
    write(7)
    run(app, "seal")
    head = run(app, "head").output.strip()
    attacker.remove(SEALS, 2)
    attacker.run(AUDIT.delete())
    write(5)
    attacker.remove(SEALS, 1)
    run(app, "seal")

    assert run(app, "verify").exit_code == 0, "by itself it looks whole"
    told = run(app, "verify", "--head", head)
    assert told.exit_code == 1
    assert "FOUND seal 2 is not as it was when its head was kept" in told.output


@pytest.mark.dealt
@pytest.mark.parametrize("typed", ["17", "0:" + "a" * 64, "１:" + "a" * 64, "1:" + "A" * 64])
def test_what_is_no_head_is_asked_for_again(app, typed):
    assert run(app, "verify", "--head", typed).exit_code == 2


@pytest.mark.dealt
def test_before_anything_was_sealed_there_is_no_head(app):
    assert run(app, "head").exit_code == 1
    assert run(app, "verify").exit_code == 0


def write(count):
    with factories.committed():
        for _ in range(count):
            audit.record("test.something", number=3)
    session.rollback()
