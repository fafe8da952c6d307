"""Settings: how the program looks and speaks, who the shop is, how its messages leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.base.text import N_
from app.ui.pages import Page, Place

if TYPE_CHECKING:
    from app.ui.desk import Desk


def _build(desk: Desk, **where: Any) -> Page:
    from app.ui.pages.settings.page import SettingsPage  # heavy: only when somebody goes there

    return SettingsPage(desk, **where)


PLACE = Place(_build, N_("Settings"), "ph.sliders-horizontal", 90)
