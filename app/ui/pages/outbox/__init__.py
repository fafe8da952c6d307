"""Messages: everything that was written, what became of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.base.text import N_
from app.ui.pages import Page, Place

if TYPE_CHECKING:
    from app.ui.desk import Desk


def _build(desk: Desk, **where: Any) -> Page:
    from app.ui.pages.outbox.page import OutboxPage  # heavy: only when somebody goes there

    return OutboxPage(desk, **where)


PLACE = Place(_build, N_("Messages"), "ph.chat-circle-text", 50)
