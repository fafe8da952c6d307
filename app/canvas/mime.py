"""What the palette drags onto the canvas."""

from __future__ import annotations

import json

from PySide6.QtCore import QMimeData

from app.canvas.look import Seed
from app.journey.graph import thawed

SEED = "application/x-gilmok-step"


def seed_mime(seed: Seed) -> QMimeData:
    """A seed for a drag: `QDrag.setMimeData(seed_mime(Seed("wait", {"length": "3h"})))`."""
    data = QMimeData()
    text = json.dumps({"kind": seed.kind, "settings": thawed(seed.settings), "title": seed.title})
    data.setData(SEED, text.encode())
    return data


def read_seed(data: QMimeData) -> Seed | None:
    """The seed in a drag; None if it carries something else."""
    if not data.hasFormat(SEED):
        return None
    try:
        found = json.loads(bytes(data.data(SEED).data()))
        return Seed(str(found["kind"]), dict(found["settings"]), str(found["title"]))
    except (ValueError, KeyError, TypeError):
        return None
