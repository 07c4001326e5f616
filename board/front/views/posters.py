"""Lists and positions on paper, and as pictures for chat groups."""

import hashlib
import re
from typing import Final
from urllib.parse import quote

from flask import g, make_response, request
from werkzeug.wrappers import Response

from board import clock, dates, typesetting
from board.front import poster, printing, queries
from board.front.printing import Told
from board.front.views import blueprint
from board.front.views.lists import fetch
from board.positions.models import Position
from board.positions.words import State
from board.web.access import open_to_all
from board.web.forms import page
from board.web.visitors import cached_for_visitors

Answer = Response | tuple[str, int]
SET: Final = {"pdf": typesetting.pdf, "png": typesetting.png}
TYPES: Final = {"pdf": "application/pdf", "png": "image/png"}
NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\s]+')


@blueprint.get("/lists/<number>/print")
@open_to_all
@cached_for_visitors
def poster_of(number: str) -> Answer:
    found, now = fetch(number), clock.now()
    address = f"{g.settings.origin}/lists/{found.number}"
    told = printing.list_poster(found, queries.still_on(found, now), address, now)
    if not told["rows"]:
        return _no_poster_of_list(number)
    return page("front/poster.html", issued=found, told=told, code=poster.code(address))


@blueprint.get("/lists/<number>/poster.pdf", defaults={"kind": "pdf"})
@blueprint.get("/lists/<number>/poster.png", defaults={"kind": "png"})
@open_to_all
@cached_for_visitors
def list_poster(number: str, kind: str) -> Answer:
    found, now = fetch(number), clock.now()
    ahead = queries.still_on(found, now)
    if not ahead:
        return _no_poster_of_list(number)
    sheet = printing.list_poster if kind == "pdf" else printing.list_picture
    told = sheet(found, ahead, f"{g.settings.origin}/lists/{number}", now)
    return _file(
        kind, sheet.__name__, told, number, f"{found.area.name}-{dates.long_month(found.period_start)}"
    )


def _no_poster_of_list(number: str) -> Answer:
    return _no_poster("这张清单上的岗位都截止了，没有海报可以印。", f"/lists/{number}", "看这张清单")


@blueprint.get("/positions/<number>/poster")
@open_to_all
@cached_for_visitors
def position_posters(number: str) -> Answer:
    found = queries.fetch_position(number)
    if not queries.shifts_to_take(found, clock.now()):
        return _no_poster_of(found)
    return page("front/position_poster.html", position=found)


@blueprint.get("/positions/<number>/poster.pdf", defaults={"kind": "pdf"})
@blueprint.get("/positions/<number>/poster.png", defaults={"kind": "png"})
@open_to_all
@cached_for_visitors
def position_poster(number: str, kind: str) -> Answer:
    found, now = queries.fetch_position(number), clock.now()
    shifts = queries.shifts_to_take(found, now)
    if not shifts:
        return _no_poster_of(found)
    sheet = printing.position_poster if kind == "pdf" else printing.position_picture
    told = sheet(found, shifts, f"{g.settings.origin}/positions/{number}", now)
    return _file(kind, sheet.__name__, told, number, f"{found.area.name}-{found.title}")


def _no_poster_of(found: Position) -> Answer:
    why = "取消了" if found.state == State.cancelled else "已经截止报名"
    return _no_poster(f"这个岗位{why}，没有海报可以印。", f"/positions/{found.number}", "看这个岗位")


def _no_poster(sentence: str, path: str, words: str) -> Answer:
    """410: it was there, and nobody is to be invited by it any more."""
    body, _ = page("front/no_poster.html", sentence=sentence, path=path, words=words)
    return body, 410


def _file(kind: str, template: str, told: Told, number: str, name: str) -> Response:
    """清泉社区-2026年12月-海报.pdf; an old browser reads the plain name."""
    body = SET[kind](template, told)
    answer = make_response(body)
    answer.content_type = TYPES[kind]
    words = NOT_IN_NAMES.sub("-", f"{name}-海报.{kind}")
    names = {"filename": f"poster-{number}.{kind}", "filename*": f"UTF-8''{quote(words, safe='')}"}
    answer.headers.set("Content-Disposition", "inline", **names)
    answer.headers["Cache-Control"] = "private, no-cache"  # visitors.py says public to visitors
    answer.set_etag(hashlib.sha256(body).hexdigest()[:24])
    return answer.make_conditional(request)
