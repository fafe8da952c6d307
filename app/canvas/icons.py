"""Phosphor icons as glyphs of the font that comes with qtawesome.

qtawesome itself takes a sixth of a second to import, so only its font and its table of names are used.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter

from app.base.errors import SetupError
from app.base.text import _


def glyph(name: str) -> str:
    """The character of `ph.house` or `house`; an unknown name is a bug."""
    return _charmap()[name.removeprefix("ph.")]


def icon_font(pixels: int) -> QFont:
    """The icon font at a pixel size."""
    font = QFont(_family())
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def draw_icon(painter: QPainter, rect: QRectF, name: str, color: str | QColor) -> None:
    """Paint an icon centred in `rect`, as tall as it."""
    painter.setFont(icon_font(max(1, round(rect.height()))))
    painter.setPen(QColor(color))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, glyph(name))


@cache
def _charmap() -> dict[str, str]:
    table = json.loads(next(_fonts().glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in table.items()}


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(next(_fonts().glob("phosphor-*.ttf"))))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _fonts() -> Path:
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise SetupError(_("The icon font is missing. Install Gilmok again."))
    return Path(spec.submodule_search_locations[0]) / "fonts"
