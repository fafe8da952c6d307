"""A shown canvas with the cart journey, and a pointer on it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.canvas.view import CanvasView
from tests.pointer import Pointer, shown


@pytest.fixture
def view(qtbot: QtBot) -> CanvasView:
    view = shown(qtbot)
    view.camera.zoom_to(1.0)
    return view


@pytest.fixture
def pointer(view: CanvasView) -> Pointer:
    return Pointer(view)
