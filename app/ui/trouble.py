"""What the window does with an error: a toast for what a person can mend, a dialog with details for a bug."""

from __future__ import annotations

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app import __version__
from app.base.text import _
from app.ui.widgets.plain import button, column, row, text


def details(error: BaseException) -> str:
    """What a developer needs: versions and the traceback. Holds no customer's data of its own accord."""
    head = f"Gilmok {__version__} · Python {platform.python_version()} · {platform.platform()}"
    return "\n".join([head, "", "".join(traceback.format_exception(error))])


class CrashDialog(QDialog):
    """Says that the program is at fault, that nothing is lost, and lets the details be copied. Sends nothing."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong in Gilmok"))
        self.report = QPlainTextEdit(details(error))
        self.report.setReadOnly(True)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setMinimumSize(620, 220)
        words = _("This is our mistake, not yours. What you have saved is safe, and nothing has been sent anywhere.")
        self.setLayout(
            column(
                text(_("Something went wrong in Gilmok"), "dialog"),
                text(words, "body2", wrap=True),
                self.report,
                row(
                    button(_("Copy details"), self.copy, sign="ph.copy"),
                    None,
                    button(_("Carry on"), self.accept, kind="primary"),
                ),
                gap=12,
                margins=(24, 20, 24, 20),
            )
        )

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())


class Watch(QObject):
    """Catches what no job and no page caught, on the window's thread, and hands it on."""

    caught = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._former = sys.excepthook
        sys.excepthook = self._hear

    def stop(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._former

    def _hear(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._former(kind, error, trace)
        self.caught.emit(error)
