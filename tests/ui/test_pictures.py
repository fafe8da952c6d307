"""What the pages look like, against the pictures we agreed on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.ui.pages.editor.page import EditorPage
from app.ui.window import Window
from tests.screens import golden

Settle = Callable[[Window], None]


@pytest.mark.parametrize("appearance", ["light", "dark"])
@pytest.mark.parametrize("page", ["home", "outbox", "settings"])
def test_a_page_looks_as_agreed(window: Window, settle: Settle, page: str, appearance: str) -> None:
    window.desk.prefer(appearance=appearance)
    window.go(page)
    for _turn in range(3):
        settle(window)
    golden.compare(f"page-{page}-{appearance}", window.grab().toImage())


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_editor_looks_as_agreed(qtbot: QtBot, window: Window, settle: Settle, appearance: str) -> None:
    window.desk.prefer(appearance=appearance)
    assert window.desk.shop is not None
    window.go("editor", {"path": next(window.desk.shop.journeys.glob("*.journey.json"))})
    assert isinstance(window.page, EditorPage)
    window.page.canvas.camera.moves = False
    window.page.document.select(["bought"])
    for _turn in range(3):
        settle(window)
    window.page.canvas.fit()
    qtbot.wait(400)  # until the canvas has painted its cards sharp again
    golden.compare(f"page-editor-{appearance}", window.grab().toImage())
