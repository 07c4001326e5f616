"""Every parameter of every address, with values that no page would send: never a 5xx."""

import re
from itertools import cycle
from pathlib import Path

import pytest

from board.front.looking_for import LookingFor
from tests.engines import ORIGIN
from tests.hardening.expectations import HOLDS, ROUTES
from tests.hardening.world import KINDS
from tests.pages import Browser

ROOT = Path(__file__).parent.parent.parent
# Percent-encoded, as they travel: huge, negative, wrong, empty, NUL, no text, long, markup, patterns.
VALUES = (
    "99999999999999999999999", "-1", "0", "1.5", "1e9", "NaN", "true", "null", "%00", "a%00b", "%FF", "%ED%A0%80", "%C0%AF",
    "x" * 20_000, "%F0%AC%AD%8E", "%EF%BC%91%EF%BC%92", "%25", "_", "%27%3B--", "%3Cscript%3E", "..%2f..%2fetc", "%0d%0aX:y",
    "2147483648", "9223372036854775808", "%D9%A3", "2026-02-30", "0001-01-01", "9999-12-31", "25%3A61", "", "%20",
)  # fmt: skip
_READ = re.compile(r"(?:args|values|given)\.(?:get|getlist)\(\s*\"(\w+)\"|form\.data\.(\w+)")


def query_names():
    """Every name that the code reads from an address, and the fields of forms sent by GET."""
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "board").rglob("*.py"))
    asked = {name for pair in _READ.findall(sources) for name in pair if name} | set(
        LookingFor.__annotations__
    )
    plain = re.findall(r"class \w+\(PlainForm\):(.*?)(?=\nclass |\Z)", sources, re.DOTALL)
    return sorted(
        asked | {name for body in plain for name in re.findall(r"^    (\w+) = \w", body, re.MULTILINE)}
    )


def test_the_names_are_found():
    assert {"before", "shift", "next", "area", "q", "days", "first", "actor"} <= set(query_names())


def _who(access):
    return next((who for who, held in HOLDS.items() if held & set(access.split(", "))), "resident")


def _askers(app, world):
    return {who: Browser(app).as_(world.people[who]) for who in ("resident", *HOLDS)} | {
        "nobody": Browser(app)
    }


def _get(browser, path):
    return browser.client.get(path, base_url=ORIGIN, headers={"Referer": f"{ORIGIN}/"}).status_code


def _readable(app):
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [rule for rule in rules if "GET" in rule.methods and rule.endpoint != "static"]


def test_no_value_in_a_path_is_an_error(app, engine, full_world):
    askers, found = _askers(app, full_world), []
    for number, rule in enumerate(rule for rule in _readable(app) if "<" in rule.rule):
        browser = askers[_who(app.view_functions[rule.endpoint].access)]
        for value in VALUES[(number + engine.is_sqlite) % 2 :: 2]:  # the other half on the other engine
            path = re.sub(r"<[^>]*>", lambda _, value=value: value, rule.rule)
            status = _get(browser, path)
            if status >= 500:
                found.append(f"GET {path[:80]}: {status}")

    assert found == [], "\n" + "\n".join(found)


def test_no_query_is_an_error(app, full_world):
    """Each address gets each name with some of the values, alone and twice."""
    askers, names, found = _askers(app, full_world), query_names(), []
    values = cycle(VALUES)
    for rule in _readable(app):
        browser = askers[_who(app.view_functions[rule.endpoint].access)]
        kind = ROUTES[rule.rule].kind
        value = full_world.value(kind, "own") if kind in KINDS else ""
        path = re.sub(r"<[^>]*>", lambda _, value=value: value, rule.rule)
        for bundle in _bundles(names, values):
            status = _get(browser, f"{path}?{bundle}")
            if status >= 500:
                found.append(f"GET {path}?{bundle[:200]}: {status}")

    assert found == [], "\n" + "\n".join(found)


def _bundles(names, values):
    """All names at once with one value each, three times over; then every other name twice."""
    for _ in range(3):
        yield "&".join(f"{name}={next(values)[:300]}" for name in names)
    yield "&".join(f"{name}={next(values)[:300]}&{name}={next(values)[:300]}" for name in names)
    yield "&".join(names)


@pytest.mark.soak
def test_no_single_query_value_is_an_error(app, full_world):
    """Every name with every value at every address."""
    askers, names, found = _askers(app, full_world), query_names(), []
    for rule in _readable(app):
        browser = askers[_who(app.view_functions[rule.endpoint].access)]
        kind = ROUTES[rule.rule].kind
        value = full_world.value(kind, "own") if kind in KINDS else ""
        path = re.sub(r"<[^>]*>", lambda _, value=value: value, rule.rule)
        for name in names:
            for value in VALUES:
                status = _get(browser, f"{path}?{name}={value}&{name}={value[:50]}")
                if status >= 500:
                    found.append(f"GET {path}?{name}={value[:60]}: {status}")

    assert found == [], "\n" + "\n".join(found)
