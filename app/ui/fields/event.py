"""What a customer does."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.journey import words
from app.ui.fields import Facts, Slot
from app.ui.widgets.choice import Choice

_USUAL = ("visit", "view_item", "search", "add_to_wishlist", "add_to_cart", "begin_checkout", "purchase", "sign_up")


def options(facts: Facts) -> list[tuple[object, str]]:
    """The events that occur in the shop, or the usual ones while it has none."""
    return [(key, words.event(key)) for key in facts.events or _USUAL]


def make(slot: Slot) -> QWidget:
    """A list of events in the reader's words."""
    made = Choice(options(slot.facts), slot.value)
    made.chosen.connect(slot.tell)
    return made
