"""The browser of the tests: it reads pages as people do, and checks every page it sees."""

from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import flask
from flask_wtf.csrf import generate_csrf
from selectolax.lexbor import LexborHTMLParser

from board import db
from board.accounts import signing
from board.accounts.queries import account_of
from tests.engines import ORIGIN
from tests.factories import committed
from tests.forms import filled, find_form
from tests.page_rules import problems_of


@dataclass
class Page:
    """An answer, as its reader sees it."""

    status: int
    path: str
    headers: object
    body: bytes
    tree: LexborHTMLParser = field(repr=False)

    @property
    def h1(self):
        return _text(self.tree.css_first("h1"))

    @property
    def title(self):
        return _text(self.tree.css_first("title"))

    @property
    def text(self):
        """What stands on the page, white space folded."""
        return _text(self.tree.body)

    @property
    def errors(self):
        """Sentences that say what went wrong, each once."""
        return list(dict.fromkeys(_text(node) for node in self.tree.css(".error, [data-error]")))

    @property
    def flashes(self):
        return [_text(node) for node in self.tree.css("[role=status], [role=alert]") if _text(node)]

    @property
    def links(self):
        """Words of a link -> where it leads."""
        return {_text(node): node.attributes.get("href") for node in self.tree.css("a[href]")}

    @property
    def buttons(self):
        return [_text(node) for node in self.tree.css("button")]

    def all(self, selector):
        return [_text(node) for node in self.tree.css(selector)]

    def value_of(self, name):
        """What a control of that name would send as the page stands."""
        found = self.tree.css_first(f'[name="{name}"]')
        if found is None:
            raise AssertionError(f"{self.path} has no control named {name!r}")
        return found.text(strip=False) if found.tag == "textarea" else found.attributes.get("value")

    def has(self, *parts):
        return all(part in self.text for part in parts)


class Browser:
    """One browser: its cookies, and the page it shows."""

    def __init__(self, app):
        self.app = app
        self.client = app.test_client()
        self.page = None

    def as_(self, person):
        """Signed in as this person from the next request on."""
        with committed():
            token = signing.sign_in(account_of(person), browser="test")
        self.client.set_cookie(self.app.config["SIGN_IN_COOKIE"], token, secure=True)
        self.client.delete_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return self

    def signed_out(self):
        """All cookies are gone."""
        self.client = self.app.test_client()
        return self

    @property
    def is_signed_in(self):
        return self.client.get_cookie(self.app.config["SIGN_IN_COOKIE"]) is not None

    def get(self, path, status=200, *, follow=True):
        """The page at this address, checked; redirects are followed."""
        return self._open("GET", path, status, follow=follow)

    def submit(self, path=None, button=None, status=200, *, follow=True, **fields):
        """Fill in and send a form of the page at `path` (None: the page shown last).

        The form is the one that has the named fields, and the button if one is named. A field it
        does not have is an error; so is a choice that is not offered. A name that is no Python
        name goes in as `**{"shifts-0-day": …}`. True ticks a box, False leaves it empty.
        """
        page = self.page if path is None or (self.page and path == self.page.path) else self.get(path)
        form = find_form(page.tree, button, fields)
        data = filled(form, button, fields)
        action = form.attributes.get("action") or page.path
        if (form.attributes.get("method") or "get").lower() == "get":
            return self.get(f"{urlsplit(action).path}?{_query(data)}", status, follow=follow)
        return self._open("POST", action, status, follow=follow, data=data, referrer=page.path)

    def press(self, button, path=None, status=200, **fields):
        """A form with nothing to fill in, by the words on its button."""
        return self.submit(path, button, status, **fields)

    def post(self, path, data=None, status=200, *, follow=True, token=True):
        """A bare POST, as somebody who writes their own requests; with a valid token unless told."""
        sent = dict(data or {})
        if token:
            sent.setdefault("csrf_token", self.token())
        return self._open("POST", path, status, follow=follow, data=sent, referrer="/")

    def token(self):
        """A form token that is good for this browser now."""
        with self.app.test_request_context("/", base_url=ORIGIN, headers={"Cookie": self._cookies()}):
            token = generate_csrf()
            kept = self.app.response_class()
            self.app.session_interface.save_session(self.app, flask.session._get_current_object(), kept)
        for cookie in kept.headers.getlist("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.client.set_cookie(name, value, secure=True)
        return token

    def _cookies(self):
        names = (self.app.config["SIGN_IN_COOKIE"], self.app.config["SESSION_COOKIE_NAME"])
        found = [self.client.get_cookie(name) for name in names]
        return "; ".join(f"{cookie.key}={cookie.value}" for cookie in found if cookie)

    def _open(self, method, path, status, *, follow, data=None, referrer=None):
        for _ in range(5):
            answer = self._ask(method, path, data, referrer)
            if not (follow and answer.status_code in {301, 302, 303}):
                break
            target = urlsplit(answer.headers["Location"])
            assert target.netloc in {"", "localhost"}, f"{path} leads off the site: {target.geturl()}"
            method, path, data, referrer = (
                "GET",
                target.path + (f"?{target.query}" if target.query else ""),
                None,
                path,
            )
        self.page = self._read(path, answer)
        assert answer.status_code == status, (
            f"{method} {path}: {answer.status_code}, not {status}\n{self.page.text[:600]}"
        )
        return self.page

    def _ask(self, method, path, data, referrer):
        self._let_a_second_pass()
        headers = {"Referer": f"{ORIGIN}{referrer}", "Origin": ORIGIN} if method == "POST" else {}
        answer = self.client.open(path, method=method, base_url=ORIGIN, data=data, headers=headers)
        # The test's own session must see what the request wrote.
        db.session.rollback()
        db.session.expire_all()
        return answer

    def _let_a_second_pass(self):
        # Public answers are kept for a second of real time: here a second lies between two requests.
        for kept in self.app.extensions.get("kept_answers", ()):
            kept.clear()

    def _read(self, path, answer):
        body = answer.get_data()
        page = Page(answer.status_code, path, answer.headers, body, LexborHTMLParser(body))
        found = problems_of(page, answer, signed_in=self.is_signed_in)
        assert not found, f"{path} ({answer.status_code}):\n  " + "\n  ".join(found)
        return page


def _text(node):
    return "" if node is None else " ".join(node.text(separator=" ").split())


def _query(data):
    return urlencode(data, doseq=True)
