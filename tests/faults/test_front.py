"""deploy/nginx.conf and deploy/gongyi-web@.service, the very files, before a real board."""

import re
import socket
import ssl
import subprocess

import pytest
import requests
from sqlalchemy import select

from board import create_app
from board.accounts.models import SignIn
from board.accounts.queries import account_of
from board.db import session
from tests import factories
from tests.engines import settings
from tests.faults.shipped import DEPLOY, NAME, fronted
from tests.serving import ROOT, free_port

SECRET = "k3y0fSomebody"
KEYS = (f"/o/{SECRET}", f"/r/{SECRET}", f"/s/{SECRET}", f"/mail/{SECRET}", f"/objections/{SECRET}", f"/feeds/{SECRET}.ics",
        f"/check-in/7?code={SECRET}", f"/o/{SECRET}?x=1", f"/?q={SECRET}")  # fmt: skip
PROMISED = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """nginx while the board is away altogether."""
    with fronted(tmp_path_factory.mktemp("front"), [free_port(), free_port()]) as front:
        yield front


def form_of(answer):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)[1]


def test_somebody_signs_in_over_https_and_is_seen_where_they_are(board, resident):
    front, _ = board
    phone = front.browser()
    page = phone.get(f"{front.https}/sign-in")
    form = {
        "csrf_token": form_of(page),
        "mobile": account_of(resident).mobile,
        "password": factories.PASSWORD,
    }

    answer = phone.post(
        f"{front.https}/sign-in", data=form, allow_redirects=False,
        headers={"Referer": f"{front.https}/sign-in", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"},
    )  # fmt: skip

    assert answer.status_code == 303, answer.text
    assert not answer.headers["Location"].startswith("http:")
    cookies = [c for c in answer.raw.headers.getlist("Set-Cookie") if "Max-Age=0" not in c]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    session.rollback()
    assert session.scalar(select(SignIn.address)) == "127.0.0.1", "what the client claims is not believed"


@pytest.mark.on("sqlite")
def test_static_files_come_from_nginx_compressed_and_for_good(board):
    front, _ = board
    style = re.search(r'href="(/static/css/base[^"]+)"', front.get("/").text)[1]

    answer = front.get(style, headers={"Accept-Encoding": "gzip"})

    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Request-ID" not in answer.headers, "the board was asked for it"
    assert front.get("/static/none.css").status_code == 404
    assert front.get("/static/../nginx.conf").status_code == 404


@pytest.mark.on("sqlite")
def test_what_the_board_refuses_is_shown_as_the_board_says_it(board):
    front, _ = board

    missing = front.get("/positions/none")
    too_large = front.browser().post(f"{front.https}/sign-in", data={"mobile": "1" * 2_500_000})

    assert (missing.status_code, too_large.status_code) == (404, 413)
    for answer in (missing, too_large):
        assert answer.headers["X-Request-ID"] in answer.text


@pytest.mark.no_database
def test_http_leads_to_https(alone):
    answer = requests.get(f"{alone.http}/positions/2611-0001?x=1", allow_redirects=False, timeout=5)

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"https://{NAME}/positions/2611-0001?x=1"


@pytest.mark.no_database
def test_other_names_are_refused(alone):
    assert requests.get(alone.http, headers={"Host": "evil.example"}, timeout=5).status_code == 400
    assert alone.get("/", headers={"Host": "evil.example"}).status_code == 400

    context = ssl.create_default_context(cafile=alone.certificate)
    with socket.create_connection(("127.0.0.1", alone.secure)) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="evil.example")


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"path": "/"}, 503, "请过几秒钟刷新再试"),
        ({"path": "/sign-in", "data": b"x" * 3_200_000}, 413, "不能超过 2 MB"),
        ({"path": "/desk/imports/new", "data": b"x" * 5_500_000}, 503, "请过几秒钟刷新再试"),
        ({"path": "/desk/imports/new", "data": b"x" * 9_000_000}, 413, "表格不能超过 5 MB"),
        ({"path": "/" + "x" * 9000}, 400, "地址可能没有复制完整"),
    ],
)  # fmt: skip
def test_what_nginx_says_by_itself_is_a_page_too(alone, asked, status, words):
    answer = alone.get(**asked)

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert PROMISED.items() <= answer.headers.items()
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert answer.headers["Server"] == "nginx", "no version"
    style = alone.get(re.search(r'<link rel="stylesheet" href="([^"]+)"', answer.content.decode())[1])
    assert (style.status_code, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")


@pytest.mark.no_database
def test_keys_and_words_in_addresses_are_not_written_down(alone):
    before = alone.answered()
    for path in KEYS:
        alone.get(path)
        requests.get(alone.http + path, allow_redirects=False, timeout=5)

    logged = alone.logged(before + 2 * len(KEYS))
    assert '"GET /o/*** HTTP/1.1" 503' in logged
    assert '"GET /check-in/7?*** HTTP/1.1" 503' in logged
    assert SECRET not in logged


@pytest.mark.no_database
def test_without_the_mask_the_same_keys_would_be_found(tmp_path, monkeypatch):
    plain = (DEPLOY / "nginx.conf").read_text().replace("$logged_path $server", "$request_uri $server")
    plain = plain.replace("error.log emerg", "error.log error")
    (tmp_path / "nginx.conf").write_text(plain)
    monkeypatch.setattr("tests.faults.shipped.DEPLOY", tmp_path)

    (tmp_path / "run").mkdir()
    with fronted(tmp_path / "run", [free_port()]) as front:
        before = front.answered()
        front.get(KEYS[0])

        logged = front.logged(before + 1)
    assert f'"GET /o/{SECRET} HTTP/1.1" 503' in logged
    assert f'request: "GET /o/{SECRET}' in logged, "and in the error log"


@pytest.mark.no_database
def test_the_units_are_understood_by_systemd(tmp_path):
    units = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
    assert len(units) == 4
    try:
        told = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *map(str, units)],
            capture_output=True, text=True, check=False,
        ).stderr  # fmt: skip
    except FileNotFoundError:
        pytest.skip("no systemd on this machine")
    assert not [
        line for line in told.splitlines() if "Unknown" in line or "Invalid" in line or "Failed" in line
    ]


