"""Tidy places for the cards of a journey: rows along the flow, few crossings, ports in their order, parents centred.

The usual four steps of a layered drawing (Sugiyama, Tagawa, Toda 1981): cut the circles, give each node a row, order
the rows, then place them. Long wires get a bend in each row they pass, so that no card stands in their way. Nothing is
drawn by chance: the same journey has the same places, and tidying twice changes nothing more.

Inside, `across` is the direction of a row and `along` that of the flow; only the ends know which is x and which is y.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from app.journey import walk
from app.journey.graph import Edge, Journey

Size = tuple[float, float]
Place = tuple[float, float]

CARD: Size = (248.0, 108.0)
GRID = 8.0

_BEND = 24.0  # what a passing wire takes of a row
_BETWEEN = 40.0  # between neighbours in a row
_APART = 96.0  # between parts that are not connected
_ROWS = {"down": 64.0, "right": 96.0}  # between rows; a label lies on the wire
_SWEEPS = 6
_STRAIGHT = 8.0  # how much more a bend wants to be straight than a card to be centred


def tidy(
    journey: Journey,
    direction: Literal["down", "right"] = "down",
    sizes: Mapping[str, Size] | None = None,
    ports: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Place]:
    """Where each card's top left corner should be, in px; the first start stays where it is.

    `sizes` are widths and heights, `ports` the ways out of each node from left to right (in the journey's order, where
    they are not given).
    """
    down = direction == "down"
    known = sizes or {}
    flat = {node: known.get(node, CARD) for node in journey.nodes}
    turned = flat if down else {node: (height, width) for node, (width, height) in flat.items()}
    found: dict[str, Place] = {}
    edge = 0.0
    for part in _parts(journey):
        placed = _Part(part, turned, ports or {}, _ROWS[direction]).places()
        left = min(across for across, _along in placed.values())
        found |= {node: (across - left + edge, along) for node, (across, along) in placed.items()}
        edge = max(found[node][0] + turned[node][0] for node in placed) + _APART
    return _anchored(journey, found if down else {node: (x, y) for node, (y, x) in found.items()})


def _anchored(journey: Journey, places: Mapping[str, Place]) -> dict[str, Place]:
    """The places on the grid, moved as a whole so that the first node stays."""
    snapped = {node: (round(x / GRID) * GRID, round(y / GRID) * GRID) for node, (x, y) in places.items()}
    for first in (*walk.starts(journey), *journey.nodes):
        (x, y), (old_x, old_y) = snapped[first], journey.nodes[first].at
        return {node: (across - x + old_x, down - y + old_y) for node, (across, down) in snapped.items()}
    return {}


def _parts(journey: Journey) -> Iterable[Journey]:
    """The connected parts, each a journey of its own, in the order of their first nodes."""
    beside: dict[str, list[str]] = {node: [] for node in journey.nodes}
    for edge in journey.edges:
        beside[edge.source].append(edge.target)
        beside[edge.target].append(edge.source)
    left = dict.fromkeys(journey.nodes)
    while left:
        part, ahead = set[str](), [next(iter(left))]
        while ahead:
            node = ahead.pop()
            if node not in part:
                part.add(node)
                ahead += beside[node]
        yield journey.with_(
            nodes={key: node for key, node in journey.nodes.items() if key in part},
            edges=tuple(edge for edge in journey.edges if edge.source in part),
        )
        left = {node: None for node in left if node not in part}


@dataclass(eq=False, slots=True)
class _Cell:
    """A card or the bend of a long wire: its row, its size, its neighbours.

    `below` and `above` are (neighbour, where the wire leaves the upper cell, from its centre as a share of its size).
    """

    node: str
    breadth: float
    row: int
    rank: float
    below: list[tuple[_Cell, float]] = field(default_factory=list)
    above: list[tuple[_Cell, float]] = field(default_factory=list)
    index: int = 0
    centre: float = 0.0

    @property
    def is_bend(self) -> bool:
        return not self.node


class _Part:
    """One connected part on its way to being placed."""

    def __init__(
        self, journey: Journey, sizes: Mapping[str, Size], ports: Mapping[str, Sequence[str]], gap: float
    ) -> None:
        self.sizes = sizes
        self.gap = gap
        back = walk.back_edges(journey)
        edges = [edge for edge in journey.edges if edge not in back]
        ranked = {node: float(place) for place, node in enumerate(walk.order(journey))}
        rows = _rows(ranked, edges)
        self.cells = {node: _Cell(node, sizes[node][0], rows[node], rank) for node, rank in ranked.items()}
        self.rows: list[list[_Cell]] = [[] for _row in range(max(rows.values()) + 1)]
        for cell in self.cells.values():
            self.rows[cell.row].append(cell)
        exits = _exits(journey, ports)
        for edge in edges:
            self._connect(self.cells[edge.source], self.cells[edge.target], exits[edge])
        for row in self.rows:
            row.sort(key=lambda cell: cell.rank)

    def places(self) -> dict[str, Place]:
        """Each card's corner (across, along)."""
        self._untangle()
        self._spread()
        found, along = {}, 0.0
        for row in self.rows:
            cards = [cell for cell in row if not cell.is_bend]
            for cell in cards:
                found[cell.node] = (cell.centre - cell.breadth / 2, along)
            along += math.ceil((max(self.sizes[cell.node][1] for cell in cards) + self.gap) / GRID) * GRID
        return found

    def _connect(self, upper: _Cell, lower: _Cell, leaves: float) -> None:
        """Join two cells, with a bend in every row between them."""
        for row in range(upper.row + 1, lower.row):
            bend = _Cell("", _BEND, row, upper.rank + 0.5 if not upper.is_bend else upper.rank)
            self.rows[row].append(bend)
            upper.below.append((bend, leaves))
            bend.above.append((upper, leaves))
            upper, leaves = bend, 0.0
        upper.below.append((lower, leaves))
        lower.above.append((upper, leaves))

    def _untangle(self) -> None:
        """Order the rows by the middle of their neighbours, down and up in turn; keep the best order seen."""
        self._number()
        best, fewest = [list(row) for row in self.rows], self._crossings()
        for sweep in range(_SWEEPS):
            if not fewest:
                break
            downwards = sweep % 2 == 0
            for row in self.rows if downwards else reversed(self.rows):
                row.sort(key=_middle_above if downwards else _middle_below)
                for index, cell in enumerate(row):
                    cell.index = index
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(row) for row in self.rows], crossings
        self.rows = best
        self._number()

    def _number(self) -> None:
        for row in self.rows:
            for index, cell in enumerate(row):
                cell.index = index

    def _crossings(self) -> int:
        """How many pairs of wires cross."""
        count = 0
        for row in self.rows:
            wires = sorted((cell.index + leaves, lower.index) for cell in row for lower, leaves in cell.below)
            seen: list[int] = []
            for _source, target in wires:
                count += len(seen) - bisect_right(seen, target)
                insort(seen, target)
        return count

    def _spread(self) -> None:
        """Give every cell a centre: as near as may be to where its neighbours want it, without overlap."""
        for row in self.rows:
            across = 0.0
            for cell in row:
                cell.centre = across + cell.breadth / 2
                across += cell.breadth + _BETWEEN
        for _sweep in range(_SWEEPS):
            for row in self.rows:
                _settle(row, [_wish(cell, above=True, below=False) for cell in row])
            for row in reversed(self.rows):
                _settle(row, [_wish(cell, above=False, below=True) for cell in row])
        for row in (*self.rows, *reversed(self.rows)):
            _settle(row, [_wish(cell, above=True, below=True) for cell in row])


