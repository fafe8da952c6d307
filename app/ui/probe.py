"""What this computer can show, asked in a process of its own: a broken Qt takes its process down.

python -m app.ui.probe   →   {"qt": "6.11.3", "platform": "xcb", "screen": [1920, 1080], "family": …, "hangul": true}
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.ui.theme import base_font, hangul_family

_MISSING = "\u0378"  # no letter has this number, so that no font can have its picture


def probe() -> dict[str, object]:
    """Qt's version, its platform, the size of the screen, the font for Hangul and whether it really draws some."""
    size = QGuiApplication.primaryScreen().size()
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "screen": [size.width(), size.height()],
        "family": hangul_family(),
        "hangul": draws("한", "글"),
    }


def draws(letter: str, other: str) -> bool:
    """Whether the program's font has a picture of its own for a letter: not that of another, of none, of a gap."""
    return _picture(letter) not in [_picture(other), _picture(_MISSING), _picture(" ")]


def _picture(letter: str) -> QImage:
    image = QImage(64, 64, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    font = base_font()
    font.setPixelSize(40)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return image


def main() -> None:
    """Say it as one line of JSON."""
    app = QApplication(sys.argv[:1])
    sys.stdout.write(json.dumps(probe()) + "\n")
    sys.stdout.flush()
    del app


if __name__ == "__main__":
    main()
