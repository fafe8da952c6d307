"""A small copy of 모아상점 for tests: made once in a run, copied for whoever needs it."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.data.demo.rhythm import END
from app.runtime import publish
from app.runtime.deliver import Courier
from app.runtime.replay import replay
from app.ui import demo
from app.ui.jobs import Task

CUSTOMERS = 300
DAY = 86_400_000


def template(folder: Path) -> Path:
    """A home with the shop in it, whose cart journey has run over the last ten days of its past."""
    from app import providers
    from app.journey import file

    made = demo.build(Task(lambda _progress: None), folder, customers=CUSTOMERS)
    draft = next(made.journeys.glob("*.journey.json"))
    journey = file.read(draft).with_(id="jcart")  # the draw of the split depends on it
    file.save(draft, journey)
    database = made.open()
    publish.publish(database, journey, END - 10 * DAY)
    courier = Courier(
        database,
        lambda channel: providers.open_provider(*made.carrier(channel), made.folder),
        made.sender,
        "test",
    )
    replay(database, END - 10 * DAY, END, deliver=courier.deliver)
    database.close()
    return folder


def copied(source: Path, home: Path) -> None:
    """The same shop in another home."""
    shutil.copytree(source / "shops", home / "shops")
