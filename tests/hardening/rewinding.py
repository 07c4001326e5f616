"""Putting every row of a test's database back to where it was, and comparing what two acts left."""

import re
import shutil
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from board.db import Base, session

# Made of chance, or new with each request: different every time, whatever was asked for.
RANDOM = {
    "token_hash",
    "mail_token_hash",
    "password_hash",
    "code_hash",
    "browser_hash",
    "request_id",
    "token",
    "ciphertext",
}
# Every hold of a shift takes a number, whatever comes of it.
COUNTED = {"shifts.turn"}
# A certificate has a token, a code and a salt of chance, and is signed with them.
CERTIFIED = {"service_certificates.code", "service_certificates.content", "service_certificates.signed",
             "certificate_holders.salt"}  # fmt: skip
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_SEQUENCES = "SELECT schemaname || '.' || sequencename, coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences"

# The six digits of a code, and the address that proves a mailbox, are of chance too.
_BY_CHANCE = re.compile(r"(?<=验证码 )\d{6}|(?<=/mail/)[\w-]+")


def keep(engine, *, name="kept"):
    """What there is now, for `put_back`; under a name of its own, if it must outlive the next test that keeps."""
    session.remove()
    return _keep_file(engine, name) if engine.is_sqlite else _keep_tables(engine.cleaner)


def put_back(engine, kept):
    """The rows are as they were, and the next number is what it was."""
    session.remove()
    if engine.is_sqlite:
        _put_back_file(engine, kept)
    else:
        _put_back_tables(engine, kept)


def _keep_file(engine, name):
    with engine.sa.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.sa.dispose()
    kept = engine.file.with_suffix(f".{name}")
    shutil.copyfile(engine.file, kept)
    return kept


def _put_back_file(engine, kept):
    engine.sa.dispose()
    for left in (Path(f"{engine.file}-wal"), Path(f"{engine.file}-shm")):
        left.unlink(missing_ok=True)
    shutil.copyfile(kept, engine.file)


def _keep_tables(cleaner):
    kept, tables = {}, [table for (table,) in cleaner.execute(_TABLES)]
    for (table,) in cleaner.execute(_which_hold_rows(tables)).fetchall():
        with cleaner.cursor().copy(f'COPY "{table}" TO STDOUT') as copied:
            kept[table] = b"".join(bytes(block) for block in copied)
    return kept, cleaner.execute(_SEQUENCES).fetchall()


def _put_back_tables(engine, kept):
    tables, sequences = kept
    engine.cleaner.execute(engine.emptying)
    for table, rows in tables.items():
        with engine.cleaner.cursor().copy(f'COPY "{table}" FROM STDIN') as copying:
            copying.write(rows)
    values = ", ".join(["setval(%s::regclass, %s, %s)"] * len(sequences))
    engine.cleaner.execute(f"SELECT {values}", [part for sequence in sequences for part in sequence])


def tables_with_rows():
    """The tables that hold anything: most of them do not, in a test."""
    names = set(session.scalars(sa.text(_which_hold_rows(Base.metadata.tables))))
    return [table for table in Base.metadata.sorted_tables if table.name in names]


def _which_hold_rows(tables):
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)


@cache
def _all_but_random(table):
    return sa.select(
        *(
            column
            for column in table.columns
            if column.name not in RANDOM and str(column) not in COUNTED | CERTIFIED
        )
    )


def rows_now():
    """Every row of every table as sorted text, without what is random."""
    session.rollback()
    found = {table.name: [] for table in Base.metadata.sorted_tables}
    for table in tables_with_rows():
        rows = session.execute(_all_but_random(table)).all()
        found[table.name] = sorted(_BY_CHANCE.sub("……", repr(tuple(row))) for row in rows)
    session.rollback()
    return found


# Each look at a person is written down, and each refusal: neither is an effect.
LOOKS = (
    "'refused'",
    "'accounts.open_person'",
    "'accounts.look_up'",
    "'attendance.reveal_phone'",
    "'notices.reveal_phone'",
    "'objections.reveal_contact'",
    "'identity.reveal'",
    "'backfills.open_proof'",
    "'dossier.export'",
    "'list.export'",
    "'report.export'",
    "'signup.export'",
    "'attendance.export_list'",
    "'attendance.export_roster'",
)


def done_only(rows):
    """The same without what is written down of refusals and of looking."""
    return rows | {
        "audit_rows": [row for row in rows["audit_rows"] if not any(look in row for look in LOOKS)]
    }


def differences(before, after):
    """Table -> the rows that are in one of the two only."""
    return {
        name: sorted(set(before[name]) ^ set(after[name]))
        or [f"{len(after[name]) - len(before[name]):+} rows"]
        for name in before
        if before[name] != after[name]
    }
