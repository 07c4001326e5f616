"""Somebody holds a certificate in their hand: the page says whether it is genuine, and nothing else."""

import pytest
from sqlalchemy import func, select, text

from board.accounts.models import Failure
from board.certificates import checking, endings, keys, numbers, strangers
from board.certificates.keys import KeyRing
from board.certificates.models import ServiceCertificate
from board.db import begin_writing, session
from tests.certificates.issued import check_path, replaced
from tests.engines import ORIGIN
from tests.queries import counted

pytestmark = pytest.mark.dealt


def test_a_scanned_code_shows_what_the_paper_must_say(browser, certificate):
    page = browser.get(check_path(certificate))

    assert page.has("真实有效", certificate.number, "1.5 小时，1 次", "1 小时 30 分", "林*", "服务期间 2026年11月23日",
                    "清泉社区居民委员会", "2026年11月30日")  # fmt: skip


def test_it_says_nothing_else(browser, certificate, resident, served):
    page = browser.get(check_path(certificate))

    hidden = (
        resident.name,
        resident.volunteer_no,
        certificate.code,
        certificate.token,
        served.position.title,
    )
    assert [words for words in hidden if words in page.text] == []


def test_it_costs_two_queries_at_the_most(engine, browser, certificate):
    browser.get(check_path(certificate))

    with counted(engine) as sent:
        browser.get(check_path(certificate))

    assert len(sent) <= 2, sent


def test_typed_from_paper_it_is_found_too(browser, certificate):
    typed = certificate.number.lower().replace("-", " ")

    page = browser.submit("/verify", number=typed, code=f" {certificate.code.lower()} ")

    assert page.has("真实有效", certificate.number)


def test_a_wrong_digit_is_told_before_anybody_looks(browser, certificate):
    wrong = certificate.number[:-1] + str((int(certificate.number[-1]) + 1) % 10)

    page = browser.submit("/verify", number=wrong, code=certificate.code, status=422)

    assert page.has("编号抄错了")
    assert session.scalar(select(func.count()).select_from(Failure)) == 0


def test_without_the_right_token_it_is_as_if_there_were_none(browser, certificate):
    missing = numbers.number(2026, 2)
    answers = [
        browser.get(path, 404).body
        for path in (
            f"/verify/{certificate.number}",
            f"/verify/{certificate.number}?t={certificate.code}",
            f"/verify/{certificate.number}?t={certificate.token[:-1]}",
            f"/verify/{certificate.number}?t={certificate.token.swapcase()}",
            f"/verify/{missing}?t={certificate.token}",
            "/verify/WJ-2026-000001-x",
        )
    ]

    assert all("没有查到这份证明" in body.decode() for body in answers)
    lengths = {len(body) - body.count(b"%3Ft") for body in answers[:2]}
    assert max(lengths) - min(lengths) < 40  # the link to signing in names the address


def test_a_wrong_pair_does_not_tell_which_of_the_two_is_wrong(browser, certificate):
    other = numbers.number(2026, 2)

    first = browser.submit("/verify", number=certificate.number, code="222222", status=422).errors
    second = browser.submit("/verify", number=other, code=certificate.code, status=422).errors

    assert first == second


def test_guessing_the_code_of_a_number_is_slowed_and_the_paper_is_not(browser, certificate):
    for _ in range(5):
        browser.submit("/verify", number=certificate.number, code="222222", status=422)

    page = browser.submit("/verify", number=certificate.number, code=certificate.code, status=422)

    assert page.has("试的次数多了", "扫纸上的二维码")
    assert browser.get(check_path(certificate)).has("真实有效")


def test_walking_through_numbers_is_slowed_for_that_network_alone(browser, app, certificate):
    for serial in range(strangers.MOST):
        browser.client.get(f"/verify/{numbers.number(2026, serial)}?t=x", base_url=ORIGIN)

    browser.get(check_path(certificate), 429)
    elsewhere = app.test_client().get(
        check_path(certificate), base_url=ORIGIN, environ_base={"REMOTE_ADDR": "203.0.113.9"}
    )
    assert elsewhere.status_code == 200


def test_without_that_limit_one_could_go_on_and_on(browser, certificate, monkeypatch):
    monkeypatch.setattr(strangers, "MOST", 10**9)

    for serial in range(80):
        browser.client.get(f"/verify/{numbers.number(2026, serial)}?t=x", base_url=ORIGIN)

    browser.get(check_path(certificate))


