"""How fast the canvas is, beside a plain QGraphicsScene with an item for each card and wire, in the same run.

`measure(1000)` opens a window (offscreen if there is no display), and gives milliseconds: open once; pan, drag and fit
as the 95th percentile of a frame. Budgets at 1,000 cards: design §10.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QEventLoop, QPointF, QRectF, QTimer
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene, QGraphicsView

from app.canvas.document import Document
from app.canvas.export import ensure_application
from app.canvas.geometry import CARD_WIDTH, HEADER, Point
from app.canvas.look import CardView
from app.canvas.theme import LIGHT
from app.canvas.tools.tool import CanvasEvent
from app.canvas.view import CanvasView
from app.journey.graph import Edge, Journey, Node

SIZE = (1600, 900)
FRAMES = 60
#: ms at 1,000 cards: open, pan, drag, fit.
BUDGET = {"open": 150.0, "pan": 16.0, "drag": 4.0, "fit": 16.0}

_TONES = ("time", "act", "logic", "split", "update", "goal", "exit", "trigger")


@dataclass(frozen=True, slots=True)
class Measures:
    """Milliseconds for opening, and per frame (95th percentile) for panning, dragging a card and fitting."""

    open: float
    pan: float
    drag: float
    fit: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The canvas and the plain scene with as many cards."""

    cards: int
    canvas: Measures
    plain: Measures

    def lines(self) -> list[str]:
        """The comparison as a table."""
        rows = [f"{'':6}{'canvas':>10}{'plain':>10}{'ratio':>8}{'budget':>9}  ({self.cards} cards, ms)"]
        for name, budget in BUDGET.items():
            ours, theirs = getattr(self.canvas, name), getattr(self.plain, name)
            rows.append(f"{name:6}{ours:10.2f}{theirs:10.2f}{theirs / ours:7.1f}×{budget:9.0f}")
        return rows


def measure(cards: int = 1000) -> Comparison:
    """Measure both with `cards` cards."""
    ensure_application()
    return Comparison(cards, _measure_canvas(cards), _measure_plain(cards))


def journey_of(cards: int) -> Journey:
    """A journey of `cards` cards in rows of 32, each leading to the one below it."""
    nodes = {f"n{i}": Node(f"n{i}", str(i % 8), at=(i % 32 * 304.0, i // 32 * 176.0)) for i in range(cards)}
    edges = tuple(Edge(f"n{i}", "next", f"n{i + 32}") for i in range(cards - 32))
    return Journey("bench", "bench", nodes, edges)


def _look(node: Node) -> CardView:
    return CardView("기다리기", f"{node.id}번째 걸음", "밤 9시-아침 8시는 피해서", "ph.clock", _TONES[int(node.kind)])


def _measure_canvas(cards: int) -> Measures:
    journey = journey_of(cards)
    start = perf_counter()
    view = CanvasView(Document(journey, _look), LIGHT)
    view.camera.moves = False
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()
    opened = _ms_since(start)
    view.camera.zoom_to(1.0)
    _rest()
    pan = _frames(lambda i: view.camera.pan(-17 if i % 40 < 20 else 17, -11))
    drag = _drag(view)
    fit = _frames(lambda i: view.fit() if i % 2 else view.camera.zoom_to(0.25))
    view.close()
    return Measures(opened, pan, drag, fit)


def _rest() -> None:
    """As long as a person takes to look before the next gesture."""
    loop = QEventLoop()
    QTimer.singleShot(500, loop.quit)
    loop.exec()


def _drag(view: CanvasView) -> float:
    boxes = list(view.board.layout.boxes.values())
    x, y = boxes[len(boxes) // 2].rect.center
    view.camera.center(Point(x, y))
    QApplication.processEvents()

    def event(i: int) -> CanvasEvent:
        return CanvasEvent(x + 3 * i, y + 2 * i, 3.0 * i, 2.0 * i)

    view.board.press(event(0))
    view.board.move(event(5))
    QApplication.processEvents()
    dragged = _frames(lambda i: view.board.move(event(i + 6)))
    view.board.cancel()
    return dragged


class _PlainCard(QGraphicsItem):
    """A card as one would write it first."""

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, CARD_WIDTH, HEADER)

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        painter.drawRoundedRect(QRectF(0.5, 0.5, CARD_WIDTH - 1, HEADER - 1), 12, 12)
        painter.drawRect(QRectF(16, 16, 40, 40))
        for line, text in enumerate(("기다리기", "3시간 기다리기", "밤 9시-아침 8시는 피해서")):
            painter.drawText(QPointF(68, 22 + 18 * line), text)


def _measure_plain(cards: int) -> Measures:
    journey = journey_of(cards)
    start = perf_counter()
    scene = QGraphicsScene(-20_000, -20_000, 60_000, 60_000)
    scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
    items = {}
    for node in journey.nodes.values():
        items[node.id] = item = _PlainCard()
        item.setPos(*node.at)
        scene.addItem(item)
    for edge in journey.edges:
        scene.addPath(_plain_path(journey.nodes[edge.source].at, journey.nodes[edge.target].at))
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.resize(*SIZE)
    view.show()
    view.fitInView(scene.itemsBoundingRect())
    QApplication.processEvents()
    opened = _ms_since(start)
    view.resetTransform()
    view.centerOn(items["n0"])
    across = view.horizontalScrollBar()
    pan = _frames(lambda i: across.setValue(across.value() + (17 if i % 40 < 20 else -17)))
    drag = _frames(lambda i: items["n0"].setPos(3 * i, 2 * i))
    fit = _frames(lambda i: view.fitInView(scene.itemsBoundingRect()) if i % 2 else view.scale(1.1, 1.1))
    view.close()
    return Measures(opened, pan, drag, fit)


def _plain_path(source: tuple[float, float], target: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(source[0] + CARD_WIDTH / 2, source[1] + HEADER))
    path.lineTo(QPointF(target[0] + CARD_WIDTH / 2, target[1]))
    return path


def _frames(step: Callable[[int], object]) -> float:
    """The 95th percentile of a frame: the step, and painting what it made different."""
    took = []
    for i in range(FRAMES):
        start = perf_counter()
        step(i)
        QApplication.processEvents()
        took.append(_ms_since(start))
    return sorted(took)[int(FRAMES * 0.95)]


def _ms_since(start: float) -> float:
    return (perf_counter() - start) * 1000
