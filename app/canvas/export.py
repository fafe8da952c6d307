"""A journey as a picture, drawn without a window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.base.errors import InputError
from app.base.text import _
from app.canvas.board import Board
from app.canvas.document import Document
from app.canvas.geometry import Rect
from app.canvas.look import Counts, Look
from app.canvas.paint import ink
from app.canvas.paint.paper import draw_paper
from app.canvas.scene import Scene
from app.canvas.theme import Theme
from app.journey.graph import Journey

MARGIN = 48.0  # scene px around the journey
LARGEST = 100_000_000  # pixels; a larger picture is made smaller rather than refused


def render(journey: Journey, look: Look, theme: Theme, scale: float = 2.0, counts: Counts | None = None) -> QImage:
    """The whole journey on its paper, `scale` pixels per scene px (less if it would be enormous)."""
    ensure_application()
    document = Document(journey, look)
    document.set_counts(counts)
    board = Board(document)
    scene = Scene(board, theme)
    scene.has_paper = False
    scene.sheet.patience = float("inf")
    area = (board.layout.bounds or Rect(0, 0, 640, 360)).grown(MARGIN)
    scale = min(scale, (LARGEST / (area.w * area.h)) ** 0.5)
    image = QImage(round(area.w * scale), round(area.h * scale), QImage.Format.Format_RGB32)
    image.fill(ink.color(theme.canvas))
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-area.x, -area.y)
    draw_paper(painter, QRectF(*area), theme)
    painter.resetTransform()
    scene.render(painter, QRectF(0, 0, area.w, area.h), QRectF(*area))
    painter.end()
    board.close()
    image.setDevicePixelRatio(1)
    return image


def render_png(
    journey: Journey,
    look: Look,
    theme: Theme,
    path: str | Path,
    scale: float = 2.0,
    counts: Counts | None = None,
) -> None:
    """Write the whole journey as a PNG file; InputError if it cannot be written there."""
    if not render(journey, look, theme, scale, counts).save(str(path), "PNG"):  # type: ignore[call-overload]
        raise InputError(
            _("The picture could not be written to {path}. Choose another folder.").format(path=path), where=str(path)
        )


def ensure_application() -> None:
    """Fonts and pictures need a Qt application; make one that shows nothing if there is none."""
    if QGuiApplication.instance() is None:
        _application.append(QApplication(["gilmok", "-platform", "offscreen"]))


_application: list[QApplication] = []