def test_a_company_behind_one_address_checks_three_hundred(browser, certificate):
    statuses = {browser.client.get(check_path(certificate), base_url=ORIGIN).status_code for _ in range(290)}
    for _ in range(10):
        checking.look_up(certificate.number, certificate.code, address="127.0.0.1")

    assert statuses == {200}
    assert session.scalar(select(func.count()).select_from(Failure)) == 0


def test_a_certificate_that_was_taken_back_says_so_and_shows_no_hours(browser, certificate, editor):
    endings.revoke(certificate, reason="服务时间记错了", by=editor)
    session.commit()

    page = browser.get(check_path(certificate))

    assert page.has("已作废", "2026年11月30日由记录单位收回", "原因： 服务时间记错了", "林*", "原出具")
    assert "1.5" not in page.text


def test_whoever_holds_a_replaced_one_is_led_to_the_new_one_and_nobody_else(
    browser, certificate, resident, reviewer
):
    newer = replaced(certificate)

    for page in (browser.get(check_path(certificate)), browser.as_(reviewer).get(check_path(certificate))):
        assert page.has("已被新证明替换", "请持证人出示新的一份")
        assert newer.number not in page.text
        assert newer.token.encode() not in page.body
    page = browser.as_(resident).get(check_path(certificate))
    assert page.links["看换发的那一份"] == f"/me/certificates/{newer.number}"


COLUMNS = ("content", "signed", "minutes", "times", "since", "until", "code", "key_name")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_row_changed_behind_the_boards_back_is_not_called_genuine(engine, browser, certificate, column):
    value = {"content": "replace(content, '90', '91')", "minutes": "91", "times": "2", "since": "'2026-11-22'",
             "until": "'2026-11-24'", "code": "'222222'", "key_name": "'other'"}.get(column, "replace(signed, 'A', 'B')")  # fmt: skip
    _as_the_operator_could(engine, f"UPDATE service_certificates SET {column} = {value}")

    page = browser.get(check_path(certificate))

    assert page.has("对不上，请先不要采信")
    assert "真实有效" not in page.text


def _as_the_operator_could(engine, statement):
    """Past the triggers."""
    if engine.is_sqlite:
        begin_writing()
        session.execute(text("DROP TRIGGER service_certificates_no_update"))
        session.execute(text(statement))
        session.commit()
        return
    begin_writing()
    session.execute(text("ALTER TABLE service_certificates DISABLE TRIGGER service_certificates_no_change"))
    session.execute(text(statement))
    session.execute(text("ALTER TABLE service_certificates ENABLE TRIGGER service_certificates_no_change"))
    session.commit()


def test_old_keys_still_verify_and_new_ones_sign(browser, certificate, resident, monkeypatch):
    old = keys.key_rings.read(f"{name}:{key}" for name, key in keys.ring().published())
    new = keys.key_rings.read([keys.key_rings.make("2027a")])
    monkeypatch.setattr(keys, "_ring", KeyRing(new, old))

    assert browser.get(check_path(certificate)).has("真实有效")
    newer = replaced(certificate)
    assert newer.key_name == "2027a"
    assert browser.get(check_path(newer)).has("真实有效")


def test_a_certificate_is_no_page_for_search_engines(browser, certificate):
    page = browser.get(check_path(certificate))

    assert page.tree.css_first('meta[name="robots"]').attributes["content"] == "noindex"


def test_the_public_keys_are_published_as_a_page_and_as_a_file(browser, certificate):
    page = browser.get("/verify/keys")
    file = browser.client.get("/verify/keys.txt", base_url=ORIGIN)

    (published,) = keys.ring().published()
    assert page.has(*published)
    assert ":".join(published) in file.text
    assert dict(keys.of_text(file.text).published()) == dict([published])
    seeds = [entry.partition(":")[2] for entry in browser.app.config["SETTINGS"].certificate_keys]
    assert not any(seed in page.text or seed in file.text for seed in seeds)


def test_wrong_methods_are_refused(browser, certificate):
    browser.post(check_path(certificate), status=405)
    browser.post("/verify/keys", status=405)
    assert session.scalar(select(func.count()).select_from(ServiceCertificate)) == 1
