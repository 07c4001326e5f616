"""Many people who sign up for one shift through nginx, each with a browser of their own."""

import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psutil
import requests
from sqlalchemy import select

from board.db import session
from board.positions.models import Shift
from tests.factories import make_account
from tests.faults.shipped import Front
from tests.serving import Server, cookies_for


class Neighbour:
    """Somebody signed in, with the sign-up form before them."""

    def __init__(self, front: Front, token: str, page: str) -> None:
        self.front, self.page, self.token = front, front.https + page, token
        answer = front.browser().get(self.page, headers={"Cookie": f"__Host-signin={token}"}, timeout=60)
        assert answer.status_code == 200, answer.status_code
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
        self.form = {"csrf_token": found[1], "agree": "y"}
        # By hand: http.cookiejar keeps no cookie of a host without a dot that is not on port 443.
        self.cookies = f"__Host-signin={token}; __Host-form={answer.cookies.get('__Host-form')}"

    def send(self) -> requests.Response:
        """Confirm; 303 means it is done."""
        headers = {"Cookie": self.cookies, "Referer": self.page}
        with self.front.browser() as browser:
            return browser.post(self.page, data=self.form, headers=headers, timeout=60, allow_redirects=False)


def neighbours(front: Front, position: object, count: int) -> list[Neighbour]:
    """So many people with a sign-up form each; what they wait for is only their press on the button."""
    number, shift_id = (
        position.number,
        session.scalar(select(Shift.id).where(Shift.position_id == position.id)),
    )
    tokens = cookies_for([make_account().person for _ in range(count)])
    session.rollback()
    page = f"/positions/{number}/sign-up?shift={shift_id}"
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda token: Neighbour(front, token, page), tokens))


def all_press(
    people: list[Neighbour], *, at_once: int, when: Callable[[int], bool], then: Callable[[], object]
) -> Counter[int]:
    """They press, so many at a time; `then` happens when so many answers are enough. The statuses."""
    answered: list[int] = []

    def press(person: Neighbour) -> None:
        answered.append(person.send().status_code)

    with ThreadPoolExecutor(at_once) as pool:
        going = [pool.submit(press, person) for person in people]
        while not when(len(answered)) and len(answered) < len(people):
            time.sleep(0.002)
        then()
        for one in going:
            one.result()
    return Counter(answered)


def under_way(servers: list[Server]) -> int:
    """Requests that the board has taken from nginx and not answered yet."""
    workers = [worker for server in servers for worker in server.workers()]
    return sum(
        1
        for worker in workers
        for one in worker.net_connections("tcp")
        if one.status == psutil.CONN_ESTABLISHED
    )
