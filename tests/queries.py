"""Counting the statements a page costs."""

from contextlib import contextmanager

from sqlalchemy import event


@contextmanager
def counted(engine):
    """Yields the list of statements that the block sent to the database."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("PRAGMA", "BEGIN", "SET ")):
            sent.append(statement)

    event.listen(engine.sa, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine.sa, "before_cursor_execute", note)
