"""Log lines: one event is one line, and no line says anything about a person."""

import sys
import traceback
from typing import Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

import config

FRAMES: Final = 8


def register(settings: config.Settings) -> None:
    """JSON for machines; in demo mode lines for whoever watches the screen."""
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_it_broke,
    ]
    shown: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if settings.demo
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, _on_one_line, shown],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def where_it_broke(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Frames and kinds of an error, never its text: databases quote names and numbers in theirs."""
    problem = event.pop("exc_info", None)
    if isinstance(problem, BaseException):
        frames = traceback.extract_tb(problem.__traceback__)[-FRAMES:]
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        cause = problem.__cause__ or problem.__context__
        event["because"] = type(cause).__name__ if cause else None
    return event


def _on_one_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: _escaped(value) if isinstance(value, str) else value for key, value in event.items()}


def _escaped(text: str) -> str:
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
