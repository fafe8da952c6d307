"""A shown canvas with the cart journey, and a pointer on it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.canvas.document import Document
from app.canvas.theme import LIGHT
from app.canvas.view import CanvasView
from tests import cart
from tests.pointer import Pointer


@pytest.fixture
def view(qtbot: QtBot) -> CanvasView:
    view = CanvasView(Document(cart.cart(), cart.look), LIGHT)
    qtbot.addWidget(view)
    view.camera.moves = False
    view.resize(1200, 900)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.setFocus()
    view.camera.zoom_to(1.0)
    return view


@pytest.fixture
def pointer(view: CanvasView) -> Pointer:
    return Pointer(view)
