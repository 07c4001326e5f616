"""Keys in the settings: what is one, what is none, and what is too weak to be one."""

import base64

import pytest

from board import key_rings

pytestmark = pytest.mark.no_database

# Guard nothing.
OLD = "2025a:995GJuxy+a6FUY7ulmqLuPfR2wHjaWD6eJX5EEmkVVo="
NEW = "2026a:s7aGRfXMMoIKwMknAirsWKEs6SedUTU3cbRq3QXjnbs="


def entry(secret, name="2026a"):
    return f"{name}:{base64.b64encode(secret).decode()}"


def test_keys_come_in_their_order_with_their_names():
    assert [key.name for key in key_rings.read((NEW, OLD))] == ["2026a", "2025a"]
    assert key_rings.problem_of("ID_KEYS", (NEW, OLD)) is None
    assert key_rings.problem_of("ID_KEYS", ()) is None


def test_a_thousand_made_keys_are_all_strong_and_different():
    made = {key_rings.make("a") for _ in range(1000)}

    assert len(made) == 1000
    assert not any(key_rings.is_weak(key.secret) for key in map(lambda m: key_rings.read((m,))[0], made))


@pytest.mark.parametrize(
    "told",
    [
        "",
        "2026a",
        "2026a:",
        "2026a:not base64 at all, and never shown",
        entry(bytes(range(31))),
        entry(bytes(range(33))),
        entry(b"k" * 32) + "=",
        ":" + OLD.partition(":")[2],
        "Jahr:" + OLD.partition(":")[2],
        "a b:" + OLD.partition(":")[2],
        f"{'x' * 21}:" + OLD.partition(":")[2],
        "2026a：" + OLD.partition(":")[2],
        "2026a:密",
    ],
)
def test_what_is_no_key_is_refused_by_the_name_of_the_setting_and_never_repeated(told):
    found = key_rings.problem_of("ID_KEYS", (told,))

    assert found.startswith("ID_KEYS: ")
    assert "flask new-key" in found
    assert told.partition(":")[2][:10] not in found or not told.partition(":")[2]


@pytest.mark.parametrize(
    "weak",
    [
        bytes(32),
        b"\xff" * 32,
        bytes(range(32)),
        bytes(range(255, 191, -2)),
        b"gongyi-board-wenjiang-2026-secret"[:32],
        b"0123456789abcdef0123456789abcdef",
        b"\x00\x01\x02\x03" * 8,
    ],
)
def test_a_weak_key_is_refused(weak):
    assert "not random" in key_rings.problem_of("ID_KEYS", (OLD, entry(weak)))


def test_a_key_that_the_program_carries_is_refused_under_any_name():
    assert "demo" in key_rings.problem_of("ID_KEYS", ("mine:" + NEW.partition(":")[2],), never=(NEW,))


def test_a_name_or_a_key_twice_is_refused():
    same_name = OLD.replace("2025a", "2026a")
    same_key = NEW.replace("2026a", "2026b")

    for other in (same_name, same_key):
        assert "twice" in key_rings.problem_of("ID_KEYS", (NEW, other))


def test_a_key_does_not_print_itself():
    (key,) = key_rings.read((NEW,))

    assert str(key.secret) not in repr(key)
    assert "secret" not in repr(key)
