"""One message: the words as they were received, and the story of how it came to that."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from app import channels
from app.base.errors import GilmokError
from app.base.format import date_time
from app.base.text import N_, _
from app.insight.outbox import Letter
from app.journey import file, walk
from app.journey.graph import Journey
from app.message import states
from app.ui import looks, theme
from app.ui.pages.outbox.states import LOOKS, WHY
from app.ui.widgets.avatar import Avatar
from app.ui.widgets.bubble import Bubble, Sheet
from app.ui.widgets.pill import Pill
from app.ui.widgets.plain import box, column, line, row, scroll, sign, text

_WIDEST = 900

RECEIPTS = {
    "accepted": N_("accepted"),
    "delivered": N_("delivered"),
    "failed": N_("failed"),
    "opened": N_("opened"),
    "clicked": N_("clicked"),
}


class LetterView(QFrame):
    """Shows one letter; `shop` is who speaks."""

    def __init__(self, letter: Letter, shop: str, zone: str) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._letter, self._zone = letter, zone
        self._journey = _journey(letter.document)
        line_ = letter.line
        inside = column(self._head(), gap=18, margins=(28, 22, 28, 28))
        if line_.body or line_.subject:
            names = [str(part.get("name", "")) for part in letter.parts.get("buttons", ())]
            bubble = Bubble(Sheet(line_.channel, shop, line_.body, line_.subject, names))
            bubble.setFixedWidth(520 if line_.channel == "email" else 380)
            inside.addLayout(row(bubble, None, gap=0))
        inside.addWidget(self._why())
        inside.addLayout(self._story())
        inside.addStretch(1)
        page = QWidget()
        page.setLayout(inside)
        page.setMaximumWidth(_WIDEST)
        around = QWidget()
        around.setLayout(row(page, gap=0))
        self.setLayout(column(scroll(around, "surface"), gap=0))

    def _head(self) -> Any:
        line_ = self._letter.line
        tone, mark = LOOKS[line_.state]
        channel = channels.channel(line_.channel).name()
        who = column(
            text(line_.customer or line_.address, "dialog", select=True),
            text(f"{channel} · {line_.address}" if line_.address else channel, "secondary", select=True),
            gap=2,
        )
        return row(
            Avatar(line_.customer or "?", 44), who, None, Pill(_(states.LABELS[line_.state]), tone, mark), gap=12
        )

    def _why(self) -> QFrame:
        letter = self._letter
        words = column(text(_(WHY[letter.line.state]), "strong", wrap=True), gap=4)
        if letter.reason and letter.reason != letter.line.state:
            words.addWidget(text(letter.reason, "secondary", wrap=True, select=True))
        for channel, state in letter.others:
            said = _("Also tried on {channel}: {state}").format(
                channel=channels.channel(channel).name(), state=_(states.LABELS[state])
            )
            words.addWidget(text(said, "secondary", wrap=True))
        tone, mark = LOOKS[letter.line.state]
        inside = row(sign(mark, theme.now().tone(tone).ink, 20), words, gap=12, margins=(14, 12, 14, 12))
        inside.setStretch(1, 1)
        return box(inside, "sunk")

    def _story(self) -> Any:
        letter, journey = self._letter, self._letter.line.journey
        inside = column(text(_("The way here"), "title"), gap=0)
        inside.addSpacing(8)
        rank = {node: place for place, node in enumerate(walk.order(self._journey))} if self._journey else {}
        for step in sorted(letter.steps, key=lambda step: (step.at, rank.get(step.node, 0))):
            inside.addWidget(self._step(step.at, *self._node(step.node, step.port)))
        settled = letter.line.settled_at or letter.line.due_at
        tone, mark = LOOKS[letter.line.state]
        inside.addWidget(self._step(settled, mark, tone, _(states.LABELS[letter.line.state]), ""))
        for at, kind, detail in letter.receipts:
            inside.addWidget(self._step(at, "ph.info", "info", _(RECEIPTS.get(kind, kind)), detail))
        if journey:
            inside.addSpacing(6)
            inside.addWidget(text(_("Journey “{name}”").format(name=journey), "hint"))
        return inside

    def _node(self, node: str, port: str) -> tuple[str, str, str, str]:
        """Icon, tone, title and way out of a node of the version this message belongs to."""
        found = self._journey.nodes.get(node) if self._journey else None
        if found is None:
            return "ph.circle", "exit", node, port
        view = looks.look(found)
        label = next((one.label for one in view.ports if one.key == port), "")
        return view.icon, view.tone, view.title, label

    def _step(self, at: int, mark: str, tone: str, title: str, note: str) -> QWidget:
        around = QWidget()
        when = text(date_time(at, self._zone), "hint")
        parts = row(sign(mark, theme.now().tone(tone).ink, 18), text(title, "strong"), gap=10, margins=(0, 6, 0, 6))
        if note:
            parts.addWidget(text(f"→ {note}", "secondary"))
        parts.addStretch(1)
        parts.addWidget(when)
        around.setLayout(column(parts, line(), gap=0))
        return around


def _journey(document: Any) -> Journey | None:
    """The published journey, to name its steps; None if it cannot be read (any more)."""
    if document is None:
        return None
    try:
        return file.read(document if isinstance(document, str) else json.dumps(document))
    except GilmokError:
        return None
