"""The canvas without a window: the document in its layout, the gesture going on, and what it shows. No Qt.

The view translates its window's events into calls here; everything that is decided is decided on this side, so that
each gesture can be tested with plain values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.canvas.document import Change, Document
from app.canvas.layout import Box, Hit, Layout, Route, box, routed
from app.canvas.preview import NOTHING, Preview
from app.canvas.tools.idle import Idle
from app.canvas.tools.tool import CanvasEvent, Tool
from app.canvas.wishes import Wish
from app.journey.graph import Edge


def _ignore(_wish: Wish) -> None:
    pass


def _stay(_dx: float, _dy: float) -> None:
    pass


class Board:
    """One canvas on a document. `scroll` moves the viewport by screen px; `wish` hears what the canvas cannot do."""

    def __init__(
        self,
        document: Document,
        scroll: Callable[[float, float], None] = _stay,
        wish: Callable[[Wish], None] = _ignore,
    ) -> None:
        self.document = document
        self.scroll = scroll
        self.wish = wish
        self.preview = NOTHING
        self._idle: Tool = Idle()
        self.tool: Tool = self._idle
        self._watchers: list[Callable[[], None]] = []
        self.home = _laid(document, Layout.of({}, {}))
        self.layout = self.home
        self._leave = document.watch(self._follow)

    def close(self) -> None:
        """Stop watching the document, and let go of those who watch."""
        self._leave()
        self._watchers.clear()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` whenever layout, preview or selection may look different."""
        self._watchers.append(watcher)

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is going on."""
        return self.tool is not self._idle

    # -- for the tools -----------------------------------------------------------------------------------------------

    def hit(self, event: CanvasEvent) -> Hit:
        """What lies under the pointer."""
        return self.layout.hit(event.x, event.y, event.zoom)

    def show(self, preview: Preview) -> None:
        """Show what a gesture does so far; nothing of it is in the document."""
        if preview == self.preview:
            return
        if preview.moved != self.preview.moved:
            self.layout = self.home.moved(preview.moved) if preview.moved else self.home
        self.preview = preview
        self._tell()

    # -- for the view ------------------------------------------------------------------------------------------------

    def press(self, event: CanvasEvent) -> None:
        """A button goes down."""
        self._go(self.tool.press(event, self))

    def move(self, event: CanvasEvent) -> None:
        """The pointer goes on."""
        self._go(self.tool.move(event, self))

    def release(self, event: CanvasEvent) -> None:
        """The button goes up: the gesture is done."""
        tool, self.tool = self.tool, self._idle
        tool.release(event, self)
        self._idle.move(event, self)

    def cancel(self) -> bool:
        """End the gesture as if it had never begun; False if there is none."""
        tool, self.tool = self.tool, self._idle
        tool.cancel(self)
        self.show(NOTHING)
        return tool is not self._idle

    def begin(self, tool: Tool) -> None:
        """Start a gesture that begins outside: a drag from the palette."""
        self.cancel()
        self.tool = tool

    # -- within ------------------------------------------------------------------------------------------------------

    def _go(self, tool: Tool | None) -> None:
        """On to the next tool; None means the gesture is over and what it showed goes away."""
        self.tool = tool or self._idle
        if tool is None:
            self.show(NOTHING)

    def _follow(self, change: Change) -> None:
        if change & Change.JOURNEY and self.is_busy:
            self.cancel()  # the ground has moved: somebody undid, or another file is shown
        if change & (Change.JOURNEY | Change.LOOKS):
            self.home = _laid(self.document, self.home)
            self.preview = replace(self.preview, hover=Hit())
            self.layout = self.home.moved(self.preview.moved) if self.preview.moved else self.home
        self._tell()

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()


def _laid(document: Document, former: Layout) -> Layout:
    """The document's layout; what did not change is taken over from the former one."""
    boxes = {key: _same(former.boxes.get(key), _box(document, key)) for key in document.journey.nodes}
    routes = {
        edge: _kept_route(former, boxes, edge, document.flow(edge))
        for edge in document.journey.edges
        if edge.source in boxes and edge.target in boxes
    }
    return Layout.of(boxes, routes)


def _box(document: Document, key: str) -> Box:
    return box(key, document.journey.nodes[key].at, document.view(key))


def _same(former: Box | None, now: Box) -> Box:
    return former if former == now else now


def _kept_route(former: Layout, boxes: dict[str, Box], edge: Edge, text: str) -> Route:
    route = former.routes.get(edge)
    stands = all(former.boxes.get(end) is boxes[end] for end in (edge.source, edge.target))
    return route if route and stands and route.text == text else routed(boxes, edge, text)
