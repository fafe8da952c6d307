"""The publish panel: what publishing does, what stands in its way, and pause or resume for what runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.base.errors import GilmokError
from app.base.format import number
from app.base.text import _, ngettext
from app.ui.desk import Desk
from app.ui.pages.editor.findings import FindingRow
from app.ui.session import Session
from app.ui.widgets.banner import Banner
from app.ui.widgets.plain import button, column, empty, line, row, scroll, square, text
from app.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from app.insight.glance import JourneyLine
    from app.lint import Finding

WIDTH = 344


@dataclass(frozen=True, slots=True)
class Standing:
    """How the journey stands in the record: its line among the published ones, or None for a draft."""

    line: JourneyLine | None = None

    @property
    def state(self) -> str | None:
        return self.line.state if self.line else None


class PublishPanel(QFrame):
    """Stands where the inspector was. `closed` to go back; `changed` when the record says something new."""

    closed = Signal()
    changed = Signal()
    wanted = Signal(str)

    def __init__(self, desk: Desk, session: Session, standing: Standing) -> None:
        super().__init__()
        self.setProperty("ground", "right")
        self.setFixedWidth(WIDTH)
        self._desk, self._session, self._standing = desk, session, standing
        self._inside: QVBoxLayout = column(gap=12, margins=(18, 14, 18, 18))
        around = QWidget()
        around.setLayout(self._inside)
        self.setLayout(column(scroll(around, "surface"), gap=0))
        session.checked.connect(self.refill)
        self.refill()

    def learn(self, standing: Standing) -> None:
        """The record has answered."""
        self._standing = standing
        self.refill()

    def refill(self) -> None:
        """Show the panel for the findings and the state of now."""
        empty(self._inside)
        head = row(text(_("Publish"), "dialog"), None, square("ph.x", _("Close"), self.closed.emit))
        self._inside.addLayout(head)
        self._inside.addWidget(text(self._impact(), "body2", wrap=True))
        errors = [finding for finding in self._session.findings if finding.level == "error"]
        warnings = [finding for finding in self._session.findings if finding.level != "error"]
        self._listed(_("Mend these first"), errors)
        self._listed(_("Please look at these"), warnings)
        self.publish = button(self._verb(), self._publish, kind="primary", sign="ph.rocket-launch")
        if warnings and not errors:
            self.seen = Switch(_("I have seen this; publish anyway"))
            self.seen.toggled.connect(self.publish.setEnabled)
            self._inside.addWidget(self.seen)
        self.publish.setEnabled(not errors and not warnings)
        self._inside.addWidget(self.publish)
        self._inside.addWidget(text(self._sending(), "hint", wrap=True))
        self._inside.addStretch(1)
        if self._standing.line:
            self._inside.addWidget(line())
            self._inside.addLayout(self._controls(self._standing.line.state))

    # -- words -------------------------------------------------------------------------------------------------------

    def _verb(self) -> str:
        line_ = self._standing.line
        return _("Publish version {n}").format(n=line_.version + 1) if line_ else _("Publish")

    def _impact(self) -> str:
        line_, tried = self._standing.line, self._session.trial
        parts = [_("From now on the journey starts for new customers as it is drawn here.")]
        if line_ and line_.standing:
            n = line_.standing
            parts.append(
                ngettext(
                    "{n} person on the way finishes the version they started.",
                    "{n} people on the way finish the version they started.",
                    n,
                ).format(n=number(n))
            )
        if tried:
            days = max(1, round((tried.end - tried.start) / 86_400_000))
            parts.append(
                _("Going by the past, about {n} messages a day.").format(n=number(round(tried.passage.sent() / days)))
            )
        return " ".join(parts)

    def _sending(self) -> str:
        if self._desk.worker.is_running:
            return _("Sending is switched on: messages leave when they are due.")
        return _("Sending is switched off. Switch it on at Home, and messages leave when they are due.")

    def _listed(self, title: str, findings: Sequence[Finding]) -> None:
        if findings:
            self._inside.addWidget(text(title, "label"))
        for finding in findings:
            self._inside.addWidget(FindingRow(finding, self.wanted.emit, self._session.mend))

    def _controls(self, state: str) -> QVBoxLayout:
        words = {
            "live": _("This journey is running."),
            "paused": _("This journey is paused: nobody enters and nobody moves on."),
            "stopped": _("This journey is stopped."),
        }
        buttons = {
            "live": [button(_("Pause"), lambda: self._set("paused"), sign="ph.pause")],
            "paused": [button(_("Resume"), lambda: self._set("live"), sign="ph.play")],
            "stopped": [],
        }
        return column(text(words[state], "secondary", wrap=True), row(*buttons[state], None), gap=8)

    # -- deeds -------------------------------------------------------------------------------------------------------

    def _publish(self) -> None:
        from app.runtime.publish import publish

        self._session.save()
        record, journey, now = self._desk.record, self._session.journey, self._desk.clock.now()
        sender = self._session.speaker()
        self.publish.setEnabled(False)
        self._desk.jobs.start(
            lambda _task: publish(record.database, journey, now, sender),
            self._published,
            failed=self._failed,
            owner=self,
        )

    def _published(self, version: int) -> None:
        if self._desk.worker.is_running:
            self._desk.say(_("Published: version {n} is running.").format(n=version))
        else:
            words = _("Published as version {n}. It begins to move when you switch on sending.")
            self._desk.say(words.format(n=version), "info", (_("Switch on sending"), self._switch_on))
        self.changed.emit()
        self.closed.emit()

    def _switch_on(self) -> None:
        if self._desk.shop:
            self._desk.worker.start(self._desk.shop.name)
            self._desk.go("home")

    def _set(self, state: str) -> None:
        from app.runtime.publish import set_state

        record, key, now = self._desk.record, self._session.journey.id, self._desk.clock.now()
        self._desk.jobs.start(
            lambda _task: set_state(record.database, key, state, now), lambda _none: self.changed.emit(), owner=self
        )

    def _failed(self, problem: GilmokError) -> None:
        self._inside.insertWidget(1, Banner(problem.text, "err"))
        self.publish.setEnabled(True)
