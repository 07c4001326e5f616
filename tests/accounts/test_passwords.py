"""Which passwords will do."""

import pytest

from board.accounts import passwords
from board.accounts.models import Person
from board.areas.models import Area

pytestmark = pytest.mark.no_database

OWNER = Person(name="林小满", area=Area(name="清泉社区"))


@pytest.mark.parametrize(
    "password",
    ["12345678", "password", "PassWord", "woaini1314", "WOAINI520", "a123456789", "qwertyuiop", "88888888", "abababab",
     "5201314520", "19560307", "13812345678", "87654321", "zhangwei123"[:5] + "123456", "chengdu123456"],
)  # fmt: skip
def test_what_guessers_try_first_is_refused(password):
    with pytest.raises(passwords.WeakPassword):
        passwords.check(password)


@pytest.mark.parametrize(
    "password",
    [
        "竹影清风慢慢走路",
        "correct horse battery",
        "wszdymxw",
        "纽扣-铁皮-黄昏-鱼",
        "x" * 3 + "yz" * 60,
        " 前后有空格的 ",
    ],
)
def test_no_composition_is_asked(password):
    passwords.check(password)


def test_eight_signs_for_residents_twelve_for_staff():
    passwords.check("竹影清风慢慢走路")
    with pytest.raises(passwords.WeakPassword, match="还差 1 位"):
        passwords.check("竹影清风慢慢走")
    with pytest.raises(passwords.WeakPassword, match="12 位以上"):
        passwords.check("竹影清风慢慢走路", at_least=passwords.SHORTEST_FOR_STAFF)


def test_at_most_a_hundred_and_twenty_eight_signs_and_none_is_cut():
    long = "竹影清风慢慢走路" * 16
    passwords.check(long)
    with pytest.raises(passwords.WeakPassword, match="最长 128 位"):
        passwords.check(long + "x")

    kept = passwords.hash_of(long)
    assert passwords.fits(kept, long)
    assert not passwords.fits(kept, long[:-1])


@pytest.mark.parametrize("password", ["林小满的长密码", "我住清泉社区里面", "x13912345678y"])
def test_ones_own_words_are_refused(password):
    with pytest.raises(passwords.WeakPassword, match=r"自己的姓名|位"):
        passwords.check(password, OWNER, also=("13912345678",))


def test_the_shipped_list_is_long_and_says_where_it_is_from():
    listed = passwords._listed()
    head = passwords._LISTED.read_text(encoding="utf-8").splitlines()[:3]

    assert len(listed) > 5000
    assert all(len(password) >= 8 for password in listed)
    assert "MIT License" in "".join(head)


def test_nobody_has_a_password():
    assert not passwords.fits(None, "nobody has this password")
