from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select, update

from board import clock, db
from board.accounts import privacy
from board.accounts.models import Account, Appointment, Code, Consent, Kind, Person
from board.accounts.queries import account_with
from board.db import session
from tests import factories
from tests.accounts.inbox import MOBILE, PASSWORD, code_sent_to, details, prove, texts
from tests.engines import ORIGIN
from tests.pages import Browser


def test_a_mobile_a_code_and_a_name_make_an_account(browser, community):
    page = prove(browser)
    assert page.path == "/register/details"

    browser.submit(None, "注册", **details(community))

    account = account_with(MOBILE)
    assert browser.is_signed_in
    assert account.person.name == "林小满"
    assert account.person.area_id == community.id
    assert account.person.volunteer_no == "WJ000001"
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert session.scalars(select(Consent.version)).all() == [privacy.VERSION]


def test_there_is_no_account_before_the_code(browser, community):
    browser.submit("/register", "发验证码", mobile=MOBILE)

    browser.submit(None, "下一步", 422, code="000000" if code_sent_to(MOBILE) != "000000" else "000001")

    assert account_with(MOBILE) is None
    assert browser.get("/register/details").path == "/register"


def test_registering_leads_back_to_the_position(browser, community):
    position = factories.make_position(area=community)
    shifts = [factories.make_shift(position=position), factories.make_shift(position=position)]
    back = f"/positions/{position.number}/sign-up?shift={shifts[0].id}&shift={shifts[1].id}"

    page = browser.get(back)
    assert page.path.startswith("/sign-in?next=")
    page = browser.get(page.links["注册"])
    browser.submit(None, "发验证码", mobile=MOBILE)
    browser.submit(None, "下一步", code=code_sent_to(MOBILE))
    page = browser.submit(None, "注册，继续报名", **details(community))

    assert page.path == back
    assert browser.is_signed_in


def test_next_never_leads_off_the_site(browser, community):
    browser.submit("/register?next=https://evil.example/", "发验证码", mobile=MOBILE)
    browser.submit(None, "下一步", code=code_sent_to(MOBILE))

    page = browser.submit(None, "注册", **details(community))

    assert page.path == "/"


def test_an_official_names_the_unit(browser, community):
    unit = factories.make_unit("区司法局")
    prove(browser)

    page = browser.submit(None, "注册", 422, **details(community, kind="official"))
    assert page.has("机关干部请选工作单位")
    browser.submit(None, "注册", **details(community, kind="official", unit_id=unit.id))

    person = account_with(MOBILE).person
    assert (person.kind, person.unit_id) == (Kind.official, unit.id)


def test_everything_typed_is_still_there_after_a_mistake(browser, community):
    prove(browser)

    page = browser.submit(None, "注册", 422, **details(community, password="short", agree=False))

    assert page.value_of("name") == "林小满"
    assert page.has("请看过信息使用说明后勾选同意")
    assert account_with(MOBILE) is None


def test_the_password_may_not_be_common_or_ones_own_name(browser, community):
    prove(browser)

    for password in (
        "woaini1314",
        "a123456789",
        "12345678",
        "19580312",
        MOBILE,
        f"我是林小满{1}号呀",
        "清泉社区大家好呀",
    ):
        page = browser.submit(None, "注册", 422, **details(community, password=password))
        assert page.has("密码"), password

    assert account_with(MOBILE) is None


def test_only_a_community_in_use_can_be_chosen(browser, community):
    prove(browser)
    data = {"name": "林小满", "password": PASSWORD, "old_enough": "y", "agree": "y", "kind": "resident"}

    for wrong in (community.parent_id, 999999, "x", "", -1, 2**70):
        browser.post("/register/details", data | {"area_id": wrong}, 422)

    assert account_with(MOBILE) is None


def test_no_field_but_those_asked_is_taken(browser, community):
    prove(browser)
    data = {"name": "林小满", "password": PASSWORD, "old_enough": "y", "agree": "y", "kind": "resident",
            "area_id": community.id}  # fmt: skip
    more = {"role": "manager", "volunteer_no": "WJ999999", "id": "77", "mobile": "13900000000",
            "birth_month": "1950-01-01", "disabled_at": "x", "contact_mobile": "13900000000"}  # fmt: skip

    browser.post("/register/details", data | more)

    person = account_with(MOBILE).person
    assert (person.volunteer_no, person.birth_month, person.contact_mobile) == ("WJ000001", None, None)
    assert session.scalar(select(func.count(Appointment.id))) == 0


