"""Where things are kept: the data folder, room on the disk, the log, the keyring."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app.base import paths
from app.base.errors import SetupError
from app.base.format import number
from app.base.text import _
from app.commands.doctor.check import Check, tried

_GB = 1_000_000_000
_LITTLE, _NONE = 2 * _GB, _GB // 5

_PATIENCE = 20.0  # seconds for somebody to unlock the keyring


def checks() -> Iterator[Check]:
    """Folders, room, keyring."""
    home = paths.home()
    own = _("Choose another folder with --home, or ask for the right to write there.")
    yield tried(
        "home",
        partial(_writable, home, _("Data folder {folder}")),
        _("Nothing can be kept in {folder}").format(folder=home),
        own,
    )
    yield room(shutil.disk_usage(_ground(home)).free)
    logs = home / "logs"
    yield tried(
        "log",
        partial(_writable, logs, _("Log in {folder}")),
        _("Nothing can be logged in {folder}").format(folder=logs),
        own,
        "warn",
    )
    trouble = _("Passwords of providers cannot be kept")
    yield tried("keyring", _keyring, trouble, _("Set passwords in the environment of the worker."), level="warn")


def room(free: int) -> Check:
    """Whether enough bytes are free."""
    text = _("{size} GB free").format(size=number(free / _GB, digits=1))
    if free >= _LITTLE:
        return Check("room", "ok", text)
    return Check("room", "warn" if free >= _NONE else "error", text, _("Make some room: a full disk stops everything."))


def _writable(folder: Path, words: str) -> str:
    with tempfile.TemporaryFile(dir=_ground(folder)) as file:
        file.write(b"x")
    return words.format(folder=folder)


def _ground(folder: Path) -> Path:
    """The folder, or the one in which it will be made."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _keyring() -> str:
    """Ask the keyring something. A locked one may ask its owner for the password, so it is given some time."""
    from app.base import secrets

    said: list[str | Exception] = []

    def ask() -> None:
        try:
            said.append(secrets.check())
        except Exception as problem:  # told to whoever waits
            said.append(problem)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_PATIENCE)
    if not said:
        raise SetupError(_("Your keyring is locked. Unlock it, then try again."))
    if isinstance(said[0], Exception):
        raise said[0]
    return _("Passwords are kept by {keyring}").format(keyring=said[0])
