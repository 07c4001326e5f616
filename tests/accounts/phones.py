"""Browsers that read no page, for tests with hundreds and thousands of them."""

import re

from argon2.exceptions import VerifyMismatchError

from tests import factories
from tests.accounts.inbox import PASSWORD
from tests.engines import ORIGIN


class CountedHasher:
    """In place of argon2 itself: as quick as comparing, and it counts what it is asked."""

    def __init__(self):
        self.wrong = 0

    def verify(self, _, typed):
        if typed not in {factories.PASSWORD, PASSWORD}:
            self.wrong += 1
            raise VerifyMismatchError
        return True

    def hash(self, _):
        return factories.PASSWORD_HASH

    def check_needs_rehash(self, _):
        return False


class Phone:
    """A browser that fills in forms of which it knows the fields, from one address."""

    def __init__(self, app, address):
        self.client, self.address = app.test_client(), address
        self.tokens = {}

    def open(self, method, path, **sent):
        headers = {"Referer": f"{ORIGIN}/", "Origin": ORIGIN} if method == "POST" else {}
        return self.client.open(
            path, method=method, base_url=ORIGIN, headers=headers, data=sent,
            environ_overrides={"REMOTE_ADDR": self.address},
        )  # fmt: skip

    def send(self, path, **fields):
        """The status of the answer; the page with the form is opened before its first sending."""
        if path not in self.tokens:
            page = self.open("GET", path).get_data(as_text=True)
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            if found is None:
                raise LookupError(f"no form at {path}")
            self.tokens[path] = found[1]
        return self.open("POST", path, csrf_token=self.tokens[path], **fields).status_code

    def sign_in(self, mobile, password):
        """303 is in, 422 refused. A form token lives until somebody is in."""
        status = self.send("/sign-in", mobile=mobile, password=password)
        if status == 303:
            self.tokens.clear()
        return status
