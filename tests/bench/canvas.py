"""The canvas beside a plain scene (see `app.canvas.bench`)."""

from __future__ import annotations

from app.canvas.bench import Comparison, measure


def run(size: int | None = None) -> Comparison:
    """Measure with `size` cards."""
    return measure(size or 1000)
