"""Colours and pens made once per theme, not once per stroke."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen


@cache
def color(token: str, alpha: float = 1.0) -> QColor:
    """The colour of `#RRGGBB`. Treat it as a constant."""
    made = QColor(token)
    made.setAlphaF(alpha)
    return made


@cache
def brush(token: str, alpha: float = 1.0) -> QBrush:
    """A plain brush."""
    return QBrush(color(token, alpha))


@lru_cache(maxsize=512)  # widths may follow the zoom
def pen(token: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine, alpha: float = 1.0) -> QPen:
    """A pen with round ends, `width` in scene px."""
    return QPen(color(token, alpha), width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


@cache
def hairline(token: str, width: float = 1.0) -> QPen:
    """A pen that is as wide on the screen whatever the zoom."""
    made = QPen(color(token), width)
    made.setCosmetic(True)
    return made


NO_PEN = QPen(Qt.PenStyle.NoPen)
NO_BRUSH = QBrush(Qt.BrushStyle.NoBrush)
