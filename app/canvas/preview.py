"""What a gesture shows while it lasts: one value, put away as a whole when it ends or is cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.canvas.geometry import Point, Rect
from app.canvas.layout import Hit
from app.canvas.look import CardView
from app.journey.graph import Edge

_NOWHERE: Mapping[str, tuple[float, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Guide:
    """A line along which things stand: upright at x = `at`, or level at y = `at`."""

    is_upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Wire:
    """A wire in the hand, from the card `source`.

    `target` is the card it holds on to, `reason` why the card under it is no place for it.
    """

    source: str
    start: Point
    end: Point
    target: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Seam:
    """A place where a card may be dropped: in the middle of `edge`, or after `port` (node, port) that leads nowhere."""

    at: Point
    edge: Edge | None = None
    port: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Ghost:
    """A card in the hand that is not on the canvas yet."""

    view: CardView
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything transient. `bright`: the cards that stay bright while the others are dimmed; None dims nothing."""

    moved: Mapping[str, tuple[float, float]] = field(default_factory=lambda: _NOWHERE)
    hover: Hit = field(default_factory=Hit)
    marquee: Rect | None = None
    guides: tuple[Guide, ...] = ()
    wire: Wire | None = None
    bright: frozenset[str] | None = None
    ghost: Ghost | None = None
    seams: tuple[Seam, ...] = ()
    seam: Seam | None = None


NOTHING = Preview()
