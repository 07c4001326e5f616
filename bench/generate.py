"""Fill an empty database with so many open positions: invented words, a tree of 9 streets and 95 communities.

python -m bench.generate sqlite:////tmp/bench.sqlite 2000
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, insert, text

import board  # noqa: F401 - loads every table
from board import clock, db, schema
from board.accounts.models import Account, Kind, Person, SignIn
from board.accounts.signing import hashed
from board.areas.models import Area, Level
from board.positions import search
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import Audience, Category, DayPart, Guarantee, ListKind, State, Target
from board.signups.models import MadeAs, Signup
from board.signups.models import State as SignupState

PEOPLE = 1_000
BATCH = 2_000
DAYS = 90
# One in twenty positions is for elders, as on the sheets of the seed: the word that is searched for.
TITLES = (
    "图书角管理员", "田园清洁", "周末电影放映员", "消防通道巡查员", "独居老人敲门探访", "冬至饺子会帮厨",
    "垃圾分类引导员", "智能手机课堂助教", "法律咨询志愿者", "腊八送粥", "文明交通劝导", "河道巡护",
    "儿童绘本共读", "便民义剪", "邻里集市布展", "小小讲解员带队", "院落绿化养护", "非机动车整理",
    "健康义诊导引", "乡村图书整理",
)  # fmt: skip
ELDERS = ("助老上门理发", "助老代购买菜", "助老陪诊")
CONTENTS = ("两人一组上门看望，陪着聊聊天，看看用水、用电、用气是否安全，并做好登记。",
            "整理归还的图书，帮助居民借阅，活动结束后打扫活动室，关好门窗。",
            "在路口和小区门口提醒行人和非机动车遵守信号灯，劝导不戴头盔的骑行者。",
            "清理田间地头的农膜和白色垃圾，分类装袋，送到村里的集中点。",
            "给孩子们读绘本，组织手工活动，注意看护，等家长接走以后再离开。")  # fmt: skip
PLACES = ("活动室二楼", "党群服务中心集合", "邻里广场", "长者食堂", "村委会集合", "小区三号门")
HOURS = ((8, 3), (9, 2), (14, 3), (19, 2), (20, 1))
Values = dict[str, Any]


def fill(url: str, positions: int, *, seed: int = 7) -> None:
    """Make the tables and the rows; the same seed makes the same rows from the same day."""
    engine = db.make_engine(url)
    schema.upgrade(engine)
    chance = random.Random(seed)
    with engine.connect().execution_options(writing=True) as connection:
        communities = _areas(connection)
        _people(connection, communities, chance)
        lists = _lists(connection, communities)
        _positions(connection, lists, positions, chance)
        _number_on(connection)
        connection.commit()
    _analyse(engine)


def _number_on(connection: Connection) -> None:
    """Rows made here have numbers; whoever adds one gets the next. SQLite sees to that by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in (Area, Person, Account, SignIn, OpportunityList, Position, Shift):
        name = table.__tablename__
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
        )


