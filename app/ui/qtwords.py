"""Qt's own words (the file dialog, the menu of a text field) in the language of the program."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator


class QtWords(QObject):
    """`speak` changes the language; English needs no catalogue."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue: QTranslator | None = None

    def speak(self, language: str) -> None:
        """Show Qt's own words in this language from now on."""
        if self._catalogue:
            QCoreApplication.removeTranslator(self._catalogue)
            self._catalogue = None
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        catalogue = QTranslator(self)
        if language != "en" and catalogue.load(f"qtbase_{language}", folder):
            QCoreApplication.installTranslator(catalogue)
            self._catalogue = catalogue
