"""The journeys a shop is drawing: files in its folder, and the ready-made ones to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.base import paths
from app.base.errors import GilmokError
from app.base.ids import new_id
from app.base.text import language
from app.journey import file
from app.journey.graph import Journey

_END = ".journey.json"


@dataclass(frozen=True, slots=True)
class Draft:
    """One file: its journey, or what is wrong with it. `changed_at` is an instant."""

    path: Path
    changed_at: int
    journey: Journey | None
    problem: str = ""

    @property
    def name(self) -> str:
        return self.journey.name if self.journey else self.path.name.removesuffix(_END)


def drafts(folder: Path) -> list[Draft]:
    """All drafts of a shop, the last changed first. A file that cannot be read is listed with its reason."""
    found = [_draft(path) for path in folder.glob(f"*{_END}")]
    return sorted(found, key=lambda draft: -draft.changed_at)


def templates() -> list[Journey]:
    """The ready-made journeys, in the reader's language where there is one."""
    return [
        journey
        for path in sorted((paths.resources() / "templates").glob(f"*.{language()}{_END}"))
        if (journey := _draft(path).journey)
    ]


def create(folder: Path, journey: Journey) -> Path:
    """Save a journey as a new draft under an id of its own; says where."""
    fresh = journey.with_(id=new_id("j"))
    path = folder / f"{fresh.id}{_END}"
    folder.mkdir(parents=True, exist_ok=True)
    file.save(path, fresh)
    return path


def discard(path: Path) -> Path:
    """Take a draft away, but keep its file beside as `….removed` so that it can come back; says where it is now."""
    kept = path.with_name(path.name + ".removed")
    path.replace(kept)
    return kept


def _draft(path: Path) -> Draft:
    changed = int(path.stat().st_mtime * 1000)
    try:
        return Draft(path, changed, file.read(path))
    except GilmokError as problem:
        return Draft(path, changed, None, str(problem))
