"""All cards."""

from __future__ import annotations

from collections import defaultdict
from math import floor
from time import perf_counter

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.canvas.geometry import Rect
from app.canvas.items.sheet import Layer, Sheet, rect_of
from app.canvas.layout import Box, Layout
from app.canvas.paint import ink
from app.canvas.paint.card import BLEED, draw_in_port, draw_shoulder
from app.canvas.paint.prints import Detail, Print
from app.canvas.theme import SIZES, Theme

DIMMED = 0.4


class Cards(Layer):
    """Copies each exposed card from its picture; from far away, draws them all as blocks at once."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._blocks: tuple[Layout | None, dict[str, list[QRectF]]] = (None, {})

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        transform = painter.worldTransform()
        zoom = transform.m11()
        detail = Detail.at(zoom)
        if detail is Detail.BLOCK:
            self._paint_blocks(painter)
        exposed = rect_of(option.exposedRect).grown(BLEED)
        boxes = self.sheet.layout.boxes_in(exposed)
        if moved := self.sheet.preview.moved:
            boxes.sort(key=lambda box: box.id in moved)  # what is dragged lies on top
        if detail is not Detail.BLOCK:
            self._paint_pictures(painter, transform, boxes, detail)
        for box in boxes:
            self._paint_state(painter, box, zoom)

    def _paint_pictures(self, painter: QPainter, transform: QTransform, boxes: list[Box], detail: Detail) -> None:
        ratio = painter.device().devicePixelRatioF()
        scale = transform.m11() * ratio
        bright = self.sheet.preview.bright
        until = perf_counter() + self.sheet.patience / 1000
        painter.save()
        painter.resetTransform()
        for box in boxes:
            painter.setOpacity(1.0 if bright is None or box.id in bright else DIMMED)
            found = self._print(box, detail, scale, perf_counter() < until)
            if found is None:
                self._paint_stand_in(painter, transform, box)
            else:
                _blit(painter, transform, ratio, box.rect, found)
        painter.restore()

    def _print(self, box: Box, detail: Detail, scale: float, has_time: bool) -> Print | None:
        """The card's picture, newly made where there is time for it."""
        sheet = self.sheet
        found = sheet.prints.find(box.view, sheet.theme, detail)
        if found and (found.scale == scale or sheet.is_zooming):
            return found
        if has_time:
            return sheet.prints.make(box.view, sheet.theme, detail, scale)
        sheet.later(box.rect.grown(BLEED))
        return found

    def _paint_stand_in(self, painter: QPainter, transform: QTransform, box: Box) -> None:
        painter.setPen(ink.NO_PEN)
        painter.setBrush(ink.brush(self.sheet.theme.surface))
        radius = SIZES.radius_card * transform.m11()
        painter.drawRoundedRect(transform.mapRect(QRectF(*box.rect)), radius, radius)

    def _paint_blocks(self, painter: QPainter) -> None:
        """Coloured blocks, all of one tone in one call."""
        layout, theme = self.sheet.layout, self.sheet.theme
        if self._blocks[0] is not layout:
            tones: dict[str, list[QRectF]] = defaultdict(list)
            for box in layout.boxes.values():
                tones[box.view.tone].append(QRectF(*box.rect))
            self._blocks = layout, tones
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setOpacity(1.0 if self.sheet.preview.bright is None else DIMMED)
        for name, rects in self._blocks[1].items():
            tone = theme.tone(name)
            painter.setPen(ink.hairline(tone.ink))
            painter.setBrush(ink.brush(tone.soft))
            painter.drawRects(rects)
        painter.setOpacity(1.0)

    def _paint_state(self, painter: QPainter, box: Box, zoom: float) -> None:
        sheet = self.sheet
        theme, preview = sheet.theme, sheet.preview
        is_target = preview.wire is not None and preview.wire.target == box.id
        if box.id in sheet.selection.nodes or is_target:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            gap = 4.0 if sheet.by_keyboard and not is_target else 0.0
            width = max(2.0, 1.5 / zoom)
            _ring(painter, box.rect, max(gap, 2) + 1 + width / 2, ink.pen(theme.accent, 4, alpha=0.16))
            _ring(painter, box.rect, gap, ink.pen(theme.accent, width))
            _paint_on_rim(painter, box, theme, theme.accent, Detail.at(zoom))
        elif preview.hover.node == box.id:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _ring(painter, box.rect, -0.5, ink.pen(theme.border_strong))
            _paint_on_rim(painter, box, theme, theme.border_strong, Detail.at(zoom))


def _paint_on_rim(painter: QPainter, box: Box, theme: Theme, token: str, detail: Detail) -> None:
    """What sits on the card's border, over the ring around it."""
    if box.view.takes_in and detail is not Detail.BLOCK:
        draw_in_port(painter, QPointF(*box.in_port), theme, token)
    if box.view.shoulder and detail is Detail.FULL:
        painter.translate(box.rect.x, box.rect.y)
        draw_shoulder(painter, box.view.shoulder, theme)
        painter.translate(-box.rect.x, -box.rect.y)


def _ring(painter: QPainter, rect: Rect, outside: float, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(ink.NO_BRUSH)
    radius = SIZES.radius_card + outside
    painter.drawRoundedRect(QRectF(*rect.grown(outside)), radius, radius)


def _blit(painter: QPainter, transform: QTransform, ratio: float, rect: Rect, found: Print) -> None:
    """Copy a picture to whole device px, so that it stays crisp."""
    zoom, picture = transform.m11(), found.picture
    x = floor(((rect.x - BLEED) * zoom + transform.dx()) * ratio + 0.5) / ratio
    y = floor(((rect.y - BLEED) * zoom + transform.dy()) * ratio + 0.5) / ratio
    grow = zoom / found.scale
    if ratio == 1 and found.scale == zoom:
        painter.drawPixmap(QPointF(x, y), picture)
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, found.scale != zoom * ratio)
    target = QRectF(x, y, picture.width() * grow, picture.height() * grow)
    painter.drawPixmap(target, picture, QRectF(picture.rect()))
