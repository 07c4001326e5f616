"""Proofs are erased after three years, and with the person; the record keeps what the file was by its digest."""

import pytest

from board import clock
from board.backfills import services, upkeep
from board.db import session
from board.records.models import State
from tests.backfills.writing_down import confirm, enter, look_at, proof_of
from tests.factories import committed
from tests.records.served import line

pytestmark = pytest.mark.dealt


def erase():
    session.rollback()
    return upkeep.erase_proofs()


def test_after_three_years_the_file_is_gone_and_its_digest_stays(browser, shift, resident, editor, clock_at):
    record = enter(shift, resident, by=editor)
    clock_at.move(days=3 * 365 - 1)
    assert erase() == 0

    clock_at.move(days=1)
    assert erase() == 1
    assert erase() == 0

    kept = proof_of(record)
    assert (kept.content, kept.erased_at) == (None, clock.now())
    assert line(resident).record.evidence["proof"] == kept.digest
    browser.as_(editor).get(f"/desk/proofs/{kept.token}", 404)
    assert browser.get(f"/desk/backfills/{record.id}").has("证明已经删掉")


def test_whoever_is_forgotten_leaves_no_file(shift, resident, editor):
    record = enter(shift, resident, by=editor)
    with committed():
        resident.closed_at = clock.now()

    assert erase() == 1

    assert proof_of(record).content is None


def test_without_its_file_nothing_is_confirmed(shift, resident, editor, reviewer):
    record = enter(shift, resident, by=editor)
    look_at(record, reviewer)
    with committed():
        resident.closed_at = clock.now()
    erase()

    with pytest.raises(services.ProofGone):
        confirm(record, reviewer)

    assert line(resident).state == State.proposed


def test_the_export_names_each_proof(browser, shift, resident, editor):
    enter(shift, resident, by=editor)

    told = browser.as_(resident).client.get("/me/data.json", base_url="https://localhost").get_json()

    assert [row["补录的理由"] for row in told["补录的证明"]] == ["手机没电，没能扫码"]
