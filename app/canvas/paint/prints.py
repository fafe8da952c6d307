"""Pictures of cards, kept until memory says otherwise: drawing a card takes thirty times as long as copying it."""

from __future__ import annotations

from collections import OrderedDict
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from app.base.text import language
from app.canvas.geometry import CARD_WIDTH, card_height
from app.canvas.look import CardView
from app.canvas.paint.card import BLEED, draw_brief, draw_card
from app.canvas.theme import Theme


class Detail(Enum):
    """How much of a card is shown at a zoom."""

    FULL = "full"
    BRIEF = "brief"
    BLOCK = "block"

    @classmethod
    def at(cls, zoom: float) -> Detail:
        """The detail that can still be read."""
        if zoom >= 0.55:
            return cls.FULL
        return cls.BRIEF if zoom >= 0.3 else cls.BLOCK


class _Key(NamedTuple):
    view: CardView
    theme: str
    detail: Detail
    language: str  # a card has words of its own: “skipped”, “1 more”


class Print(NamedTuple):
    """A picture of a card, made at `scale` device px per scene px."""

    picture: QPixmap
    scale: float

    @property
    def size(self) -> int:
        """Bytes it holds."""
        return self.picture.width() * self.picture.height() * 4


class Prints:
    """The newest picture of each card. Over `limit` bytes the longest unused are forgotten."""

    def __init__(self, limit: int = 96 * 1024 * 1024) -> None:
        self.held = 0  # bytes
        self._limit = limit
        self._made: OrderedDict[_Key, Print] = OrderedDict()

    def find(self, view: CardView, theme: Theme, detail: Detail) -> Print | None:
        """The newest picture of a card, at whatever scale it was made."""
        key = _Key(view, theme.name, detail, language())
        found = self._made.get(key)
        if found is not None:
            self._made.move_to_end(key)
        return found

    def make(self, view: CardView, theme: Theme, detail: Detail, scale: float) -> Print:
        """Draw a card's picture and keep it in place of its former one."""
        key = _Key(view, theme.name, detail, language())
        made = Print(print_card(view, theme, detail, scale), scale)
        former = self._made.pop(key, None)
        self.held += made.size - (former.size if former else 0)
        self._made[key] = made
        while self.held > self._limit and len(self._made) > 1:
            self.held -= self._made.popitem(last=False)[1].size
        return made


def print_card(view: CardView, theme: Theme, detail: Detail, scale: float) -> QPixmap:
    """A picture of a card with `BLEED` around it."""
    width = round((CARD_WIDTH + 2 * BLEED) * scale)
    height = round((card_height(view) + 2 * BLEED) * scale)
    picture = QPixmap(width, height)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.scale(scale, scale)
    painter.translate(BLEED, BLEED)
    (draw_card if detail is Detail.FULL else draw_brief)(painter, view, theme)
    painter.end()
    return picture
