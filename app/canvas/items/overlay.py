"""What a gesture shows: ports to pull from, a wire in the hand, places to drop on, guides, the selecting rectangle."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.canvas.geometry import CARD_WIDTH, Point, Rect, card_height, way
from app.canvas.items.sheet import Layer
from app.canvas.layout import Box
from app.canvas.paint import ink
from app.canvas.paint.card import draw_card
from app.canvas.paint.fonts import font, metrics
from app.canvas.paint.wire import wire_path
from app.canvas.preview import Ghost, Guide, Preview, Seam, Wire
from app.canvas.theme import Theme


class Overlay(Layer):
    """Paints the preview over everything else."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = painter.worldTransform().m11()
        preview, theme = self.sheet.preview, self.sheet.theme
        self._paint_hover(painter, preview, zoom)
        for guide in preview.guides:
            _paint_guide(painter, guide, theme)
        for seam in preview.seams:
            _paint_seam(painter, seam, seam == preview.seam, theme, zoom)
        if preview.wire:
            self._paint_wire(painter, preview.wire, zoom)
        if preview.ghost:
            _paint_ghost(painter, preview.ghost, preview.seam is not None, theme)
        if preview.marquee:
            _paint_marquee(painter, preview.marquee, theme)

    def _paint_hover(self, painter: QPainter, preview: Preview, zoom: float) -> None:
        box = self.sheet.layout.boxes.get(preview.hover.node)
        if box and zoom >= 0.3:
            for port in box.view.ports:
                _paint_port(painter, box, port.key, port.key == preview.hover.port, self.sheet.theme)

    def _paint_wire(self, painter: QPainter, wire: Wire, zoom: float) -> None:
        theme = self.sheet.theme
        token = theme.tone("err").ink if wire.reason else theme.accent
        style = Qt.PenStyle.SolidLine if wire.target else Qt.PenStyle.DashLine
        painter.setPen(QPen(ink.color(token), 2.2, style, Qt.PenCapStyle.RoundCap))
        painter.setBrush(ink.NO_BRUSH)
        painter.drawPath(wire_path(_loose(wire)))
        self._paint_targets(painter, wire)
        end = QPointF(*wire.end)
        painter.setPen(ink.NO_PEN)
        painter.setBrush(ink.brush(token))
        painter.drawEllipse(end, 5, 5)
        if wire.reason:
            _paint_reason(painter, wire.reason, end, theme, zoom)

    def _paint_targets(self, painter: QPainter, wire: Wire) -> None:
        """The in-ports that may be led to grow."""
        theme, bright = self.sheet.theme, self.sheet.preview.bright or frozenset()
        for key in bright:
            box = self.sheet.layout.boxes.get(key)
            if box and key != wire.source:
                radius = 8 if key == wire.target else 6
                painter.setPen(ink.pen(theme.accent, 2))
                painter.setBrush(ink.brush(theme.accent if key == wire.target else theme.surface))
                painter.drawEllipse(QPointF(*box.in_port), radius, radius)


def covered(preview: Preview, zoom: float) -> list[Rect]:
    """The places that must be painted again when this preview comes or goes."""
    rects = [_guide_rect(guide) for guide in preview.guides]
    rects += [Rect(seam.at.x, seam.at.y, 0, 0).grown(20 / zoom) for seam in preview.seams]
    if preview.wire:
        room = max(24.0, (len(preview.wire.reason) * 14 + 60) / zoom)
        rects += [Rect.between(a, b).grown(room) for a, b in pairwise(_loose(preview.wire))]
    if preview.ghost:
        rects.append(Rect(*preview.ghost.at, CARD_WIDTH, card_height(preview.ghost.view)).grown(24))
    if preview.marquee:
        rects.append(preview.marquee.grown(2 / zoom))
    return rects


def _loose(wire: Wire) -> tuple[Point, ...]:
    """The way of a wire whose end is in the hand."""
    return way(wire.start, wire.end, max(wire.start.x, wire.end.x) + 160)


def _paint_port(painter: QPainter, box: Box, port: str, is_hovered: bool, theme: Theme) -> None:
    at = QPointF(*box.out_port(port))
    radius = 10.0 if is_hovered else 7.0
    painter.setPen(ink.pen(theme.accent, 1.6))
    painter.setBrush(ink.brush(theme.accent if is_hovered else theme.surface))
    painter.drawEllipse(at, radius, radius)
    _paint_plus(painter, at, radius * 0.45, theme.accent_ink if is_hovered else theme.accent, 1.6)


def _paint_plus(painter: QPainter, at: QPointF, arm: float, token: str, width: float) -> None:
    painter.setPen(ink.pen(token, width))
    painter.drawLine(QPointF(at.x() - arm, at.y()), QPointF(at.x() + arm, at.y()))
    painter.drawLine(QPointF(at.x(), at.y() - arm), QPointF(at.x(), at.y() + arm))


def _paint_seam(painter: QPainter, seam: Seam, is_near: bool, theme: Theme, zoom: float) -> None:
    """A “+”, as large on the screen whatever the zoom."""
    radius = (14.0 if is_near else 9.0) / max(zoom, 0.5)
    at = QPointF(*seam.at)
    painter.setPen(ink.pen(theme.accent, radius / 6))
    painter.setBrush(ink.brush(theme.accent if is_near else theme.surface))
    painter.drawEllipse(at, radius, radius)
    _paint_plus(painter, at, radius * 0.45, theme.accent_ink if is_near else theme.accent, radius / 5)


def _paint_ghost(painter: QPainter, ghost: Ghost, is_caught: bool, theme: Theme) -> None:
    painter.save()
    painter.translate(*ghost.at)
    painter.setOpacity(0.45 if is_caught else 0.85)
    draw_card(painter, ghost.view, theme)
    painter.restore()


def _paint_guide(painter: QPainter, guide: Guide, theme: Theme) -> None:
    painter.setPen(ink.hairline(theme.accent))
    if guide.is_upright:
        painter.drawLine(QPointF(guide.at, guide.start), QPointF(guide.at, guide.end))
    else:
        painter.drawLine(QPointF(guide.start, guide.at), QPointF(guide.end, guide.at))


def _guide_rect(guide: Guide) -> Rect:
    if guide.is_upright:
        return Rect(guide.at, guide.start, 0, guide.end - guide.start).grown(12)
    return Rect(guide.start, guide.at, guide.end - guide.start, 0).grown(12)


def _paint_marquee(painter: QPainter, rect: Rect, theme: Theme) -> None:
    painter.setPen(ink.hairline(theme.accent))
    painter.setBrush(ink.brush(theme.accent, 0.08))
    painter.drawRect(QRectF(*rect))


def _paint_reason(painter: QPainter, reason: str, at: QPointF, theme: Theme, zoom: float) -> None:
    """Why not, beside the pointer, in the size of other text whatever the zoom."""
    tone = theme.tone("err")
    painter.save()
    painter.translate(at)
    painter.scale(1 / zoom, 1 / zoom)
    rect = QRectF(14, 10, metrics(12, 550).horizontalAdvance(reason) + 20, 26)
    painter.setPen(ink.pen(tone.ink, 1))
    painter.setBrush(ink.brush(tone.soft))
    painter.drawRoundedRect(rect, 6, 6)
    painter.setFont(font(12, 550))
    painter.setPen(ink.color(tone.ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, reason)
    painter.restore()
