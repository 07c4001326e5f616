"""The schema's own word on the second person: whoever wrote a record cannot confirm it, whatever the program says."""

from typing import Any, Final

from sqlalchemy import DDL, Table, event

_WROTE: Final = (
    "EXISTS (SELECT 1 FROM service_records WHERE id = NEW.record_id AND entered_by = NEW.by_id) "
    "OR (NEW.step > 1 AND EXISTS (SELECT 1 FROM record_steps WHERE record_id = NEW.record_id AND by_id = NEW.by_id "
    "AND kind IN ('kept','corrected','reinstated')))"
)
SENTENCE: Final = "whoever wrote a record does not confirm it"
STATEMENTS: Final = (
    ("sqlite", "CREATE TRIGGER record_steps_second_person BEFORE INSERT ON record_steps "
               f"WHEN NEW.kind = 'confirmed' AND ({_WROTE}) BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"),
    ("postgresql", "CREATE FUNCTION record_steps_second_person() RETURNS trigger LANGUAGE plpgsql "
                   # A plan made while the tables were small would read them whole ever after.
                   "SET enable_seqscan TO off AS "
                   f"$$ BEGIN IF {_WROTE} THEN RAISE EXCEPTION '{SENTENCE}'; END IF; RETURN NEW; END $$"),
    ("postgresql", "CREATE TRIGGER record_steps_second_person BEFORE INSERT ON record_steps "
                   "FOR EACH ROW WHEN (NEW.kind = 'confirmed') EXECUTE FUNCTION record_steps_second_person()"),
)  # fmt: skip


def guard(table: Any) -> None:  # Any: SQLAlchemy says FromClause of a model's __table__
    """Whoever creates the table of steps creates this trigger with it."""
    assert isinstance(table, Table)  # noqa: S101 - for the type checker
    for dialect, statement in STATEMENTS:
        event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
    dropped = DDL("DROP FUNCTION IF EXISTS record_steps_second_person()").execute_if(dialect="postgresql")
    event.listen(table, "after_drop", dropped)