def test_a_name_is_kept_as_it_is_written(browser, community):
    names = ["𬭎䶮龘", "👩‍👩‍👧王", "阿卜杜拉·买买提", "欧阳\u202e倒", "O'Hara <b>", "=1+1", "王　小  燕"]
    kept = ["𬭎䶮龘", "👩‍👩‍👧王", "阿卜杜拉·买买提", "欧阳倒", "O'Hara <b>", "=1+1", "王 小 燕"]

    for number, name in enumerate(names):
        mobile = f"1380000{number:04d}"
        prove(browser, mobile)
        browser.submit(None, "注册", **details(community, name=name))
        browser.signed_out()

    assert (
        list(
            session.scalars(
                select(Person.name).where(Person.volunteer_no.like("WJ0000%")).order_by(Person.id)
            )
        )
        == kept
    )


def test_a_name_has_two_to_forty_signs(browser, community):
    prove(browser)

    for name in ("王", "王" * 41, " \u3000 ", "\u202e\u202e"):
        browser.submit(None, "注册", 422, **details(community, name=name))

    assert account_with(MOBILE) is None


def test_the_same_form_sent_twelve_times_makes_one_account(browser, app, community):
    prove(browser)
    data = {"name": "林小满", "password": PASSWORD, "old_enough": "y", "agree": "y", "kind": "resident",
            "area_id": str(community.id), "csrf_token": browser.token()}  # fmt: skip
    cookies = "; ".join(f"{c.key}={c.value}" for c in browser.client._cookies.values())
    db.session.rollback()

    def send(_):
        headers = {"Cookie": cookies, "Referer": f"{ORIGIN}/register/details", "Origin": ORIGIN}
        client = app.test_client(use_cookies=False)
        return client.post("/register/details", base_url=ORIGIN, data=data, headers=headers)

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(send, range(12)))

    assert {(a.status_code, a.headers["Location"]) for a in answers} == {(303, "/")}, [
        a.status_code for a in answers
    ]
    assert session.scalar(select(func.count(Account.id))) == 1
    assert session.scalar(select(func.count(Person.id))) == 1


def test_asking_for_a_code_twelve_times_sends_one_message(browser):
    browser.get("/register")

    for _ in range(12):
        browser.submit("/register", "发验证码", mobile=MOBILE)
        assert browser.page.path == "/register/code"

    assert len(texts(MOBILE)) == 1


def test_a_mobile_may_be_typed_with_blanks_and_full_width_digits(browser, community):
    browser.submit("/register", "发验证码", mobile="＋８６ 138-0000 ０００１")

    assert browser.page.path == "/register/code"
    assert len(texts(MOBILE)) == 1


def test_a_wrong_mobile_is_told_what_is_wrong(browser):
    for typed, told in (
        ("1380000000", "你写了 10 位"),
        ("", "请写手机号"),
        ("12800000000", "13 到 19"),
        ("abc", "只有数字"),
    ):
        assert browser.submit("/register", "发验证码", 422, mobile=typed).has(told)


def test_somebody_signed_in_has_no_need_to_register(browser, resident):
    browser.as_(resident)

    assert browser.get("/register?next=/me/profile").path == "/me/profile"


def test_of_two_browsers_with_one_number_one_registers_and_the_other_is_told(app, community):
    browsers = [Browser(app), Browser(app)]
    prove(browsers[0])
    with factories.committed():
        session.execute(update(Code).values(created_at=clock.now() - timedelta(minutes=2)))
    prove(browsers[1])
    data = {"name": "林小满", "password": PASSWORD, "old_enough": "y", "agree": "y", "kind": "resident",
            "area_id": str(community.id)}  # fmt: skip
    tokens = [browser.token() for browser in browsers]
    db.session.rollback()

    def send(number):
        headers = {"Referer": f"{ORIGIN}/register/details", "Origin": ORIGIN}
        sent = data | {"csrf_token": tokens[number]}
        return browsers[number].client.post("/register/details", base_url=ORIGIN, data=sent, headers=headers)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(answer.status_code for answer in pool.map(send, range(2)))

    assert answers == [303, 422]
    assert session.scalar(select(func.count(Account.id))) == 1
