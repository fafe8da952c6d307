"""The README's pictures, made by hand: `python -m tests.screens.pictures`.

A small 모아상점 whose journeys have run over its last weeks, in the window as it is, without a display.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from app import providers
from app.base.clock import DAY, HOUR, VirtualClock
from app.base.settings import Preferences, save
from app.base.text import use_language
from app.data.demo.rhythm import END
from app.data.shop import Shop
from app.journey import file
from app.runtime import publish
from app.runtime.deliver import Courier
from app.runtime.replay import replay
from app.ui import demo, drafts
from app.ui.desk import Desk
from app.ui.jobs import Task
from app.ui.pages.editor.page import EditorPage
from app.ui.pages.outbox.page import OutboxPage
from app.ui.window import Window

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
SIZE = (1440, 900)
CUSTOMERS = 6_000
LIVED = 28 * DAY
MOST = 300_000  # bytes of one picture


def main() -> None:
    """Make all pictures anew."""
    use_language("ko")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        save(Preferences(language="ko", appearance="light"), home)
        shop = _lived(demo.build(Task(lambda _progress: None), home, customers=CUSTOMERS))
        desk = Desk(_app(), home, VirtualClock(END))
        desk.open_last(shop.name)
        window = Window(desk)
        window.resize(*SIZE)
        window.show()
        for name, take in PICTURES.items():
            take(window)
            _keep(window, name)
        window.close()


def _app() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["gilmok"])


def _lived(shop: Shop) -> Shop:
    """The shop after its journeys have run: every template, published four weeks before the end of the data."""
    for journey in drafts.templates()[1:]:
        drafts.create(shop.journeys, journey)
    database = shop.open()
    for draft in sorted(shop.journeys.glob("*.journey.json")):
        publish.publish(database, file.read(draft), END - LIVED, shop.sender)
    courier = Courier(
        database, lambda channel: providers.open_provider(*shop.carrier(channel), shop.folder), shop.sender, "pictures"
    )
    replay(database, END - LIVED, END, every=HOUR, deliver=courier.deliver)
    database.close()
    return shop


# -- what is shown ---------------------------------------------------------------------------------------------------


def _home(window: Window) -> None:
    window.desk.prefer(appearance="light")
    window.go("home")


def _outbox(window: Window) -> None:
    window.desk.prefer(appearance="light")
    window.go("outbox", {"group": "sent"})
    _settle(window)
    page = window.page
    assert isinstance(page, OutboxPage)
    brand = next(row for row, line in enumerate(page.model.lines) if line.channel == "brand_message")
    page.list.setCurrentIndex(page.model.index(brand, 0))


def _editor(window: Window, appearance: str) -> None:
    """The cart journey with its simulation, one message chosen."""
    window.desk.prefer(appearance=appearance)
    draft = next(one for one in drafts.drafts(window.desk.record.shop.journeys) if one.journey and _has_split(one))
    window.go("editor", {"path": draft.path})
    _settle(window)
    page = window.page
    assert isinstance(page, EditorPage)
    page.canvas.camera.moves = False
    page.show_dock()
    _settle(window)
    page.document.select([next(key for key, node in page.document.journey.nodes.items() if node.kind == "send")])
    page.canvas.fit()


def _has_split(draft: drafts.Draft) -> bool:
    return draft.journey is not None and any(node.kind == "split" for node in draft.journey.nodes.values())


PICTURES: dict[str, Callable[[Window], None]] = {
    "home": _home,
    "outbox": _outbox,
    "editor": lambda window: _editor(window, "light"),
    "simulation-dark": lambda window: _editor(window, "dark"),
}


# -- taking them -----------------------------------------------------------------------------------------------------


def _settle(window: Window) -> None:
    """Wait until every job is over and the canvas is calm."""
    calm = QDeadlineTimer(600)
    while window.desk.jobs.running or not calm.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _keep(window: Window, name: str) -> None:
    _settle(window)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    window.grab().toImage().save(str(path), "PNG", 0)  # type: ignore[call-overload]  # 0: smallest
    size = path.stat().st_size
    assert size <= MOST, f"{path.name} has {size:,} bytes"


if __name__ == "__main__":
    main()
