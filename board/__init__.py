"""create_app(): the contents page of the board."""

from pathlib import Path

from flask import Flask, g, request
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from board import commands, db
from board.accounts import export, forgetting
from board.accounts import upkeep as accounts_upkeep
from board.accounts import views as accounts
from board.accounts import web as people
from board.areas.commands import load_areas
from board.attendance import export as attendance_export
from board.attendance import needing as attendance_needing
from board.attendance import own as attended
from board.attendance import services as attendance_services
from board.attendance import upkeep as attendance_upkeep
from board.attendance import views as attendance
from board.attendance.window import Window
from board.audit import sealing
from board.backfills import export as backfills_export
from board.backfills import limits as backfill_limits
from board.backfills import services as backfills_services
from board.backfills import upkeep as backfills_upkeep
from board.backfills import views as backfills
from board.certificates import asking, packing
from board.certificates import export as certificates_export
from board.certificates import holding as certificates_holding
from board.certificates import keys as certificate_keys
from board.certificates import upkeep as certificates_upkeep
from board.certificates import views as certificates
from board.certificates.services import Site
from board.demo.commands import demo
from board.desk import menu
from board.desk import views as desk
from board.dossiers import export as dossiers_export
from board.dossiers import services as dossiers_services
from board.dossiers import views as dossiers
from board.flags import drawing, finding, shares
from board.flags import upkeep as flags_upkeep
from board.flags import views as flags
from board.front import views as front
from board.identity import export as identity_export
from board.identity import keys as identity_keys
from board.identity import needing as identity_needing
from board.identity import upkeep as identity_upkeep
from board.identity import views as identity
from board.identity.commands import new_key, rotate_identity_keys
from board.imports import upkeep as imports_upkeep
from board.imports import views as imports
from board.jobs import timetable, worker
from board.jobs import upkeep as jobs_upkeep
from board.notices import export as notices_export
from board.notices import limits
from board.notices import upkeep as notices_upkeep
from board.notices import views as notices
from board.notices.queries import unread_count
from board.objections import export as objections_export
from board.objections import upkeep as objections_upkeep
from board.objections import views as objections
from board.objections.views import desk as objections_desk
from board.objections.views import mine as objections_mine
from board.outbox import views as outbox
from board.positions import upkeep as positions_upkeep
from board.positions import views as positions
from board.records import confirmed_news, following, ledger, proposing, stepping
from board.records import export as records_export
from board.records import views as records
from board.records.views import showing as records_showing
from board.records.views import told as records_told
from board.reuse import views as reuse
from board.signups import export as signups_export
from board.signups import handing_over, upkeep
from board.signups import views as signups
from board.signups.views import day as signups_day
from board.web import (
    access,
    assets,
    filters,
    headers,
    health,
    logs,
    once,
    page_cache,
    paging,
    problems,
    requests,
    visitors,
)

ROOT = Path(__file__).parent.parent


FEATURES = (
    health, accounts, notices, identity, positions, signups, attendance, reuse, imports, records, backfills, objections,
    flags, dossiers, certificates, front, desk,
)  # fmt: skip


def create_app(settings: config.Settings | None = None) -> Flask:
    """The whole board. Refuses to start with settings that are not safe (config.BadSettings)."""
    settings = settings or config.read()
    app = Flask(__name__, root_path=str(ROOT), static_folder="static", template_folder="templates")
    configure(app, settings)
    app.extensions["engine"] = db.connect(settings.database_url)
    refuse_bad_start(settings)
    register_plumbing(app, settings)

    for feature in FEATURES:
        app.register_blueprint(feature.blueprint)
    if settings.demo:
        app.register_blueprint(outbox.blueprint)
    commands.register(app)
    app.cli.add_command(load_areas)
    app.cli.add_command(demo)
    app.cli.add_command(new_key)
    app.cli.add_command(rotate_identity_keys)
    register_steps(app, settings)
    register_jobs(settings)
    introduce_features()
    app.context_processor(_on_every_page)
    app.context_processor(menu.on_every_page)

    access.open_to_all(app.view_functions["static"])
    access.check_every_route(app)
    page_cache.register(app)
    assets.register(app, built=ROOT / "instance" / "assets")
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)  # type: ignore[method-assign]
    return app


