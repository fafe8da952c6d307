"""One file or folder per page, found by looking into this package. The module's name is the page's key.

A page module has `PLACE`: where the page stands in the window, and how it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.base.plugins import members

if TYPE_CHECKING:
    from app.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Crumb:
    """One word of the way here; `page` is where pressing it leads (empty: we are there)."""

    words: str
    page: str = ""


class Page(QWidget):
    """What fills the window beside the rail. Made anew whenever somebody goes there; `leave` is called before it goes.

    `bar` holds the page's buttons for the top bar; `head_changed` asks the window to show `crumbs` and `state` again.
    """

    head_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.state: QWidget | None = None
        self.bar: list[QWidget] = []

    def crumbs(self) -> list[Crumb]:
        """The way here, shown in the top bar."""
        return []

    def leave(self) -> None:
        """Keep what must be kept."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page belongs. `label` (marked with N_) and `icon` are for the rail; without a label it is not on it.

    `build(desk, **where)` makes the page; `under` is the page of the rail that it belongs to. A page module is imported
    at start: what is heavy is imported when the page is made.
    """

    build: Callable[..., Page]
    label: str = ""
    icon: str = ""
    rank: int = 50
    under: str = ""
    needs_shop: bool = True


@cache
def places() -> dict[str, Place]:
    """All pages by key, in the order of the rail."""
    import app.ui.pages as package

    found = {key: module.PLACE for key, module in members(package).items()}
    return dict(sorted(found.items(), key=lambda item: (item[1].rank, item[0])))
