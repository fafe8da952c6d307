"""Messages, import and settings with real clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.base import secrets
from app.data import shop
from app.ui.pages.importing import ImportPage
from app.ui.pages.journeys import JourneyCard, JourneysPage
from app.ui.pages.outbox.letter import LetterView
from app.ui.pages.outbox.page import OutboxPage
from app.ui.pages.settings.page import SettingsPage
from app.ui.widgets.bubble import Bubble
from app.ui.window import Window
from tests.ui.test_window import press, words, write

Settle = Callable[[Window], None]
LEFT = Qt.MouseButton.LeftButton


def outbox(window: Window, settle: Settle, **where: str) -> OutboxPage:
    window.go("outbox", dict(where))
    settle(window)
    settle(window)
    assert isinstance(window.page, OutboxPage)
    return window.page


# -- messages --------------------------------------------------------------------------------------------------------


def test_a_sent_message_is_read_as_it_was_received_with_its_way_here(window: Window, settle: Settle) -> None:
    page = outbox(window, settle, group="sent")
    assert {line.state for line in page.model.lines} <= {"sent", "delivered"}
    view = page.findChild(LetterView)
    assert view is not None
    assert view.findChild(Bubble) is not None
    seen = words(view)
    assert page.model.lines[0].body in seen
    assert "장바구니에 담기" in seen


def test_a_held_back_message_says_why(qtbot: QtBot, window: Window, settle: Settle) -> None:
    page = outbox(window, settle)
    qtbot.mouseClick(page._tabs["held"], LEFT)
    settle(window)
    settle(window)
    view = page.findChild(LetterView)
    assert view is not None
    assert "보내지 않았어요" in words(view)


def test_the_search_finds_by_name_and_says_when_nothing_fits(qtbot: QtBot, window: Window, settle: Settle) -> None:
    page = outbox(window, settle)
    name = page.model.lines[0].customer
    write(page.search, name)
    qtbot.waitUntil(lambda: {line.customer for line in page.model.lines} == {name})
    write(page.search, "없는 사람")
    qtbot.waitUntil(lambda: "찾는 메시지가 없어요" in words(page))
    assert not page.model.lines


def test_the_tabs_count_what_they_show(window: Window, settle: Settle) -> None:
    page = outbox(window, settle)
    counted = {key: int("".join(filter(str.isdigit, tab.text())) or 0) for key, tab in page._tabs.items()}
    assert counted["all"] == counted["sent"] + counted["waiting"] + counted["held"] + counted["trouble"]
    assert counted["all"] >= len(page.model.lines) > 0


# -- journeys --------------------------------------------------------------------------------------------------------


def test_a_removed_draft_comes_back(qtbot: QtBot, window: Window, settle: Settle) -> None:
    window.go("journeys")
    settle(window)
    page = window.page
    assert isinstance(page, JourneysPage)
    card = page.findChild(JourneyCard)
    assert card is not None
    card.removed.emit()
    assert list(page.folder.glob("*.journey.json")) == []
    assert window._toast is not None
    press(qtbot, window._toast, "되살리기")
    assert len(list(page.folder.glob("*.journey.json"))) == 1


def test_a_card_opens_its_journey(qtbot: QtBot, window: Window, settle: Settle) -> None:
    window.go("journeys")
    settle(window)
    assert window.page is not None
    card = window.page.findChild(JourneyCard)
    assert card is not None
    qtbot.mouseClick(card, LEFT, pos=card.rect().center())
    assert window._key == "editor"
    settle(window)


# -- import ----------------------------------------------------------------------------------------------------------


def test_a_file_is_looked_into_before_anything_is_written(
    qtbot: QtBot, window: Window, settle: Settle, tmp_path: Path
) -> None:
    file = tmp_path / "고객.csv"
    file.write_text("customer,name,phone\nneu-1,한지민,010-1234-5678\nneu-2,,not a phone\n", encoding="utf-8")
    window.go("importing")
    page = window.page
    assert isinstance(page, ImportPage)
    card = page.add(file)
    card.look("customers")
    settle(window)
    assert "이만큼 들어와요" in words(card)
    assert _customers(window) == 300
    press(qtbot, card, "가져오기")
    settle(window)
    assert "가져왔어요" in words(card)
    assert _customers(window) > 300


def test_a_file_that_is_none_of_ours_is_told_with_a_choice(window: Window, settle: Settle, tmp_path: Path) -> None:
    file = tmp_path / "strange.csv"
    file.write_text("alpha,beta\n1,2\n", encoding="utf-8")
    window.go("importing")
    page = window.page
    assert isinstance(page, ImportPage)
    card = page.add(file)
    settle(window)
    assert "파일 내용" in words(card)


def _customers(window: Window) -> int:
    from sqlalchemy import func, select

    from app.data.tables import customer

    assert window.desk.shop is not None
    database = window.desk.shop.open()
    with database.read() as connection:
        count = connection.execute(select(func.count()).select_from(customer)).scalar_one()
    database.close()
    return int(count)


# -- settings --------------------------------------------------------------------------------------------------------


def _settings(window: Window, settle: Settle) -> SettingsPage:
    window.go("settings")
    settle(window)
    assert isinstance(window.page, SettingsPage)
    return window.page


def test_the_sender_is_kept_without_a_button(qtbot: QtBot, window: Window, settle: Settle, home: Path) -> None:
    page = _settings(window, settle)
    field = page.identity.fields["phone"]
    field.clear()
    qtbot.keyClicks(field, "02-555-0000")
    window.go("home")
    assert shop.show("모아상점", home).sender.phone == "02-555-0000"


def test_a_mail_server_is_chosen_tested_and_its_password_goes_to_the_keyring(
    qtbot: QtBot, window: Window, settle: Settle, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, ...]] = []
    monkeypatch.setattr(secrets, "put", lambda *what: kept.append(what))
    monkeypatch.setattr(secrets, "get", lambda *_what: None)
    page = _settings(window, settle)
    page.connections.choices["email"].chosen.emit("smtp")
    page.connections.choices["email"].setCurrentIndex(1)
    page.connections._show_accounts()
    account = page.connections.accounts["smtp"]
    qtbot.keyClicks(account.form.fields["host"], "127.0.0.1")
    account._put("port", 9)
    qtbot.keyClicks(account.secrets["password"], "s3cret")
    account.secrets["password"].editingFinished.emit()
    settle(window)
    assert kept == [("모아상점", "smtp", "password", "s3cret")]
    qtbot.mouseClick(account.test, LEFT)
    settle(window)
    assert "127.0.0.1" in words(account)
    written = (shop.show("모아상점", home).folder / "shop.json").read_text(encoding="utf-8")
    assert "s3cret" not in written
    assert shop.show("모아상점", home).carrier("email") == ("smtp", {"host": "127.0.0.1", "port": 9})