def configure(app: Flask, settings: config.Settings) -> None:
    """What Flask and its extensions ask for."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=None,  # a clerk's long form outlives an hour; the token is bound to the sign-in
        WTF_CSRF_SSL_STRICT=True,
        WTF_I18N_ENABLED=False,  # without Flask-Babel it would keep WTForms from speaking Chinese
    )


def register_plumbing(app: Flask, settings: config.Settings) -> None:
    """What every request passes through, whatever it is about."""
    logs.register(settings)
    limits.use(settings)
    ledger.use_notice_of(settings.notice_days)
    identity_keys.use(settings)
    certificate_keys.use(settings)
    backfill_limits.use(settings.backfill_minutes)
    drawing.use(settings.recheck_percent)
    requests.register(app, settings)
    paging.register(app)
    visitors.register(app, https=settings.https)
    headers.register(app, https=settings.https)
    problems.register(app)
    filters.register(app)
    people.register(app)
    CSRFProtect(app).exempt(notices.mail.stop_mails)  # mail programs press it, without a token (RFC 8058)


def register_steps(app: Flask, settings: config.Settings) -> None:
    """What `flask tick` runs, in this order."""
    window = Window.of_minutes(settings.check_in_before, settings.check_in_after)
    app.extensions["tick_steps"] = [
        *upkeep.STEPS,
        *positions_upkeep.STEPS,
        *accounts_upkeep.STEPS,
        *notices_upkeep.STEPS,
        *identity_upkeep.STEPS,
        *imports_upkeep.STEPS,
        *jobs_upkeep.STEPS,
        once.forget_old,
        *attendance_upkeep.steps(window),
        proposing.propose,
        following.follow_changes,
        *objections_upkeep.STEPS,
        *certificates_upkeep.steps(Site(settings.origin.rstrip("/"), settings.demo)),
        packing.forget_old,
        *backfills_upkeep.STEPS,
        *flags_upkeep.STEPS,
    ]


def register_jobs(settings: config.Settings) -> None:
    """What the worker beside the server does, by the kind of job."""
    worker.handlers[confirmed_news.KIND] = confirmed_news.tell
    worker.handlers[asking.PACK] = packing.Packer(Site(settings.origin.rstrip("/"), settings.demo))
    worker.handlers["audit.seal"] = lambda _: sealing.seal_due()
    timetable.slots["audit.seal"] = timetable.every_ten_minutes
    worker.handlers["flags.find"] = lambda _: finding.find()
    timetable.slots["flags.find"] = timetable.every_ten_minutes
    worker.handlers["flags.find_leaps"] = lambda _: shares.find_leaps()
    timetable.slots["flags.find_leaps"] = timetable.every_night
    worker.handlers["flags.draw"] = lambda _: drawing.draw_last_month()
    timetable.slots["flags.draw"] = timetable.every_month


def introduce_features() -> None:
    """What features know of each other although neither may import the other."""
    export.sections.update({"报名": signups_export.signups, "消息": notices_export.notices})
    export.sections["怎么通知我"] = notices_export.wishes
    export.sections["日历订阅"] = signups_export.calendar_feeds
    export.sections["签到"] = attendance_export.attendance
    export.sections["服务时长"] = records_export.hours
    export.sections["身份证号"] = identity_export.identity
    export.sections["证明"] = certificates_export.certificates
    export.sections["谁要过我的证明"] = certificates_export.asked_for
    export.sections["培训、表彰、评价"] = dossiers_export.entries
    forgetting.others[:] = [certificates_holding.forget, dossiers_services.forget]
    identity_needing.asked[:] = [attendance_needing.needs]
    export.sections["补录的证明"] = backfills_export.proofs
    stepping.checks[:] = [backfills_services.refuse_longer]
    handing_over.others[:] = [lambda record, me: attendance_services.hand_over(record.id, me.id)]
    handing_over.others.append(dossiers_services.hand_over)
    export.sections["时长异议"] = objections_export.objections
    records_told.told = records_told.Told(
        objections_mine.of_mine,
        objections_mine.of_unwritten,
        objections_desk.of_record,
        objections_desk.at_the_desk,
    )
    signups_day.told = signups_day.Told(
        attended.words_of, attended.tally, records_showing.hours_on, records_showing.hours_of
    )


def refuse_bad_start(settings: config.Settings) -> None:
    """Stop here, with a sentence that says what to set, rather than run unsafely."""
    key_problems = (*identity_keys.problems(settings), *certificate_keys.problems(settings))
    problems_found = [*settings.problems(), *key_problems]
    if problems_found:
        raise config.BadSettings("\n".join(problems_found))


def _on_every_page() -> dict[str, object]:
    """What base.html shows around every page."""
    looking = g.get("has_sign_in_cookie") and current_user.is_authenticated
    settings: config.Settings = g.settings
    return {
        "viewer": people.viewer(unread_count(current_user.person)) if looking else None,
        "elder": request.cookies.get("elder") == "1",
        "demo": settings.demo,
        "settings": settings,
        "here": request.full_path.rstrip("?"),
    }
