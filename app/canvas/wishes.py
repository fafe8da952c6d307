"""What the canvas asks the window for: things it cannot do itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddWish:
    """The person wants to choose a step to add, perhaps following on a port (node, port).

    `at`: where its upper left corner goes, on the grid.
    """

    at: tuple[float, float]
    after: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OpenWish:
    """The person wants to see and change the settings of a step."""

    node: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence for the person, such as why a connection is refused."""

    text: str


Wish = AddWish | OpenWish | Hint
