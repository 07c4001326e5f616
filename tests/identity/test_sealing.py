"""What the database holds: nothing readable, nothing that can be moved, and keys that can be changed."""

import base64

import pytest
import sqlalchemy as sa
from sqlalchemy import select

import config
from board import key_rings
from board.db import session
from board.identity import keys, queries, rotating, sealing, services
from board.identity.models import IdentityNumber, Use
from tests import factories
from tests.engines import ID_KEY, settings
from tests.identity.numbers import a_number, ending_in_x, give, with_number

NEW = key_rings.make("2027a")


@pytest.fixture
def rings(engine):
    """`rings(NEW, ID_KEY)`: the board was started with these keys, in this order."""

    def start_with(*told):
        keys.use(settings(engine.url, id_keys=told))

    return start_with


def row_of(person):
    return session.scalar(select(IdentityNumber).where(IdentityNumber.person_id == person.id))


def test_sealed_for_one_person_it_opens_for_nobody_else(resident, official):
    """Whoever can write to the table moves a number to another person: it is unreadable there."""
    give(resident, a_number())
    give(official, ending_in_x())
    with factories.committed():
        mine, theirs = row_of(resident), row_of(official)
        mine.ciphertext, theirs.ciphertext = theirs.ciphertext, mine.ciphertext

    assert services.number_of(resident) is None
    assert services.number_of(official) is None
    assert queries.masked_of([resident.id, official.id]) == {}


def test_a_row_given_to_another_person_is_unreadable(resident, official):
    give(resident, a_number())
    with factories.committed():
        row_of(resident).person_id = official.id

    assert services.number_of(official) is None


def test_said_to_be_under_another_key_it_is_unreadable(resident, rings):
    same_secret = "other:" + ID_KEY.partition(":")[2]
    give(resident, a_number())
    with factories.committed():
        row_of(resident).key_id = "other"
    rings(same_secret)

    assert services.number_of(resident) is None


def test_any_changed_bit_makes_it_unreadable(resident):
    give(resident, a_number())
    row = row_of(resident)
    whole = row.ciphertext
    for at in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        with session.no_autoflush:
            row.ciphertext = bytes(changed)
            assert sealing.opened(row) is None
    session.rollback()


def test_the_page_of_its_owner_says_so_and_it_can_be_given_again(browser, resident):
    give(resident, a_number())
    with factories.committed():
        row_of(resident).ciphertext = b"?" * 46
    browser.as_(resident)

    assert browser.get("/me/identity").has("读不出来")
    browser.press("删掉身份证号", "/me/identity")
    give(resident, a_number())
    assert services.number_of(resident) == a_number()


def test_the_same_number_twice_is_two_ciphertexts(resident):
    first, second = sealing.seal(a_number(), 1), sealing.seal(a_number(), 1)

    assert first.ciphertext != second.ciphertext
    assert first.blind_index == second.blind_index


def test_the_index_is_no_plain_hash_and_no_other_key_makes_it(rings):
    """All numbers of a district can be tried out in an hour, if the hash needs no key."""
    mine = sealing.seal(a_number(), 1).blind_index
    rings(NEW)

    assert sealing.seal(a_number(), 1).blind_index != mine


def test_encryption_and_index_have_keys_of_their_own():
    secret = base64.b64decode(ID_KEY.partition(":")[2])
    derived = {
        keys._derived(secret, b"board/identity/encryption"),
        keys._derived(secret, b"board/identity/blind index"),
    }

    assert len(derived) == 2
    assert secret not in derived


def test_masked_for_many_and_only_for_what_they_agreed_to(community, resident):
    people = [with_number(community) for _ in range(3)]
    give(resident, ending_in_x(), [Use.national])
    ids = [person.id for person, _ in people] + [resident.id]

    assert queries.masked_of(ids) == {p.id: f"5101***********{n[-1]}" for p, n in people}
    assert queries.masked_of([resident.id], Use.national) == {resident.id: "5101***********X"}
    assert queries.masked_of([]) == {}
    assert services.number_of(resident) is None
    assert services.number_of(resident, Use.national) == ending_in_x()


# Changing keys


def run(app, *words):
    return app.test_cli_runner().invoke(args=[*words])


def test_every_number_comes_under_the_new_key_and_the_old_one_can_go(app, community, rings):
    people = [with_number(community) for _ in range(5)]
    rings(NEW, ID_KEY)

    told = run(app, "rotate-identity-keys", "--batch", "2")

    assert told.output == "5 sealed anew. Under each key now: 2027a 5.\n"
    rings(NEW)
    assert all(services.number_of(person) == number for person, number in people)
    assert run(app, "rotate-identity-keys").output.startswith("0 sealed anew")


def test_stopped_anywhere_everything_is_readable_and_it_goes_on(community, rings):
    people = [with_number(community) for _ in range(5)]
    rings(NEW, ID_KEY)
    rotating.seal_some(rotating.Progress(), 2)
    session.commit()
    rotating.seal_some(rotating.Progress(), 2)
    session.rollback()  # killed before it committed

    assert rotating.counts() == {"2027a": 2, "test": 3}
    assert all(services.number_of(person) == number for person, number in people)
    progress = rotating.Progress()
    while rotating.seal_some(progress, 2):
        session.commit()
    session.rollback()
    assert (progress.sealed, rotating.counts()) == (3, {"2027a": 5})


def test_while_keys_change_a_number_still_stands_once(resident, official, rings):
    give(resident, a_number())
    rings(NEW, ID_KEY)

    with pytest.raises(services.AlreadyRegistered):
        give(official, a_number())


def test_a_key_that_is_gone_is_said_and_nothing_is_lost(app, resident, official, rings):
    give(resident, a_number())
    rings(NEW)
    give(official, ending_in_x())

    told = run(app, "rotate-identity-keys")

    assert told.exit_code == 1
    assert "1 cannot be read: put back the key they name" in told.output
    assert services.number_of(resident) is None
    rings(NEW, ID_KEY)
    assert services.number_of(resident) == a_number()


def test_without_keys_there_is_nothing_to_change(app, rings):
    rings()

    assert "ID_KEYS is not set" in run(app, "rotate-identity-keys").output


def test_a_new_key_is_printed_as_the_setting_takes_it(app):
    made, named = run(app, "new-key").output.strip(), run(app, "new-key", "--name", "2027b").output.strip()

    assert [key.name for key in key_rings.read((made, named))] == ["20261123", "2027b"]
    assert run(app, "new-key", "--name", "No!").exit_code == 1


def test_demo_mode_has_a_key_and_nothing_else_has_it():
    keys.use(config.Settings(demo=True))
    assert keys.are_set()
    assert config.Settings(demo=True).problems() == []
    keys.use(config.Settings())
    assert not keys.are_set()


def test_a_malformed_key_stops_the_start_in_demo_mode_too():
    with pytest.raises(config.BadSettings, match="ID_KEYS"):
        keys.use(config.Settings(demo=True, id_keys=("nonsense",)))


def test_no_column_of_the_table_is_readable(resident):
    number = give(resident, a_number())
    values = session.execute(sa.select(*IdentityNumber.__table__.columns)).one()

    for value in values:
        told = value if isinstance(value, bytes) else str(value).encode()
        assert number.encode() not in told
        assert number[6:14].encode() not in told
