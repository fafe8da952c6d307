"""A real Secret Service for a test: gnome-keyring in a D-Bus session of its own, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NEEDS = ("gnome-keyring-daemon", "dbus-run-session")

#: The daemon ends with the session's bus. An empty first line is the password of a new login keyring.
_UNLOCKED = "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && exec \"$@\""
_LOCKED = 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1 && exec "$@"'


def is_installed() -> bool:
    return all(shutil.which(program) for program in NEEDS)


def run(code: str, folder: Path, *, unlocked: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a fresh session whose keyring lives in `folder`."""
    script = _UNLOCKED if unlocked else _LOCKED
    command = ["dbus-run-session", "--", "sh", "-c", script, "sh", sys.executable, "-W", "error", "-c", code]
    return subprocess.run(
        command, env=_environment(folder) | environment, text=True, capture_output=True, timeout=60, check=False
    )


def _environment(folder: Path) -> dict[str, str]:
    own = {"HOME": folder, "XDG_RUNTIME_DIR": folder / "run", "XDG_DATA_HOME": folder / "data"}
    own |= {"XDG_CONFIG_HOME": folder / "config", "XDG_CACHE_HOME": folder / "cache", "GILMOK_HOME": folder / "gilmok"}
    for place in own.values():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "GNOME_", "XDG_", "PYTHON"))
    }
    return kept | {name: str(place) for name, place in own.items()} | {"PYTHONPATH": str(Path.cwd()), "PYTHONUTF8": "1"}
