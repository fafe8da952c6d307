"""The editor with real clicks: edit, undo, check, simulate, publish."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.journey import edit, file
from app.ui.pages.editor.dock import Dock
from app.ui.pages.editor.findings import Findings
from app.ui.pages.editor.page import EditorPage
from app.ui.window import Window
from tests.ui.test_window import press, words, write

Settle = Callable[[Window], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def editor(window: Window, settle: Settle) -> EditorPage:
    """The cart journey, open."""
    assert window.desk.shop is not None
    window.go("editor", {"path": next(window.desk.shop.journeys.glob("*.journey.json"))})
    settle(window)
    assert isinstance(window.page, EditorPage)
    return window.page


def test_choosing_a_card_shows_its_settings_and_typing_changes_the_card(qtbot: QtBot, editor: EditorPage) -> None:
    editor.document.select(["pause"])
    form = editor.inspector._form
    assert form is not None
    number = form.fields["length"].findChild(QLineEdit)
    assert number is not None
    number.clear()
    qtbot.keyClicks(number, "5")
    assert "5시간" in editor.document.view("pause").title
    assert editor.document.history.can_undo


def test_typing_a_message_is_one_step_back(qtbot: QtBot, editor: EditorPage) -> None:
    before = editor.document.journey
    editor.document.select(["scarce"])
    area = editor.inspector.findChild(QPlainTextEdit)
    assert area is not None
    area.clear()
    area.insertPlainText("안녕하세요!")
    assert editor.document.journey is not before
    qtbot.mouseClick(editor.undo, LEFT)
    assert editor.document.journey is before
    shown = editor.inspector.findChildren(QPlainTextEdit)
    assert any("담아두신" in one.toPlainText() for one in shown)


def test_a_draft_saves_itself(qtbot: QtBot, editor: EditorPage) -> None:
    editor.document.edit(edit.rename_node(editor.document.journey, "pause", "숨 고르기"), "x")
    qtbot.waitUntil(lambda: editor.document.history.is_clean)
    assert file.read(editor.session.path).nodes["pause"].title == "숨 고르기"


def test_leaving_saves_at_once_and_coming_back_keeps_the_history(
    window: Window, settle: Settle, editor: EditorPage
) -> None:
    path = editor.session.path
    editor.document.edit(edit.rename_node(editor.document.journey, "pause", "숨 고르기"), "x")
    window.go("journeys")
    assert file.read(path).nodes["pause"].title == "숨 고르기"
    window.go("editor", {"path": path})
    settle(window)
    assert isinstance(window.page, EditorPage)
    assert window.page.document.history.can_undo


def test_the_language_switch_keeps_the_open_draft(window: Window, settle: Settle, editor: EditorPage) -> None:
    document = editor.document
    document.edit(edit.rename_node(document.journey, "pause", "숨 고르기"), "x")
    window.desk.prefer(language="en")
    settle(window)
    assert isinstance(window.page, EditorPage)
    assert window.page.document is document
    assert window.page.simulate.text() == "Simulation"
    assert "Wait" in document.view("pause").kicker


def test_the_palette_finds_by_word_and_enter_adds_after_the_chosen_card(qtbot: QtBot, editor: EditorPage) -> None:
    editor.document.select(["scarce"])
    write(editor.palette_.search, "기다")
    qtbot.keyClick(editor.palette_.search, Qt.Key.Key_Return)
    added = editor.document.selection.only
    assert editor.document.journey.nodes[added].kind == "wait"
    assert editor.document.journey.out("scarce") == {"next": added}


def test_what_is_wrong_is_counted_listed_and_leads_to_its_card(
    qtbot: QtBot, settle: Settle, editor: EditorPage, window: Window
) -> None:
    assert not editor.warnings.isVisible()
    editor.document.edit(edit.set_settings(editor.document.journey, "pause", {"length": "soon"}), "x")
    qtbot.waitUntil(lambda: editor.warnings.isVisible())
    qtbot.mouseClick(editor.warnings, LEFT)
    assert isinstance(editor.low, Findings)
    press(qtbot, editor.low, "보기")
    assert editor.document.selection.only == "pause"


def test_what_was_wrong_is_gone_when_it_is_undone_before_it_was_saved(qtbot: QtBot, editor: EditorPage) -> None:
    editor.document.edit(edit.set_settings(editor.document.journey, "pause", {"length": "soon"}), "x")
    editor.session.check()
    assert editor.session.findings
    editor.document.undo()
    qtbot.waitUntil(lambda: not editor.session.findings)


def test_publishing_is_blocked_by_an_error(qtbot: QtBot, editor: EditorPage) -> None:
    editor.document.edit(edit.set_settings(editor.document.journey, "pause", {"length": "soon"}), "x")
    qtbot.mouseClick(editor.publish, LEFT)
    assert editor.publish_panel is not None
    assert not editor.publish_panel.publish.isEnabled()
    assert "먼저 고쳐 주세요" in words(editor.publish_panel)


def test_publishing_makes_a_new_version_and_says_so(
    qtbot: QtBot, window: Window, settle: Settle, editor: EditorPage
) -> None:
    qtbot.mouseClick(editor.publish, LEFT)
    assert editor.publish_panel is not None
    qtbot.mouseClick(editor.publish_panel.publish, LEFT)
    settle(window)
    settle(window)
    assert editor.standing.line is not None
    assert (editor.standing.line.state, editor.standing.line.version) == ("live", 2)
    assert window._toast is not None
    assert "2" in window._toast.words


def test_a_running_journey_is_paused_and_goes_on(
    qtbot: QtBot, window: Window, settle: Settle, editor: EditorPage
) -> None:
    qtbot.mouseClick(editor.publish, LEFT)
    assert editor.publish_panel is not None
    for label, state in (("잠시 멈춤", "paused"), ("다시 시작", "live")):
        press(qtbot, editor.publish_panel, label)
        qtbot.waitUntil(lambda state=state: editor.standing.state == state)
        settle(window)


def test_the_simulation_puts_numbers_on_cards_and_says_what_was_held_back(
    qtbot: QtBot, window: Window, settle: Settle, editor: EditorPage
) -> None:
    qtbot.mouseClick(editor.simulate, LEFT)
    settle(window)
    assert isinstance(editor.low, Dock)
    assert editor.session.trial is not None
    seen = editor.session.trial.passage
    assert seen.entered > 0
    assert editor.document.view("cart").figures[0].number == f"{seen.came['cart']:,}"
    assert f"{seen.sent():,}" in words(editor.low)
    assert "동의 없음" in words(editor.low)


def test_a_simulation_can_be_given_up(qtbot: QtBot, window: Window, settle: Settle, editor: EditorPage) -> None:
    editor.show_dock()
    assert isinstance(editor.low, Dock)
    press(qtbot, editor.low, "그만하기")
    settle(window)
    assert isinstance(editor.low, Dock)
    assert "멈췄어요." in words(editor.low) or editor.session.trial is not None


def test_the_journey_s_rules_are_edited_when_nothing_is_chosen(qtbot: QtBot, editor: EditorPage) -> None:
    editor.document.select([])
    name = next(one for one in editor.inspector.findChildren(QLineEdit) if one.text() == editor.session.journey.name)
    name.clear()
    write(name, "새 이름")
    assert editor.session.journey.name == "새 이름"
    assert editor.crumbs()[-1].words == "새 이름"


def test_a_draft_that_cannot_be_read_is_told_and_the_list_stays(window: Window, settle: Settle) -> None:
    assert window.desk.shop is not None
    broken: Path = window.desk.shop.journeys / "broken.journey.json"
    broken.write_text("{", encoding="utf-8")
    window.go("journeys")
    settle(window)
    assert window.page is not None
    assert "broken" in words(window.page)
