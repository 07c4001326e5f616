"""What holds for the whole board. Lists are generated: from the routes, the tables, the files."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from importlinter.cli import lint_imports

from board import clock
from board.accounts.models import Role
from board.certificates import models as certificates
from board.db import Base, session
from board.dossiers import models as dossiers
from board.flags import models as flags
from board.imports.models import Progress
from board.jobs import models as jobs
from board.notices.models import Notice
from board.objections import models as objections
from board.objections import services as objecting
from board.positions import words
from board.records import models as records
from board.records import proposing
from board.records.models import ServiceRecord
from board.reuse import modelling
from board.signups import models as signups
from tests import factories
from tests.backfills.writing_down import enter, proof_of
from tests.engines import ORIGIN
from tests.flags.making import make_flag, make_recheck
from tests.pages import Browser
from tests.queries import counted
from tests.records.served import serve

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "board").rglob("*.py"), ROOT / "app.py", ROOT / "config.py"])
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SAFE = {"GET", "HEAD", "OPTIONS"}
CAST = ("nobody", "resident", "editor", "reviewer", "manager", "auditor", "outsider")

# Reads of something sensitive write one audit row, and nothing else (design: transactions).
AUDITED_READS = {
    "accounts.open_person", "accounts.look_up", "backfills.open_proof", "list.export", "report.export", "signup.export",
    "certificates.open", "attendance.export_list", "attendance.export_roster",
}  # fmt: skip


# Routes


@pytest.mark.no_database
def test_every_route_states_its_access_and_every_change_is_an_act(rules):
    unmarked = [rule.rule for rule, view in rules if not getattr(view, "access", None)]
    loose = [rule.rule for rule, view in rules if rule.methods - SAFE and not getattr(view, "is_act", False)]

    assert unmarked == []
    assert loose == []


@pytest.fixture
def rules():
    from board import create_app
    from tests.engines import settings

    app = create_app(settings("sqlite://"))
    return [(rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules()]


@pytest.fixture
def world(community, resident, editor, reviewer, manager, auditor, outsider):
    """A little of everything, so that every address leads somewhere."""
    position = factories.make_position(area=community, written_by=editor)
    shift = factories.make_shift(position=position, quota=2)
    mine = factories.make_signup(shift=shift, person=resident)
    factories.make_signup(shift=factories.make_shift(position=position, quota=1), person=resident)
    draft = factories.make_position(
        opportunity_list=position.opportunity_list, state="draft", written_by=editor
    )
    waiting = factories.make_position(
        opportunity_list=position.opportunity_list, state="in_review", written_by=editor
    )
    with factories.committed():
        session.add(
            Notice(person_id=resident.id, kind="x", sentence="好消息", link="/", created_at=clock.now())
        )
    over = factories.make_shift(position=position, starts_in=timedelta(hours=-5))
    serve(over, resident)
    proposing.propose()
    record = session.scalars(sa.select(ServiceRecord)).one()
    objection = objecting.say_not_right(resident, over.id, objecting.Said(reason="少记了"))
    session.commit()
    objecting.take_back(objection.id, resident)
    session.commit()
    back_filled = enter(over, factories.make_person(area=community), by=editor)
    model = modelling.keep_as_model(draft, "看书样板", community, by=editor)
    session.commit()
    return {
        "model_id": [model.id],
        "position": [position.number, draft.number, waiting.number], "list": [position.opportunity_list.number],
        "shift_id": [shift.id, over.id], "signup_id": [mine.id], "record_id": [record.id, back_filled.id],
        "token": [proof_of(back_filled).token],
        "flag_id": [make_flag(record, editor).id], "recheck_id": [make_recheck(record).id],
        "objection_id": [objection.id], "code": [community.code], "year": [2026, 2031],
        "unit_id": [factories.make_unit().id], "volunteer_no": [resident.volunteer_no], "filename": ["css/base.css"],
    }  # fmt: skip


@pytest.mark.dealt
@pytest.mark.parametrize("who", CAST)
def test_no_get_changes_a_row(app, world, who, request):
    browser = Browser(app)
    if who != "nobody":
        browser.as_(request.getfixturevalue(who))
    readable = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods]
    before = _rows()

    for path in [path for rule in readable for path in _addresses(rule, world)]:
        for method in sorted(SAFE) if who == "resident" else ("GET",):
            status = browser.client.open(path, method=method, base_url=ORIGIN).status_code
            assert status < 500, f"{method} {path}: {status}"

    after = _rows()
    assert [table for table in after if after[table] != before[table]] == []


def _addresses(rule, world):
    """Every plausible address of a route."""
    if "<" not in rule.rule:
        return [rule.rule]
    kind = "list" if re.search(r"/(lists|review)/", rule.rule) else "position"
    names = {"number": kind}
    filled = [rule.rule]
    for converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule):
        values = world.get(names.get(name, name), [1])
        mark = f"<{converter}:{name}>" if converter else f"<{name}>"
        filled = [path.replace(mark, str(value)) for path in filled for value in values]
    return filled


def _rows():
    """A fingerprint of every table, without what design allows a read to write."""
    session.rollback()
    rows = {table.name: _fingerprint(table) for table in Base.metadata.sorted_tables}
    session.rollback()
    return rows


def _fingerprint(table):
    columns = [column for column in table.columns if str(column) != "sign_ins.last_seen_at"]
    found = sa.select(*columns)
    if table.name == "audit_rows":
        found = found.where(table.c.action.not_in(AUDITED_READS))
    rows = sorted(repr(tuple(row)) for row in session.execute(found))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


# What the busiest pages may cost

CAPS = {
    ("/", "nobody"): 6,
    ("/", "resident"): 12,
    ("/positions/{position}", "nobody"): 6,
    ("/positions/{position}", "resident"): 12,
    ("/me/signups", "resident"): 12,
    ("/desk", "editor"): 16,
    ("/c/{code}", "nobody"): 8,
    ("/c/{code}/hours", "nobody"): 3,
}


@pytest.mark.parametrize(("path", "who"), CAPS)
def test_the_busiest_pages_ask_few_questions(engine, app, world, path, who, request):
    for _ in range(15):
        factories.make_shift(position=factories.make_position(area=session.get(factories.Area, 1)))
    browser = Browser(app)
    if who != "nobody":
        browser.as_(request.getfixturevalue(who))
    address = path.format(position=world["position"][0], code=world["code"][0])
    browser.get(address)

    with counted(engine) as sent:
        browser.get(address)

    assert len(sent) <= CAPS[path, who], "\n".join(sent)


# Files


@pytest.mark.no_database
def test_imports_run_one_way():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("heading", "states"),
    [
        ("## Positions", words.State),
        ("## Shifts", words.Phase),
        ("## Sign-ups", signups.State),
        ("## Uploads", Progress),
        ("## Records of hours", records.State),
        ("## Flags", flags.State),
        ("## Re-checks", flags.RecheckState),
        ("## Objections to hours", objections.State),
        ("## Entries of a record", dossiers.State),
        ("## Jobs", jobs.State),
        ("## Certificates", certificates.State),
    ],
)
def test_every_state_has_its_sentence(heading, states):
    told = (ROOT / "docs" / "states.md").read_text(encoding="utf-8")
    section = told.partition(heading)[2].partition("\n## ")[0]

    assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == [str(state) for state in states]


@pytest.mark.no_database
def test_no_file_is_named_for_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handlers"}

    assert [
        str(f) for f in [*SOURCES, *TEMPLATES] if vague & set(f.relative_to(ROOT).with_suffix("").parts)
    ] == []


@pytest.mark.no_database
def test_only_the_clock_reads_the_clock():
    reading = re.compile(r"datetime\.(?:now|utcnow|today)\(|date\.today\(|time\.time\(")
    found = [
        f.name for f in SOURCES if f.name != "clock.py" and reading.search(f.read_text(encoding="utf-8"))
    ]

    assert found == []


# Makes markup from our own constants; nothing that anybody typed passes through.
MARKUP_MAKERS = {"filters.py"}


@pytest.mark.no_database
def test_nothing_switches_escaping_off():
    templates = [
        f.name for f in TEMPLATES if re.search(r"\|\s*safe\b|autoescape", f.read_text(encoding="utf-8"))
    ]
    sources = {f.name for f in SOURCES if re.search(r"\bMarkup\(", f.read_text(encoding="utf-8"))}

    assert templates == []
    assert sources <= MARKUP_MAKERS


@pytest.mark.no_database
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda f: str(f.relative_to(ROOT / "templates")))
def test_templates_hold_no_style_script_or_role(template):
    text = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=\"|javascript:", text)
    assert not re.search(rf"['\"](?:{'|'.join(Role)})['\"]", text), "no role names in templates: pass can_…"


@pytest.mark.no_database
@pytest.mark.parametrize("source", SOURCES, ids=lambda f: str(f.relative_to(ROOT)))
def test_modules_stay_readable(source):
    assert len(source.read_text(encoding="utf-8").splitlines()) <= 300, "split the feature, not the file"
