"""The editor: palette, canvas, inspector, and a dock from below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.ui.pages import Page, Place

if TYPE_CHECKING:
    from app.ui.desk import Desk


def _build(desk: Desk, **where: Any) -> Page:
    from app.ui.pages.editor.page import EditorPage  # heavy: only when somebody goes there

    return EditorPage(desk, **where)


PLACE = Place(_build, under="journeys")
