"""The window. The only part, beside the canvas, that knows Qt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] = (), *, home: Path | None = None, shop: str = "") -> int:
    """Open the window and stay until it is closed; says the exit code.

    `home` is the user's data folder, `shop` the one to open (by default the one of last time).
    """
    from app.ui.start import run

    return run(list(argv), home, shop)
