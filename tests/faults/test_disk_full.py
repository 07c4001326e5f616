"""A full disk: reading works, writing is refused politely, what was answered stays, nothing is half there."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
import requests
from sqlalchemy import select

from board.db import session
from board.positions.models import Shift
from tests.factories import make_account
from tests.faults.disk import Limit, small_disk
from tests.serving import ROOT, Visitor, cookies_for, serving

PEOPLE, SOAK_PEOPLE = 30, 300
pytestmark = pytest.mark.on("sqlite")


@pytest.fixture
def running():
    """Processes of the server on the small disk, once it runs."""
    return []


@pytest.fixture
def disk(tmp_path, running):
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder, lambda: [pid for server in running for pid in server.all_pids()]) as disk:
        yield disk


def filled(engine, disk):
    """The test's rows on that disk; the address of the copy."""
    session.rollback()
    with closing(sqlite3.connect(engine.file)) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(engine.file, disk.folder / "board.sqlite")
    return f"sqlite:///{disk.folder / 'board.sqlite'}"


class Resident(Visitor):
    """Somebody with the form open, who remembers what they were told."""

    def __init__(self, server, token, wish):
        super().__init__(server, token)
        self.wish = wish
        self.form_token = self.open_form(*wish)
        self.answer = None

    def press(self):
        form = {"csrf_token": self.form_token, "agree": "y"}
        page = self._page(*self.wish)
        self.answer = self.browser.post(page, data=form, timeout=30, allow_redirects=False)
        return self.answer.status_code


def people_and_wish(position, count):
    wish = (position.number, session.scalar(select(Shift.id)))
    return cookies_for([make_account().person for _ in range(count)]), wish


def check_a_full_disk(engine, disk, running, position, count):
    tokens, wish = people_and_wish(position, count)
    with serving(filled(engine, disk), workers=1) as server:
        running.append(server)
        everybody = [Resident(server, token, wish) for token in tokens]
        early, meanwhile, after = everybody[: count // 3], everybody[count // 3 : -5], everybody[-5:]
        assert {person.press() for person in early} == {303}

        disk.fill()
        told = {person.press() for person in meanwhile}
        assert 503 in told, "the disk is not full"
        assert told <= {303, 503}
        refused = next(person.answer for person in meanwhile if person.answer.status_code == 503)
        assert refused.headers["Retry-After"]
        assert "没有做完的那一步没有存下" in refused.text
        for path in ("/", f"/positions/{wish[0]}"):
            assert requests.get(f"{server.address}{path}", timeout=10).status_code == 200
        assert all(one.browser.get(f"{server.address}/me/signups", timeout=10).ok for one in everybody)

        disk.make_room()
        assert {person.press() for person in after} == {303}
        for pid in server.all_pids():
            os.kill(pid, signal.SIGKILL)
    rows, state = what_is_there(disk)
    assert rows == sum(person.answer.status_code == 303 for person in everybody)
    assert state == "ok"
    assert {file.suffix for file in disk.folder.iterdir()} <= {".sqlite", ".sqlite-wal", ".sqlite-shm"}


def what_is_there(disk):
    with closing(sqlite3.connect(disk.folder / "board.sqlite")) as database:
        (rows,) = database.execute("SELECT count(*) FROM signups WHERE state = 'accepted'").fetchone()
        (state,) = database.execute("PRAGMA integrity_check").fetchone()
    return rows, state


def test_what_was_answered_stays_and_the_rest_is_refused(engine, real_time, disk, running, position):
    check_a_full_disk(engine, disk, running, position, PEOPLE)


@pytest.mark.soak
def test_the_same_with_many(engine, real_time, disk, running, position):
    check_a_full_disk(engine, disk, running, position, SOAK_PEOPLE)


def test_a_backup_that_does_not_fit_leaves_nothing(engine, real_time, disk, position):
    if isinstance(disk, Limit):
        pytest.skip("only root can make a small disk")
    environment = os.environ | {"DEMO": "1", "DATABASE_URL": engine.url}
    disk.fill()

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "backup", str(disk.folder / "backup")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert [file.name for file in disk.folder.iterdir()] == ["filler"]
