"""A file replaced as a whole: a crash, a full disk or a power cut leaves the old one or the new one, never half."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from app.base.clock import MINUTE
from app.base.errors import GilmokError, LaterError, SetupError
from app.base.ids import new_id
from app.base.text import _

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def replace(path: Path, content: bytes) -> None:
    """Write `content` beside the file, make sure it is on the disk, and put it in the file's place.

    LaterError if there is no room, SetupError if the folder or the file may not be written; the old file stays.
    """
    path = path.resolve()  # a link keeps leading to the file
    half = path.with_name(f".{path.name}.{new_id()}")
    try:
        _write(half, content)
        if path.exists():
            shutil.copymode(path, half)
        half.replace(path)
        _settle(path.parent)
    except OSError as problem:
        raise _translated(problem, path) from problem
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """Make the new name in a folder survive a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _translated(problem: OSError, path: Path) -> GilmokError:
    if problem.errno in _FULL:
        text = _("The disk is full, so this was not saved; the file is as it was. Make some room and save again.")
        return LaterError(text, after=MINUTE, where=str(path), detail=str(problem))
    text = _("This file cannot be written. Check that its folder exists and that you may write there.")
    return SetupError(text, where=str(path), detail=str(problem))
