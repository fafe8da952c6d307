"""Every icon the program names is in the font: an unknown one would end the program when it is painted."""

from __future__ import annotations

import re
from pathlib import Path

import app
from app.canvas.icons import glyph


def test_every_icon_that_is_named_exists() -> None:
    sources = Path(app.__file__).parent.rglob("*.py")
    names = {name for source in sources for name in re.findall(r'"(ph\.[a-z0-9-]+)"', source.read_text("utf-8"))}
    assert len(names) > 50
    for name in names:
        assert len(glyph(name)) == 1, name
