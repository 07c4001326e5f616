"""What is kept of a person with their certificates: theirs to take along, and forgotten with them."""

import json

import pytest
from sqlalchemy import select, text

from board.accounts.queries import account_of
from board.certificates.models import CertificateHolder
from board.db import Base, session
from board.signups import services as signups
from tests.certificates.issued import check_path
from tests.engines import ORIGIN

pytestmark = pytest.mark.dealt


def test_it_is_among_what_one_can_take_along(browser, certificate, resident):
    told = json.loads(browser.as_(resident).client.get("/me/data.json", base_url=ORIGIN).data)

    (mine,) = told["证明"]
    assert (mine["编号"], mine["姓名"], mine["现在"]) == (certificate.number, resident.name, "真实有效")
    assert mine["二维码"].endswith(certificate.signed)
    assert told["谁要过我的证明"] == []


def test_a_closed_account_leaves_no_name_and_the_paper_in_the_world_can_still_be_checked(
    browser, certificate, resident
):
    name = resident.name

    signups.close_account(account_of(resident))
    session.commit()

    assert session.scalars(select(CertificateHolder)).all() == []
    for table in Base.metadata.sorted_tables:
        assert name not in str(session.execute(select(table)).all()), table.name
    page = browser.get(check_path(certificate))
    assert page.has("真实有效", f"{name[0]}*", "1.5 小时，1 次")


def test_what_is_left_of_the_name_cannot_be_tried_out(certificate, resident):
    """The salt goes with the name: the hash alone fits nobody's."""
    told = json.loads(certificate.content)
    session.execute(text("SELECT 1"))

    assert len(told["holder"]) == 64
    salt = session.scalars(select(CertificateHolder.salt)).one()
    assert len(salt) == 32
    assert salt not in certificate.content
    assert resident.name not in certificate.content
