"""Where things live: the program's resources, the user's shops, the cache."""

from __future__ import annotations

import os
from pathlib import Path


def resources() -> Path:
    """The read-only files that come with the program."""
    return Path(__file__).resolve().parents[2] / "resources"


def home() -> Path:
    """The user's data folder (shops, settings, logs); `GILMOK_HOME` or `--home` moves it."""
    if chosen := os.environ.get("GILMOK_HOME"):
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_data_dir("Gilmok", appauthor=False))


def cache() -> Path:
    """Files that can be deleted at any time."""
    if chosen := os.environ.get("GILMOK_HOME"):
        return Path(chosen) / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("Gilmok", appauthor=False))


def shop_folder(shop: str, at: Path | None = None) -> Path:
    """The folder of one shop: `<home>/shops/<name>`."""
    return (at or home()) / "shops" / shop
