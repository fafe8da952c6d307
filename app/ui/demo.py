"""Build the made-up shop to look around in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from app.base.errors import InputError
from app.base.text import _
from app.ui import drafts

if TYPE_CHECKING:
    from app.data.shop import Shop
    from app.ui.jobs import Task

TITLE = "모아상점"

#: Made up like the shop itself; the numbers belong to nobody.
_SENDER = {
    "name": TITLE,
    "phone": "02-0000-1234",
    "email": "moa@example.com",
    "address": "서울 종로구 새문안로 1",
    "optout_phone": "080-000-1234",
    "url": "https://moa.example.com",
    "optout_url": "https://moa.example.com/stop?m={message}",
}


def build(task: Task, home: Path, *, customers: int = 20_000) -> Shop:
    """The demo shop: the one that is there, or a new one with a first draft. Nothing is left of one given up."""
    from app.data import shop
    from app.data.demo import build_moa

    try:
        return shop.show(TITLE, home)
    except InputError:
        made = shop.create(TITLE, home, sender=_SENDER)
    database = made.open()
    try:
        build_moa(
            database,
            customers=customers,
            progress=lambda done: task.report(done, 1, _("Making up customers and what they did")),
        )
        for journey in drafts.templates()[:1]:
            drafts.create(made.journeys, journey)
    except BaseException:
        database.close()
        shutil.rmtree(made.folder, ignore_errors=True)
        raise
    database.close()
    return made
