"""What can be asked of the canvas by key or menu. One list feeds both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.base.text import N_
from app.canvas import changes, steps
from app.canvas.steps import Direction

if TYPE_CHECKING:
    from app.canvas.view import CanvasView


def _always(_view: CanvasView) -> bool:
    return True


def _has_choice(view: CanvasView) -> bool:
    return bool(view.document.selection)


def _has_cards(view: CanvasView) -> bool:
    return bool(view.document.selection.nodes)


def _has_one(view: CanvasView) -> bool:
    return bool(view.document.selection.only)


@dataclass(frozen=True, slots=True)
class CanvasCommand:
    """A command by its id; `label` is a msgid, `keys` are shortcuts as Qt writes them."""

    id: str
    label: str
    keys: tuple[str, ...]
    run: Callable[[CanvasView], None]
    icon: str = ""
    enabled: Callable[[CanvasView], bool] = _always


def _walk(direction: Direction) -> Callable[[CanvasView], None]:
    def walk(view: CanvasView) -> None:
        chosen = view.document.selection.nodes
        layout = view.board.layout
        here = next((key for key in layout.boxes if key in chosen), "")
        view.go_to(steps.neighbour(layout, here, direction) if here else steps.first(layout))

    return walk


def _nudge(dx: int, dy: int) -> Callable[[CanvasView], None]:
    def nudge(view: CanvasView) -> None:
        document = view.document
        nodes = document.journey.nodes
        chosen = document.selection.nodes
        places = {key: (nodes[key].at[0] + dx, nodes[key].at[1] + dy) for key in chosen}
        changes.move(document, places, merge_key="nudge " + " ".join(sorted(chosen)))

    return nudge


def _select_all(view: CanvasView) -> None:
    view.document.select(view.document.journey.nodes)


def _delete_plainly(view: CanvasView) -> None:
    changes.delete(view.document, heal=False)


#: Every command, in the order of a menu.
COMMANDS: tuple[CanvasCommand, ...] = (
    CanvasCommand(
        "undo",
        N_("Undo"),
        ("Ctrl+Z",),
        lambda view: view.document.undo(),
        "ph.arrow-u-up-left",
        lambda view: view.document.history.can_undo,
    ),
    CanvasCommand(
        "redo",
        N_("Redo"),
        ("Ctrl+Y", "Ctrl+Shift+Z"),
        lambda view: view.document.redo(),
        "ph.arrow-u-up-right",
        lambda view: view.document.history.can_redo,
    ),
    CanvasCommand("cut", N_("Cut"), ("Ctrl+X",), lambda view: view.cut(), "ph.scissors", _has_cards),
    CanvasCommand("copy", N_("Copy"), ("Ctrl+C",), lambda view: view.copy(), "ph.copy", _has_cards),
    CanvasCommand("paste", N_("Paste"), ("Ctrl+V",), lambda view: view.paste(), "ph.clipboard-text"),
    CanvasCommand(
        "duplicate",
        N_("Duplicate"),
        ("Ctrl+D",),
        lambda view: changes.duplicate(view.document),
        "ph.copy-simple",
        _has_cards,
    ),
    CanvasCommand("rename", N_("Rename"), ("F2",), lambda view: view.rename(), "ph.pencil-simple", _has_one),
    CanvasCommand("open", N_("Settings of the step"), ("Return", "Enter"), lambda view: view.open(), "", _has_one),
    CanvasCommand(
        "delete",
        N_("Delete and close the gap"),
        ("Del", "Backspace"),
        lambda view: changes.delete(view.document),
        "ph.trash",
        _has_choice,
    ),
    CanvasCommand("delete_plainly", N_("Delete and leave the gap"), ("Shift+Del",), _delete_plainly, "", _has_choice),
    CanvasCommand("select_all", N_("Select all"), ("Ctrl+A",), _select_all, "ph.selection-all"),
    CanvasCommand("add", N_("Add a step"), ("N", "/"), lambda view: view.ask_to_add(), "ph.plus"),
    CanvasCommand("zoom_in", N_("Zoom in"), ("Ctrl++", "Ctrl+="), lambda view: view.camera.zoom_by(1.25), "ph.plus"),
    CanvasCommand("zoom_out", N_("Zoom out"), ("Ctrl+-",), lambda view: view.camera.zoom_by(0.8), "ph.minus"),
    CanvasCommand("actual_size", N_("Actual size"), ("0",), lambda view: view.camera.zoom_to(1.0)),
    CanvasCommand("fit", N_("Show all"), ("1",), lambda view: view.fit(), "ph.corners-out"),
    CanvasCommand("fit_selection", N_("Show the selection"), ("2",), lambda view: view.fit_selection(), "", _has_cards),
    CanvasCommand("walk_up", N_("To the step before"), ("Up",), _walk("up")),
    CanvasCommand("walk_down", N_("To the next step"), ("Down",), _walk("down")),
    CanvasCommand("walk_left", N_("To the step on the left"), ("Left",), _walk("left")),
    CanvasCommand("walk_right", N_("To the step on the right"), ("Right",), _walk("right")),
    CanvasCommand("nudge_up", N_("Move up"), ("Alt+Up",), _nudge(0, -8), "", _has_cards),
    CanvasCommand("nudge_down", N_("Move down"), ("Alt+Down",), _nudge(0, 8), "", _has_cards),
    CanvasCommand("nudge_left", N_("Move left"), ("Alt+Left",), _nudge(-8, 0), "", _has_cards),
    CanvasCommand("nudge_right", N_("Move right"), ("Alt+Right",), _nudge(8, 0), "", _has_cards),
)

BY_KEY = {key: command for command in COMMANDS for key in command.keys}
BY_ID = {command.id: command for command in COMMANDS}
