"""A message as its receiver sees it: a chat bubble, a text message, an e-mail, a notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.base.text import _
from app.ui import theme
from app.ui.widgets.plain import box, column, empty, line, row, sign, text


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown: the channel decides the form. `buttons` are their names."""

    channel: str
    sender: str
    body: str
    subject: str = ""
    buttons: Sequence[str] = ()


#: Behind chats, in light and dark; inside, every bubble is paper, as on a phone.
_WALLS = {
    "kakao": ("#B7C7D6", "#2E3A46"),
    "email": ("#E9E6DF", "#2A2824"),
    "sms": ("#E4E7EC", "#262A31"),
    "push": ("#D9D3E6", "#2F2A3B"),
}
_CHATS = ("alimtalk", "brand_message")
_INK, _INK2, _PAPER, _RULE = "#1F1C17", "#5A5449", "#FFFFFF", "#F2F0EA"


class Bubble(QFrame):
    """Shows one sheet; `show_sheet` shows another in its place."""

    def __init__(self, sheet: Sheet | None = None) -> None:
        super().__init__()
        self._inside: QVBoxLayout = column(margins=(14, 14, 14, 14), gap=0)
        self.setLayout(self._inside)
        if sheet:
            self.show_sheet(sheet)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show this message."""
        empty(self._inside)
        wall = _WALLS["kakao" if sheet.channel in _CHATS else sheet.channel if sheet.channel in _WALLS else "sms"]
        self.setStyleSheet(f"Bubble {{ background: {wall[theme.now().is_dark]}; border-radius: 12px; }}")
        if sheet.channel == "email":
            self._inside.addWidget(_email(sheet))
        elif sheet.channel == "push":
            self._inside.addWidget(_push(sheet))
        else:
            self._inside.addLayout(_chat(sheet))


def _paper(inside: QVBoxLayout) -> QFrame:
    made = box(inside)
    made.setObjectName("paper")
    made.setStyleSheet(
        f"QFrame#paper {{ background: {_PAPER}; border-radius: 12px; }} QLabel {{ color: {_INK}; }}"
        f" QLabel[kind='hint'], QLabel[kind='secondary'] {{ color: {_INK2}; }}"
    )
    return made


def _chat(sheet: Sheet) -> QVBoxLayout:
    inside = column(gap=6, margins=(14, 12, 14, 12))
    if sheet.subject:
        inside.addWidget(text(sheet.subject, "strong", wrap=True))
    inside.addWidget(text(sheet.body, wrap=True, select=True))
    for name in sheet.buttons:
        pressed = text(name, "strong")
        pressed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pressed.setMinimumHeight(32)
        pressed.setStyleSheet(f"background: {_RULE}; color: {_INK}; border-radius: 6px;")
        inside.addWidget(pressed)
    who = text(sheet.sender, "secondary")
    if not theme.now().is_dark:
        who.setStyleSheet(f"color: {_INK};")
    return column(who, row(_paper(inside), 28, gap=0), gap=5)


def _email(sheet: Sheet) -> QFrame:
    inside = column(
        text(sheet.subject or _("(no subject)"), "title", wrap=True),
        text(sheet.sender, "hint"),
        line(),
        text(sheet.body, wrap=True, select=True),
        gap=8,
        margins=(16, 14, 16, 16),
    )
    return _paper(inside)


def _push(sheet: Sheet) -> QFrame:
    head = row(sign("ph.bell-ringing", _INK2, 14), text(sheet.sender, "hint"), None, gap=6)
    parts = column(head, gap=4, margins=(14, 10, 14, 12))
    if sheet.subject:
        parts.addWidget(text(sheet.subject, "strong", wrap=True))
    parts.addWidget(text(sheet.body, wrap=True, select=True))
    return _paper(parts)
