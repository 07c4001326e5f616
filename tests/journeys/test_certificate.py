"""A volunteer has a certificate made, and an employer checks it on a phone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

import config
from board import clock
from board.accounts.models import Role
from board.certificates import keys, upkeep
from board.certificates.models import ServiceCertificate
from board.certificates.services import Site
from board.db import session
from board.records import services as records
from tests.certificates.issued import serve_and_confirm
from tests.factories import appoint, make_account, make_list, make_person, make_position
from tests.records.served import line
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]
TITLES = ("独居老人“敲门探访”", "周末电影放映员", "社区图书角管理员")


@pytest.fixture
def served(site, community):
    """Three services that were shown for a week, and one that was confirmed just now."""
    keys.use(config.Settings(demo=True))  # as the server beside us signs
    volunteer, editor, reviewer = (make_account(person=make_person(area=community)).person for _ in range(3))
    appoint(editor, Role.editor, community)
    appoint(reviewer, Role.reviewer, community)
    issued = make_list(area=community)
    shifts = []
    for days, title in ((30, TITLES[0]), (20, TITLES[1]), (9, TITLES[2]), (0, TITLES[0])):
        with clock.standing_at(lambda days=days: clock.system_now() - timedelta(days=days)):
            position = make_position(opportunity_list=issued, title=title)
            shifts.append(serve_and_confirm(volunteer, reviewer, position=position, minutes=125))
    return volunteer, editor, shifts


def elder(window):
    """The same window in 长辈版."""
    window.context.add_cookies([{"name": "elder", "value": "1", "url": window.address}])
    return window


def test_an_employer_checks_a_certificate_on_a_phone(window, served):
    volunteer, editor, shifts = served
    (token,) = cookies_for([volunteer])
    mine, employer = window(token), window()

    mine.go("/me/hours")
    mine.press("开证明")
    mine.look("my-certificates")
    mine.press("选期间，开证明")
    mine.look("new-certificate")
    assert "6 小时 15 分" in mine.read()
    mine.press("开这份证明")
    mine.look("certificate")
    certificate = session.scalars(select(ServiceCertificate)).one()

    employer.go("/")
    employer.press("查验证明")
    employer.look("verify")
    employer.fill("证明编号", certificate.number.lower())
    employer.fill("查验码", "222222")
    employer.press("查验")
    employer.look("verify-wrong")
    employer.fill("查验码", certificate.code)
    employer.press("查验")
    employer.look("verdict")
    assert "真实有效" in employer.read()
    assert "6 小时，3 次 6 小时 15 分" in employer.read()
    elder(employer).page.reload()
    employer.look("verdict-elder")
    address = employer.page.url

    records.void(line(volunteer, shifts[1]).record.id, reason="记错人了", by=editor)
    session.commit()
    (replace,) = upkeep.steps(Site(employer.address, is_demo=True))
    assert replace() == 1

    phone = window()
    phone.page.goto(address)
    phone.look("verdict-replaced")
    assert "已被新证明替换" in phone.read()
    assert "15 分" not in phone.read()
    mine.go(f"/me/certificates/{certificate.number}")
    mine.look("certificate-replaced")
    phone.page.goto(address.replace("t=", "t=x"))
    phone.look("verdict-none")
    phone.go("/verify/keys")
    phone.look("keys")
