"""What one user likes: language, appearance, the shop last opened, where the window stood.

One small JSON file in the user's data folder. It is convenience, never a record: a file that cannot be read is set
aside and the defaults hold.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from app.base import paths
from app.base.text import language

Appearance = Literal["system", "light", "dark"]


class Preferences(BaseModel):
    """The choices of one user. `window` is x, y, width, height in px; empty means: let the system place it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    language: Literal["ko", "en"] = "ko"
    appearance: Appearance = "system"
    shop: str = ""
    window: tuple[int, int, int, int] | None = None
    maximized: bool = False

    def but(self, **changes: object) -> Preferences:
        """The same choices with some of them changed."""
        return Preferences.model_validate(self.model_dump() | changes)


def load(folder: Path | None = None) -> Preferences:
    """Read the preferences kept in `folder` (the user's data folder); defaults where there are none."""
    file = _file(folder)
    try:
        return Preferences.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return Preferences.model_validate({"language": language()})
    except (OSError, ValidationError):
        _set_aside(file)
        return Preferences.model_validate({"language": language()})


def save(preferences: Preferences, folder: Path | None = None) -> None:
    """Write the preferences so that a crash leaves either the old file or the new one."""
    file = _file(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}")
    half.write_text(preferences.model_dump_json(indent=2) + "\n", encoding="utf-8")
    half.replace(file)


def _file(folder: Path | None) -> Path:
    return (folder or paths.home()) / "preferences.json"


def _set_aside(file: Path) -> None:
    try:
        file.replace(file.with_suffix(".unreadable"))
    except OSError:
        return
