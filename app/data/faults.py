"""What a database driver complains of, in words a person can act on.

Only what happens on healthy machines with healthy code is translated: full disks, locks, foreign or broken files,
servers that are away or refuse us. A wrong statement or a broken constraint is our own bug and stays as it is.
Sources: sqlite.org/rescode.html; PostgreSQL manual, appendix A (SQLSTATE classes).
"""

from __future__ import annotations

import re
import sqlite3

from sqlalchemy import URL
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

from app.base.clock import MINUTE, SECOND
from app.base.errors import GilmokError, InputError, LaterError, SetupError
from app.base.text import _

_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SQLITE_BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_SQLITE_CLOSED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)

_PG_BUSY = ("55P03", "40001", "40P01")  # lock not available, serialization failure, deadlock
_PG_REFUSED = ("28", "3D", "42501")  # password or role, no such database, no privilege
_PG_AWAY = ("08", "57P", "53300")  # connection lost, server stopping, too many connections
_PG_TURNED_AWAY = re.compile("FATAL(?!.*(starting up|shutting down|too many))")  # on connecting there is no SQLSTATE


def translate(context: ExceptionContext) -> None:
    """An SQLAlchemy `handle_error` listener: raises our error in place of the driver's where there is one."""
    error = context.original_exception
    where = place(context.engine.url) if context.engine is not None else ""
    found = _sqlite(error, where) if isinstance(error, sqlite3.Error) else _postgresql(context, where)
    if found:
        raise found from error


def full(where: str, detail: str) -> GilmokError:
    """No room is left on the disk."""
    text = _(
        "The disk is full, so the last change was not saved; everything saved before it is safe. "
        "Make some room and try again."
    )
    return LaterError(text, after=MINUTE, where=where, detail=detail)


def busy(where: str, detail: str) -> GilmokError:
    """Somebody else is writing."""
    text = _("Another program is busy with this shop's data. Nothing was changed. Please try again in a moment.")
    return LaterError(text, after=SECOND, where=where, detail=detail)


def broken(where: str, detail: str) -> GilmokError:
    """Not a database, or a damaged one."""
    text = _(
        "This file is not a Gilmok database, or it is damaged. It was left as it is. "
        "Choose another file, or put back a copy from your backup."
    )
    return InputError(text, where=where, detail=detail)


def _sqlite(error: sqlite3.Error, where: str) -> GilmokError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest says more
    if code == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR:
        return _disk(code, where, str(error))
    if code in _SQLITE_BUSY:
        return busy(where, str(error))
    if code in _SQLITE_BROKEN:
        return broken(where, str(error))
    if code in _SQLITE_CLOSED:
        text = _("Gilmok may not open or change this file. Check that its folder exists and that you may write there.")
        return SetupError(text, where=where, detail=str(error))
    return None


def _disk(code: int, where: str, detail: str) -> GilmokError:
    if code == sqlite3.SQLITE_FULL:
        return full(where, detail)
    text = _("The disk could not be read or written. Check that it is connected and has room, then try again.")
    return LaterError(text, after=MINUTE, where=where, detail=detail)


def _postgresql(context: ExceptionContext, where: str) -> GilmokError | None:
    error = context.original_exception
    state = getattr(error, "sqlstate", None) or ""
    if state == "53100":
        return full(where, str(error))
    if state in _PG_BUSY:
        return busy(where, str(error))
    if state.startswith(_PG_REFUSED) or (not state and _PG_TURNED_AWAY.search(str(error))):
        text = _("The database server does not let us in. Check the name, the password and the rights of the user.")
        return SetupError(text, where=where, detail=str(error))
    unreachable = context.is_disconnect or (not state and isinstance(context.sqlalchemy_exception, OperationalError))
    if unreachable or state.startswith(_PG_AWAY):
        text = _("The database server cannot be reached. Check that it runs and that the network is up.")
        return LaterError(text, after=10 * SECOND, where=where, detail=str(error))
    return None


def place(url: URL) -> str:
    """Where a record is, for people: the file, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)
