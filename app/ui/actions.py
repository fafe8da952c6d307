"""One registry of commands: what menus, buttons, shortcuts, tool-tips and the command list all show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can ask for. `label` is already in the reader's language; `enabled` is asked when shown."""

    id: str
    label: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    enabled: Callable[[], bool] = _always

    @property
    def keys(self) -> str:
        """The shortcut as this system writes it."""
        written = QKeySequence(self.shortcut).toString(QKeySequence.SequenceFormat.NativeText) if self.shortcut else ""
        return written.replace("Return", "Enter")  # as the key is labelled

    @property
    def hint(self) -> str:
        """The tool-tip: the label and the keys."""
        return f"{self.label} ({self.keys})" if self.keys else self.label


class Actions(QObject):
    """The commands that can be given now. A page adds its own and takes them away with itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def add(self, command: Command, owner: QWidget) -> QAction:
        """Register a command for as long as `owner` lives; its shortcut works wherever the owner is shown."""
        action = QAction(command.label, owner)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.setToolTip(command.hint)
        action.triggered.connect(lambda: self.run(command.id))
        owner.addAction(action)
        self._commands[command.id] = command
        self._actions[command.id] = action
        action.destroyed.connect(lambda: self._forget(command))
        self.refresh()
        return action

    def run(self, name: str) -> None:
        """Give a command, if it makes sense now."""
        command = self._commands[name]
        if command.enabled():
            command.run()
            self.refresh()

    def refresh(self) -> None:
        """Ask every command again whether it makes sense."""
        for name, command in self._commands.items():
            self._actions[name].setEnabled(command.enabled())

    def _forget(self, command: Command) -> None:
        if self._commands.get(command.id) is command:
            del self._commands[command.id], self._actions[command.id]