def _rows(ranked: Iterable[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The row of each node: one below the lowest of those before it."""
    rows = dict.fromkeys(ranked, 0)
    before: dict[str, list[str]] = {}
    for edge in edges:
        before.setdefault(edge.target, []).append(edge.source)
    for node in rows:
        rows[node] = max((rows[source] + 1 for source in before.get(node, ())), default=0)
    return rows


def _exits(journey: Journey, ports: Mapping[str, Sequence[str]]) -> dict[Edge, float]:
    """Where each wire leaves its card: a share of its breadth from the centre, -0.5 to 0.5."""
    found = {}
    for node, leaving in walk.following(journey).items():
        keys = list(dict.fromkeys([*ports.get(node, ()), *(edge.port for edge in leaving)]))
        for edge in leaving:
            found[edge] = (keys.index(edge.port) + 1) / (len(keys) + 1) - 0.5
    return found


def _middle_above(cell: _Cell) -> float:
    if not cell.above:
        return cell.index
    return sum(upper.index + leaves for upper, leaves in cell.above) / len(cell.above)


def _middle_below(cell: _Cell) -> float:
    if not cell.below:
        return cell.index
    return sum(lower.index - leaves for lower, leaves in cell.below) / len(cell.below)


def _wish(cell: _Cell, *, above: bool, below: bool) -> tuple[float, float]:
    """Where the neighbours want the cell's centre, and how much."""
    total = weight = 0.0
    if above:
        for upper, leaves in cell.above:
            pull = _STRAIGHT if cell.is_bend and upper.is_bend else 1.0
            total += pull * (upper.centre + leaves * upper.breadth)
            weight += pull
    if below:
        for lower, leaves in cell.below:
            pull = _STRAIGHT if cell.is_bend and lower.is_bend else 1.0
            total += pull * (lower.centre - leaves * cell.breadth)
            weight += pull
    return (total / weight, weight) if weight else (cell.centre, 0.1)


def _settle(row: Sequence[_Cell], wishes: Sequence[tuple[float, float]]) -> None:
    """The centres nearest to the wishes (least squares) that keep the order and the distances of the row.

    Seen from the first cell, neighbours that stand too close melt into a block that stands at its mean wish
    (isotonic regression by pooling adjacent violators).
    """
    shift, shifts = 0.0, [0.0]
    for left, right in pairwise(row):
        shift += (left.breadth + right.breadth) / 2 + _BETWEEN
        shifts.append(shift)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, number of cells
    for (wish, weight), offset in zip(wishes, shifts, strict=True):
        mean, size = wish - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, heavy, many = blocks.pop()
            mean = (mean * weight + other * heavy) / (weight + heavy)
            weight, size = weight + heavy, size + many
        blocks.append((mean, weight, size))
    means = (mean for mean, _weight, size in blocks for _cell in range(size))
    for cell, mean, offset in zip(row, means, shifts, strict=True):
        cell.centre = mean + offset
