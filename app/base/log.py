"""What happened, for whoever has to find out why: JSON lines in `<home>/logs`, with nothing personal in them.

`log(name)` writes events with named fields. Only fields listed in `PLAIN` are written as they are, and even those
lose anything that looks like a phone number, an e-mail address or a key; every other value is written as its type.
Of an exception its kind, its place and the `detail` of a `GilmokError` (without what it quotes) are kept, never its
message: that may be a customer's. The same rules hold for what libraries log.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import structlog

from app.base import paths

# fmt: off
#: Fields that say something about the program, never about a person.
PLAIN = frozenset({
    "event", "level", "shop", "journey", "version", "node", "kind", "channel", "provider", "platform", "page",
    "rule", "table", "state", "code", "reason", "source", "command", "python", "system", "gilmok", "count", "rows",
    "done", "failed", "skipped", "seconds", "ms", "tries", "attempt", "error", "place", "detail", "message_id",
    "enrollment",
})
# fmt: on
_MACHINERY = frozenset({"_record", "_from_structlog"})

#: Secrets this process has in hand: never written, wherever they turn up.
_hidden: set[str] = set()

_MASK = "•••"
_ADDRESS = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")
_PHONE = re.compile(r"(?<!\d)(?:\+|0|8\s?2)[\d\s().-]{6,}\d|(?<!\d)1\d{1,3}[\s.-]?\d{3,4}[\s.-]?\d{4}(?!\d)")
_KEY = re.compile(r"(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{20,}")
_QUOTED = re.compile(r"""'[^']*'|"[^"]*"|“[^”]*”|input_value=.*?(?=, input_type)""", re.DOTALL)

_MEGABYTE = 1_000_000


def log(name: str) -> structlog.stdlib.BoundLogger:
    """A logger for one part of the program. Quiet until `open_log` is called."""
    logger: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        logging.getLogger(f"gilmok.{name}"),
        processors=[structlog.stdlib.filter_by_level, mask, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return logger


def open_log(name: str = "gilmok", folder: Path | None = None) -> Path:
    """Write from now on to `<folder>/<name>.log` (five files of 1 MB at most); each process has its own name."""
    file = (folder or paths.home() / "logs") / f"{name}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    writer = RotatingFileHandler(file, maxBytes=_MEGABYTE, backupCount=4, encoding="utf-8", delay=True)
    writer.setFormatter(_formatter())
    logging.getLogger().addHandler(writer)
    logging.getLogger("gilmok").setLevel(logging.INFO)
    return file


def close_log() -> None:
    """Stop writing to files; for tests and for the end of the program."""
    for handler in list(logging.getLogger().handlers):
        if isinstance(handler, RotatingFileHandler):
            logging.getLogger().removeHandler(handler)
            handler.close()


def hide(secret: str) -> None:
    """Never write this text, wherever it turns up. Texts under 4 characters would mask half the log and are left."""
    if len(secret) >= 4:
        _hidden.add(secret)


def mask(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The processor: what may stay stays, everything else becomes its type."""
    if problem := fields.pop("exc_info", None):
        fields.update(_exception(problem))
    for name in list(fields):
        if name not in _MACHINERY:
            fields[name] = _masked(name, fields[name])
    return fields


def _masked(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if name not in PLAIN:
        return f"<{type(value).__name__}>"
    if isinstance(value, int | float):
        return value if abs(value) < 100_000_000 else _MASK  # a longer number may be somebody's phone
    return masked(str(value))


def masked(text: str) -> str:
    """The text without secrets, e-mail addresses, phone numbers and anything that looks like a key."""
    for secret in _hidden:
        text = text.replace(secret, _MASK)
    for pattern in (_ADDRESS, _KEY, _PHONE):
        text = pattern.sub(_MASK, text)
    return text


def _exception(problem: Any) -> Mapping[str, str]:
    error = problem if isinstance(problem, BaseException) else _current(problem)
    if error is None:
        return {}
    found = {"error": type(error).__name__, "place": _place(error.__traceback__)}
    detail = getattr(error, "detail", "")
    return found | ({"detail": _QUOTED.sub(_MASK, detail)} if isinstance(detail, str) and detail else {})


def _current(problem: Any) -> BaseException | None:
    return problem[1] if isinstance(problem, tuple) else sys.exc_info()[1]


def _place(trace: TracebackType | None) -> str:
    """The way to the error, innermost last: `deliver.py:88 send > smtp.py:40 …`."""
    frames = [f"{Path(frame.f_code.co_filename).name}:{line} {frame.f_code.co_name}" for frame, line in walk_tb(trace)]
    return " > ".join(frames[-8:])


def _formatter() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=[mask],
    )
