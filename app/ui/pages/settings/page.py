"""Settings: how the program looks and speaks, who the shop is, and how its messages leave."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from app.base.text import _
from app.ui.desk import Desk
from app.ui.pages import Crumb, Page
from app.ui.pages.settings.connections import Connections
from app.ui.pages.settings.identity import Identity
from app.ui.widgets.plain import box, column, row, scroll, text
from app.ui.widgets.segmented import Segmented

WIDTH = 780


def section(title: str, words: str, *parts: QWidget) -> QFrame:
    """A card with a title, a sentence, and what can be set."""
    inside = column(text(title, "dialog"), text(words, "secondary", wrap=True), 10, *parts, gap=6)
    inside.setContentsMargins(24, 20, 24, 22)
    return box(inside, "card")


class SettingsPage(Page):
    """Everything changes at once and is kept at once; there is no button to save."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.appearance = Segmented(
            [("system", _("Like the system")), ("light", _("Light")), ("dark", _("Dark"))], desk.preferences.appearance
        )
        self.appearance.chosen.connect(lambda value: desk.prefer(appearance=value))
        self.language = Segmented([("ko", "한국어"), ("en", "English")], desk.preferences.language)
        self.language.chosen.connect(lambda value: desk.prefer(language=value))
        looks = QWidget()
        looks.setLayout(
            row(
                column(text(_("Appearance"), "label"), self.appearance, gap=6),
                column(text(_("Language"), "label"), self.language, gap=6),
                None,
                gap=32,
            )
        )
        self.identity = Identity(desk)
        self.connections = Connections(desk)
        inside = column(
            section(_("This program"), _("Only for you, on this computer."), looks),
            section(
                _("Sender"),
                _("Who speaks in the messages of this shop. The law wants some of it in every advertisement."),
                self.identity,
            ),
            section(
                _("How messages leave"),
                _("By default nothing leaves: each message becomes a file in a folder, for you to read."),
                self.connections,
            ),
            None,
            gap=18,
            margins=(32, 28, 32, 32),
        )
        around = QWidget()
        around.setLayout(inside)
        around.setFixedWidth(WIDTH)
        middle = QWidget()
        middle.setLayout(row(None, around, None, gap=0))
        self.setLayout(column(scroll(middle), gap=0))

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"))]

    def leave(self) -> None:
        self.identity.keep()
        self.connections.keep()