def _analyse(engine: Engine) -> None:
    """What PostgreSQL's autovacuum does by itself; SQLite runs without statistics, as the board does."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _areas(connection: Connection) -> list[int]:
    rows = [_area(1, "510115000000", Level.district, "温江区", None, "")]
    for street in range(9):
        code = f"510115{street + 1:03d}000"
        rows.append(
            _area(
                len(rows) + 1, code, Level.street, f"{'柳公涌天金永和万寿'[street]}城街道", 1, rows[0]["path"]
            )
        )
        above = rows[-1]
        for community in range(10 if street else 15):
            name = f"{'清和东南北西凤鱼万燎'[community % 10]}{'泉平街桥溪凫春原安'[street]}社区"
            code = f"510115{street + 1:03d}{community + 1:03d}"
            rows.append(_area(len(rows) + 1, code, Level.community, name, above["id"], above["path"]))
    connection.execute(insert(Area), rows)
    return [row["id"] for row in rows if row["level"] == Level.community]


def _area(number: int, code: str, level: Level, name: str, parent: int | None, above: str) -> Values:
    return {
        "id": number,
        "code": code,
        "level": level,
        "name": name,
        "parent_id": parent,
        "path": f"{above}{code}/",
    }


def token_of(number: int) -> str:
    """The sign-in cookie of the so-many-th person."""
    return f"bench-token-{number}"


def _people(connection: Connection, communities: list[int], chance: random.Random) -> None:
    now = clock.now()
    numbers = range(1, PEOPLE + 1)
    connection.execute(insert(Person), [
        {"id": n, "volunteer_no": f"WJ{n:06d}", "name": f"测{n}", "kind": Kind.resident, "created_at": now,
         "area_id": chance.choice(communities)} for n in numbers])  # fmt: skip
    connection.execute(insert(Account), [
        {"id": n, "person_id": n, "mobile": f"199{n:08d}", "password_hash": "!", "created_at": now,
         "privacy_version": "1", "consented_at": now} for n in numbers])  # fmt: skip
    connection.execute(insert(SignIn), [
        {"id": n, "account_id": n, "token_hash": hashed(token_of(n)), "created_at": now, "last_seen_at": now,
         "browser": "bench"} for n in numbers])  # fmt: skip


def _lists(connection: Connection, communities: list[int]) -> list[tuple[int, int]]:
    month = clock.today().replace(day=1)
    rows = [
        {"id": n, "number": f"{n:06d}-{month:%Y-%m}", "area_id": area, "kind": ListKind.opportunity,
         "title": f"{month.month}月慈善公益岗位机会清单", "period_start": month,
         "period_end": month + timedelta(days=120),
         "created_by": 1, "created_at": clock.now()} for n, area in enumerate(communities, 1)]  # fmt: skip
    connection.execute(insert(OpportunityList), rows)
    return [(row["id"], row["area_id"]) for row in rows]


def _positions(
    connection: Connection, lists: list[tuple[int, int]], count: int, chance: random.Random
) -> None:
    made = (_position(number, *chance.choice(lists), chance) for number in range(1, count + 1))
    while batch := list(islice(made, BATCH)):
        connection.execute(insert(Position), [position for position, _ in batch])
        shifts = [shift for _, several in batch for shift in several]
        connection.execute(insert(Shift), shifts)
        connection.execute(insert(Signup), list(_lines(shifts, chance)) or [])
        _index(connection, [position for position, _ in batch])


def _position(number: int, list_id: int, area_id: int, chance: random.Random) -> tuple[Values, list[Values]]:
    title = chance.choice(ELDERS if number % 20 == 0 else TITLES)
    first = clock.today() + timedelta(days=chance.randrange(1, DAYS))
    hour, length = chance.choice(HOURS)
    quota = chance.choice((2, 3, 5, 8, 10, 20, 40))
    shifts = [_shift(number, n, first + timedelta(days=7 * n), hour, length, quota, chance)
              for n in range(chance.choice((1, 1, 2, 4, 7)))]  # fmt: skip
    position = {
        "id": number, "number": f"B{number:07d}", "list_id": list_id, "area_id": area_id, "item": number,
        "state": State.published, "title": title, "content": chance.choice(CONTENTS), "quota": quota,
        "categories": (chance.choice(list(Category)),), "targets": (Target.elders,),
        "audience": _audience(chance),
        "guarantees": (Guarantee.insurance, Guarantee.water), "risk_note": "无特殊风险",
        "address": chance.choice(PLACES),
        "contact_name": "服务站", "contact_phone": "028-00000000", "created_at": clock.now(),
        "published_at": clock.now(), "next_start": shifts[0]["starts_at"],
    }  # fmt: skip
    return position, shifts


def _audience(chance: random.Random) -> Audience:
    return chance.choice((Audience.both, Audience.both, Audience.residents, Audience.officials))


def _shift(
    position: int, n: int, day: date, hour: int, length: int, quota: int, chance: random.Random
) -> Values:
    starts_at = clock.at(day, time(hour))
    taken = quota if chance.random() < 0.15 else chance.randrange(quota)
    parts = [DayPart.weekend] if day.weekday() > 4 else [DayPart.daytime] if hour < 18 else []
    return {
        "id": position * 10 + n, "position_id": position, "quota": quota, "places": quota,
        "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=length),
        "closes_at": clock.at(day - timedelta(days=1), time(18)),
        "withdraw_until": starts_at - timedelta(days=1), "taken": taken, "turn": 2,
        "day_parts": tuple([*parts, DayPart.evening] if hour >= 18 else parts) or (DayPart.daytime,),
    }  # fmt: skip


def _lines(shifts: list[Values], chance: random.Random) -> Iterator[Values]:
    """Two people wait on every full shift. Those who hold its places are not made: nothing reads them."""
    now = datetime.now(UTC)
    for shift in shifts:
        if shift["taken"] < shift["quota"]:
            continue
        for turn, person in enumerate(chance.sample(range(1, PEOPLE + 1), 2), 1):
            yield {"shift_id": shift["id"], "person_id": person, "made_by": person, "made_as": MadeAs.self,
                   "area_id": 3, "state": SignupState.waiting, "turn": turn, "consent_version": "1",
                   "created_at": now, "changed_at": now}  # fmt: skip


def _index(connection: Connection, positions: list[Values]) -> None:
    sqlite = connection.dialect.name == "sqlite"
    rows = [{"id": p["id"], "words": _words(p, sqlite=sqlite)} for p in positions]
    connection.execute(text(search.INSERT["sqlite" if sqlite else "postgresql"]), rows)


def _words(position: Values, *, sqlite: bool) -> str:
    parts = (position["title"], position["content"], position["address"], position["number"])
    kept = [token for part in parts for token in (*search.tokens(part), search.BREAK)]
    return " ".join(kept) if sqlite else search.as_tsvector(kept)


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))
