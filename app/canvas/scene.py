"""The picture of a board: keeps the layers' sheet up to date and repaints what became different, and only that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, QRect, QRectF, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsScene

from app.canvas.board import Board
from app.canvas.geometry import Rect
from app.canvas.items.cards import Cards
from app.canvas.items.overlay import Overlay, covered
from app.canvas.items.sheet import EVERYWHERE, Layer, Sheet
from app.canvas.items.wires import Stubs, Wires
from app.canvas.layout import Box, Route
from app.canvas.paint.card import BLEED
from app.canvas.paint.paper import draw_paper
from app.canvas.paint.prints import Detail
from app.canvas.preview import Preview
from app.canvas.theme import Theme
from app.journey.graph import Edge

K = TypeVar("K")
V = TypeVar("V")

_MANY = 48  # from so many places on, one repaint of all that lies between is cheaper


class Scene(QGraphicsScene):
    """Four layers over paper: wires, cards, open ports, the gesture's overlay."""

    def __init__(self, board: Board, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(EVERYWHERE, parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.board = board
        self.zoom = 1.0
        self.has_paper = True
        self.sheet = Sheet(theme=theme, layout=board.layout, selection=board.document.selection, later=self._ask_again)
        self._wires = Wires(self.sheet)
        self._layers: tuple[Layer, ...] = (self._wires, Cards(self.sheet), Stubs(self.sheet), Overlay(self.sheet))
        for layer in self._layers:
            self.addItem(layer)
        self._late: list[Rect] = []
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._repaint_late)
        self._near: tuple[Rect, float] = (Rect(0, 0, 0, 0), 1.0)
        self._expected: list[Box] | None = None  # None: not looked up yet
        self._ahead = QTimer(self, interval=1)
        self._ahead.timeout.connect(self._make_one)
        board.watch(self.follow)

    def set_theme(self, theme: Theme) -> None:
        """Show everything in another appearance."""
        self.sheet.theme = theme
        self.update()

    def set_zooming(self, is_zooming: bool) -> None:
        """While zooming, pictures made for another zoom are good enough; afterwards they are made anew."""
        if self.sheet.is_zooming != is_zooming:
            self.sheet.is_zooming = is_zooming
            self.update()

    def set_by_keyboard(self, by_keyboard: bool) -> None:
        """Whether the selection wears the focus ring."""
        if self.sheet.by_keyboard != by_keyboard:
            self.sheet.by_keyboard = by_keyboard
            self._repaint([_around(box) for box in self._boxes(self.sheet.selection.nodes)])

    def expect(self, near: Rect, scale: float) -> None:
        """Make the pictures of cards near the viewport in idle moments, so that they are there when it moves on."""
        self._near, self._expected = (near, scale), None
        self._ahead.start()

    def _make_one(self) -> None:
        """One picture per turn of the event loop."""
        sheet, (near, scale) = self.sheet, self._near
        detail = Detail.at(self.zoom)
        if self._expected is None:
            self._expected = [] if detail is Detail.BLOCK else sheet.layout.boxes_in(near)
        while self._expected:
            view = self._expected.pop().view
            found = sheet.prints.find(view, sheet.theme, detail)
            if found is None or found.scale != scale:
                sheet.prints.make(view, sheet.theme, detail, scale)
                return
        self._ahead.stop()

    def follow(self) -> None:
        """Catch up with the board."""
        dirty = [*self._changed_layout(), *self._changed_choice(), *self._changed_preview()]
        self._repaint(dirty)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        if self.has_paper:
            draw_paper(painter, QRectF(rect), self.sheet.theme)

    # -- what is different -------------------------------------------------------------------------------------------

    def _changed_layout(self) -> Iterable[Rect]:
        former, now = self.sheet.layout, self.board.layout
        if former is now:
            return ()
        self.sheet.layout = now
        cards, rerouted = _different(former.boxes, now.boxes), _different(former.routes, now.routes)
        come_or_gone = {edge for edge in rerouted if edge not in former.routes or edge not in now.routes}
        cards |= {edge.source for edge in come_or_gone}  # whose ports are open now, or no longer
        self._wires.forget(come_or_gone)
        return [
            *(_around(layout.boxes[key]) for layout in (former, now) for key in cards if key in layout.boxes),
            *(_along(layout.routes[edge]) for layout in (former, now) for edge in rerouted if edge in layout.routes),
        ]

    def _changed_choice(self) -> Iterable[Rect]:
        former, now = self.sheet.selection, self.board.document.selection
        if former is now:
            return ()
        self.sheet.selection = now
        return [
            *(_around(box) for box in self._boxes(former.nodes ^ now.nodes)),
            *(_along(route) for route in self._routes(former.edges ^ now.edges)),
        ]

    def _changed_preview(self) -> Iterable[Rect]:
        former, now = self.sheet.preview, self.board.preview
        if former is now:
            return ()
        self.sheet.preview = now
        if former.bright != now.bright:
            self.update()
        return [
            *covered(former, self.zoom),
            *covered(now, self.zoom),
            *(rect for preview in (former, now) for rect in self._held(preview)),
        ]

    def _held(self, preview: Preview) -> Iterable[Rect]:
        """The card and the wire a preview speaks of."""
        nodes = {preview.hover.node, preview.wire.target if preview.wire else ""}
        edges = {preview.hover.edge, preview.seam.edge if preview.seam else None}
        yield from (_around(box) for box in self._boxes(nodes))
        yield from (_along(route) for route in self._routes(edge for edge in edges if edge))

    def _boxes(self, keys: Iterable[str]) -> list[Box]:
        boxes = self.board.layout.boxes
        return [boxes[key] for key in keys if key in boxes]

    def _routes(self, edges: Iterable[Edge]) -> list[Route]:
        routes = self.board.layout.routes
        return [routes[edge] for edge in edges if edge in routes]

    # -- painting again ----------------------------------------------------------------------------------------------

    def _repaint(self, rects: list[Rect]) -> None:
        if len(rects) > _MANY:
            whole = Rect.around(rects)
            rects = [whole] if whole else []
        for rect in rects:
            self.update(QRectF(*rect.grown(3 / self.zoom)))

    def _ask_again(self, rect: Rect) -> None:
        self._late.append(rect)
        self._later.start()

    def _repaint_late(self) -> None:
        late, self._late = self._late, []
        self._repaint(late)


def _different(former: Mapping[K, V], now: Mapping[K, V]) -> set[K]:
    """The keys under which not the very same object lies."""
    if list(former) == list(now):  # as in a drag: nothing to look up
        return {key for key, old, new in zip(now, former.values(), now.values(), strict=True) if old is not new}
    return {key for key, value in now.items() if former.get(key) is not value} | (former.keys() - now.keys())


def _around(box: Box) -> Rect:
    """What a card covers with its shadow, its ports and the labels of open ports."""
    room = 40.0 if box.view.ports else 0.0
    return Rect(box.rect.x, box.rect.y, box.rect.w, box.rect.h + room).grown(BLEED)


def _along(route: Route) -> Rect:
    """What a wire covers with its pill."""
    return route.bounds.grown(max(14.0, 6.0 * len(route.text) + 16))