@pytest.mark.no_database
def test_every_address_that_is_a_key_is_masked():
    shipped = (DEPLOY / "nginx.conf").read_text()
    masked = re.compile(re.search(r"~(\^/\(\?<kind>\S+)", shipped)[1].replace("?<", "?P<"))
    rules = [rule.rule for rule in create_app(settings("sqlite://")).url_map.iter_rules()]
    keys = [rule for rule in rules if "token>" in rule]

    assert len(keys) >= 5
    assert [rule for rule in keys if not masked.match(rule)] == []


@pytest.mark.no_database
def test_nothing_else_of_this_machine_is_served(alone):
    (ROOT / "instance" / "assets").mkdir(parents=True, exist_ok=True)
    for path in ("/.git/config", "/config.py", "/static/..%2f..%2fconfig.py", "/static/%2e%2e/%2e%2e/config.py",
                 "/nginx/away.html", "/nginx/../nginx.conf", "/instance/board.sqlite", "/static/"):  # fmt: skip
        answer = alone.get(path)
        assert answer.status_code in {400, 404, 503}, f"{path}: {answer.status_code}"  # the board is away


def handshake(front, version):
    """The version of TLS they agree on, offered this one only; ssl.SSLError if there is none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_verify_locations(front.certificate)
    context.minimum_version = context.maximum_version = version
    with (
        socket.create_connection(("127.0.0.1", front.secure)) as plain,
        context.wrap_socket(plain, server_hostname=NAME) as secure,
    ):
        return secure.version()


@pytest.mark.no_database
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_only_tls_1_2_and_1_3_are_spoken(alone):
    assert handshake(alone, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    assert handshake(alone, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    with pytest.raises(ssl.SSLError):
        handshake(alone, ssl.TLSVersion.TLSv1_1)


@pytest.mark.no_database
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_a_configuration_that_speaks_old_tls_would_be_found(tmp_path, monkeypatch):
    weak = (
        (DEPLOY / "nginx.conf").read_text().replace("ssl_protocols TLSv1.2", "ssl_protocols TLSv1.1 TLSv1.2")
    )
    (tmp_path / "nginx.conf").write_text(re.sub(r"ssl_ciphers [^;]+", "ssl_ciphers ALL:@SECLEVEL=0", weak))
    monkeypatch.setattr("tests.faults.shipped.DEPLOY", tmp_path)
    (tmp_path / "run").mkdir()

    with fronted(tmp_path / "run", [free_port()]) as front:
        assert handshake(front, ssl.TLSVersion.TLSv1_1) == "TLSv1.1"
