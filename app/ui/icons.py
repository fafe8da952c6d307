"""Phosphor icons in any colour, drawn from the font that comes with qtawesome.

qtawesome itself takes a quarter of a second to import; only its font and its table of names are used here.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from app.base.errors import SetupError
from app.base.text import _


@cache
def _charmap() -> dict[str, str]:
    """Icon name without `ph.` → its character. Loads the font too."""
    folder = _fonts()
    number = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-*.ttf"))))
    _family.append(QFontDatabase.applicationFontFamilies(number)[0])
    table = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in table.items()}


_family: list[str] = []


def _fonts() -> Path:
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise SetupError(_("The icon font is missing. Install Gilmok again."))
    return Path(spec.submodule_search_locations[0]) / "fonts"


def glyph(name: str) -> str:
    """The character of `ph.house` or `house`; an unknown name is a bug."""
    return _charmap()[name.removeprefix("ph.")]


def icon_font(pixels: int) -> QFont:
    """The icon font at a pixel size."""
    glyph("house")
    font = QFont(_family[0])
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def draw_icon(painter: QPainter, rect: QRectF, name: str, color: str | QColor) -> None:
    """Paint an icon centred in `rect`, as tall as it."""
    painter.setFont(icon_font(max(1, round(rect.height()))))
    painter.setPen(QColor(color))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, glyph(name))


class _Engine(QIconEngine):
    """Draws the glyph at whatever size the widget asks for."""

    def __init__(self, name: str, color: str, off: str) -> None:
        super().__init__()
        self._name, self._color, self._off = name, color, off

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_icon(painter, QRectF(rect), self._name, self._off if mode is QIcon.Mode.Disabled else self._color)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._color, self._off)


def icon(name: str, color: str, off: str = "") -> QIcon:
    """An icon in `color` (`off` while disabled)."""
    return QIcon(_Engine(name, color, off or color))
