"""All wires, with the labels of their branches."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.canvas.items.cards import DIMMED
from app.canvas.items.sheet import Layer, Sheet, rect_of
from app.canvas.layout import Box, Layout, Route
from app.canvas.paint import ink
from app.canvas.paint.card import draw_pill, pill_width
from app.canvas.paint.prints import Detail
from app.canvas.paint.wire import straight_path, wire_path
from app.journey.graph import Edge

WIDTH = 1.6
_ROOM = 60.0  # how far a pill may stick out of its wire's bounds


class Wires(Layer):
    """Strokes each exposed wire along a path made once; from far away, all of them in one stroke."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._paths: dict[Edge, tuple[Route, QPainterPath]] = {}
        self._far: tuple[Layout | None, QPainterPath] = (None, QPainterPath())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        detail = Detail.at(painter.worldTransform().m11())
        if detail is Detail.BLOCK:
            self._paint_far(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        exposed = rect_of(option.exposedRect).grown(_ROOM)
        shown = self.sheet.layout.routes_in(exposed)
        chosen, hover = self.sheet.selection.edges, self.sheet.preview.hover.edge
        if chosen:
            shown.sort(key=lambda route: route.edge in chosen)
        for route in shown:
            self._paint_wire(painter, route, route.edge in chosen, route.edge == hover)
        if detail is Detail.FULL:
            self._paint_labels(painter, shown)
        painter.setOpacity(1.0)

    def _paint_wire(self, painter: QPainter, route: Route, is_chosen: bool, is_hovered: bool) -> None:
        theme = self.sheet.theme
        painter.setOpacity(self._opacity(route.edge))
        painter.setBrush(ink.NO_BRUSH)
        if is_chosen:
            painter.setPen(ink.pen(theme.accent, 2.4))
        else:
            painter.setPen(ink.pen(theme.text2, 2.0) if is_hovered else ink.pen(theme.wire, WIDTH))
        painter.drawPath(self._path(route))

    def _paint_labels(self, painter: QPainter, routes: list[Route]) -> None:
        for route in routes:
            if route.text:
                painter.setOpacity(self._opacity(route.edge))
                width = pill_width(route.text)
                middle = route.pill(width)
                draw_pill(painter, _around(QPointF(*middle), width), route.text, self.sheet.theme)

    def _paint_far(self, painter: QPainter) -> None:
        layout = self.sheet.layout
        if self._far[0] is not layout:
            whole = QPainterPath()
            for route in layout.routes.values():
                whole.addPath(straight_path(route.points))
            self._far = layout, whole
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(ink.hairline(self.sheet.theme.wire))
        painter.setBrush(ink.NO_BRUSH)
        painter.drawPath(self._far[1])

    def _path(self, route: Route) -> QPainterPath:
        known = self._paths.get(route.edge)
        if known is None or known[0] is not route:
            known = self._paths[route.edge] = (route, wire_path(route.points))
        return known[1]

    def _opacity(self, edge: Edge) -> float:
        bright = self.sheet.preview.bright
        return 1.0 if bright is None or (edge.source in bright and edge.target in bright) else DIMMED

    def forget(self, edges: set[Edge]) -> None:
        """Drop the paths of wires that are gone."""
        for edge in edges:
            self._paths.pop(edge, None)


class Stubs(Layer):
    """The ports that lead nowhere yet: a short end with its label, so that nobody forgets it."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if Detail.at(painter.worldTransform().m11()) is not Detail.FULL:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        exposed = rect_of(option.exposedRect).grown(_ROOM)
        layout = self.sheet.layout
        for box in layout.boxes_in(exposed):
            self._paint_open(painter, box, {e.port for e in layout.touching.get(box.id, ()) if e.source == box.id})

    def _paint_open(self, painter: QPainter, box: Box, taken: set[str]) -> None:
        theme = self.sheet.theme
        wire = self.sheet.preview.wire
        for port in box.view.ports:
            start = box.out_port(port.key)
            if port.key in taken or (wire and wire.start == start):  # the wire in the hand takes its place
                continue
            at = QPointF(*start)
            if port.label:
                painter.setPen(ink.pen(theme.wire, WIDTH, Qt.PenStyle.DotLine))
                painter.drawLine(at, at + QPointF(0, 14))
                draw_pill(painter, _around(at + QPointF(0, 22), pill_width(port.label)), port.label, theme)
            painter.setPen(ink.pen(theme.border_strong, 1.5))
            painter.setBrush(ink.brush(theme.surface))
            painter.drawEllipse(at, 4.25, 4.25)


def _around(middle: QPointF, width: float) -> QRectF:
    return QRectF(middle.x() - width / 2, middle.y() - 10, width, 20)
