import pytest

from board.accounts import passwords, scope, services
from board.accounts.models import Role
from board.db import session
from board.errors import RuleBroken
from tests.accounts.inbox import MOBILE, PASSWORD


def test_the_first_manager_manages_the_district(browser, community):
    account = services.create_first_manager(mobile=MOBILE, name="唐敏", password=PASSWORD * 2)
    session.commit()

    assert scope.roles_in(account.person, community) == {Role.manager}
    browser.submit("/sign-in", "登录", mobile=MOBILE, password=PASSWORD * 2)
    browser.get("/desk/appointments")


def test_there_is_only_one_first(manager, engine):
    with pytest.raises(RuleBroken, match="已经有管理员了"):
        services.create_first_manager(mobile=MOBILE, name="唐敏", password=PASSWORD * 2)
    session.rollback()


def test_the_first_manager_needs_twelve_signs(community):
    with pytest.raises(passwords.WeakPassword):
        services.create_first_manager(mobile=MOBILE, name="唐敏", password=PASSWORD)
