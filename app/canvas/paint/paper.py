"""The paper under the cards: a plain ground with a grid of dots."""

from __future__ import annotations

from functools import lru_cache
from math import floor

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from app.canvas.paint import ink
from app.canvas.theme import Theme

STEP = 24.0  # scene px between dots
_TILE = 16  # dots along one side of the tile
_LEAST = 14.0  # screen px; closer dots would be noise


def draw_paper(painter: QPainter, exposed: QRectF, theme: Theme) -> None:
    """Fill the exposed part of the scene. Dots keep their size on the screen and sit on whole pixels."""
    transform = painter.worldTransform()
    zoom = transform.m11()
    if zoom < 0.2:
        painter.fillRect(exposed, ink.color(theme.canvas))
        return
    step = STEP * zoom
    while step < _LEAST:
        step *= 2
    side = step * _TILE
    area = transform.mapRect(exposed)
    tile = _tile(theme.canvas, theme.dot, round(step * 64), painter.device().devicePixelRatioF())
    painter.save()
    painter.resetTransform()
    for y in _places(transform.dy(), area.top(), area.bottom(), side):
        for x in _places(transform.dx(), area.left(), area.right(), side):
            painter.drawPixmap(x, y, tile)
    painter.restore()


def _places(origin: float, low: float, high: float, side: float) -> list[int]:
    """Where tiles begin that cover low to high, in whole px counted from the scene's origin."""
    first, last = floor((low - origin) / side), floor((high - origin) / side)
    return [floor(origin + index * side + 0.5) for index in range(first, last + 1)]


@lru_cache(maxsize=8)
def _tile(ground: str, token: str, step64: int, ratio: float) -> QPixmap:
    """A square of dots, `step64` / 64 px apart, on opaque ground: that is copied, not blended."""
    step = step64 / 64
    side = floor(step * _TILE) + 1  # tiles sit on whole px: better one too many than a gap
    tile = QPixmap(round(side * ratio), round(side * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(ink.color(ground))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink.NO_PEN)
    painter.setBrush(ink.brush(token))
    for row in range(_TILE):
        for column in range(_TILE):
            painter.drawEllipse(QRectF(round(column * step), round(row * step), 2.0, 2.0))
    painter.end()
    return tile
