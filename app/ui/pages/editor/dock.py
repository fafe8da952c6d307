"""The dock below the canvas: try the journey on the past, and read what would have happened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.base.errors import GilmokError
from app.base.format import date, date_time, money, number
from app.base.text import N_, _
from app.ui import trial
from app.ui.desk import Desk
from app.ui.jobs import Job
from app.ui.session import Session
from app.ui.trial import Trial
from app.ui.widgets.banner import Banner
from app.ui.widgets.bars import Bars
from app.ui.widgets.plain import button, column, empty, row, square, text
from app.ui.widgets.progress import JobRow
from app.ui.widgets.segmented import Segmented
from app.ui.widgets.tile import Tile

#: Why messages were held back: so many people.
REASONS = {
    "no_consent": N_("{n} without consent"),
    "no_address": N_("{n} without an address"),
    "capped": N_("{n} who had enough messages"),
    "refused": N_("{n} refused"),
    "broken": N_("{n} with an incomplete text"),
}
_PERIODS: tuple[tuple[object, str], ...] = (
    (30, N_("Last 30 days")),
    (90, N_("Last 90 days")),
    (None, N_("Everything")),
)

HEIGHT = 180
_NARROW = 700  # px below which there is no room for the chart


class Dock(QFrame):
    """Runs the simulation as a job and shows its result. `closed` when the person is done with it."""

    closed = Signal()

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__()
        self.setProperty("ground", "bottom")
        self.setFixedHeight(HEIGHT)
        self._desk, self._session = desk, session
        self._job: Job | None = None
        self.period = Segmented([(days, _(label)) for days, label in _PERIODS], 90)
        self.period.chosen.connect(lambda _days: self.start())
        self.again = button(_("Run again"), self.start, sign="ph.arrow-clockwise")
        self._note = text("", "hint", cut=True)
        self._graph: QWidget | None = None
        head = row(
            text(_("Simulation"), "title"),
            self._note,
            self.period,
            self.again,
            square("ph.x", _("Close"), self.closed.emit),
            gap=12,
        )
        head.setStretch(1, 1)
        self._body: QVBoxLayout = column(gap=8)
        self.setLayout(column(head, self._body, gap=10, margins=(18, 10, 12, 12)))
        if session.trial:
            self.show_trial(session.trial)

    def start(self) -> None:
        """Run the present draft over the chosen period."""
        if self._job and not self._job.is_over:
            self._job.cancel()
        record, journey, days = self._desk.record, self._session.journey, self.period.value
        period = days if isinstance(days, int) else None
        self._job = self._desk.jobs.start(
            lambda task: trial.run(task, record, journey, period),
            self._done,
            failed=self._failed,
            owner=self,
            label=_("Trying the journey on the past"),
        )
        self._clear()
        self._note.setText("")
        self._body.addStretch(1)
        self._body.addWidget(JobRow(self._job))
        self._body.addStretch(1)
        self._job.ended.connect(self._ended)

    def _clear(self) -> None:
        empty(self._body)
        self._graph = None

    def show_trial(self, done: Trial) -> None:
        """Show the numbers of a run."""
        self._clear()
        zone = done.journey.settings.zone
        self._note.setText(
            _("The real actions from {start} to {end}, once more · {seconds} s").format(
                start=date(done.start, zone), end=date(done.end, zone), seconds=number(done.seconds, digits=1)
            )
        )
        self._graph = self._chart(done)
        tiles = self._tiles(done)
        inside = row(tiles, self._graph, gap=28)
        inside.setAlignment(tiles, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        inside.setStretch(1, 1)
        self._body.addLayout(inside)
        self._make_room()
        self._body.addWidget(text(_said(done), "hint", wrap=True))

    def _tiles(self, done: Trial) -> QWidget:
        seen = done.passage
        held = seen.stopped()
        shop = self._desk.shop
        tiles = [
            Tile(_("Entered"), number(seen.entered), _("people") if seen.entered == seen.people else _("times")),
            Tile(_("Sent"), number(seen.sent()), _("messages")),
            Tile(_("Held back"), number(sum(held.values())), _("messages")),
            Tile(_("Cost"), money(seen.cost, shop.currency if shop else "KRW")),
        ]
        around = QWidget()
        around.setLayout(row(*tiles, gap=28))
        around.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return around

    def _chart(self, done: Trial) -> QWidget:
        zone, hours = done.journey.settings.zone, _by_hour(done)
        names = [
            _("{hour}:00 – {many} messages").format(hour=hour, many=number(many)) for hour, many in enumerate(hours)
        ]
        around = QWidget()
        peak = max(done.passage.hours, key=lambda item: item[1], default=None)
        best = (
            _("Busiest: {when}, {many}").format(when=date_time(peak[0], zone), many=number(peak[1]))
            if peak
            else _("Nothing was sent")
        )
        legend = row(text(_("Sent by hour of the day"), "hint", cut=True), text(best, "hint"), gap=8)
        legend.setStretch(0, 1)
        around.setLayout(column(Bars(hours, names), legend, gap=4))
        return around

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The numbers come first; the chart is there where both have room."""
        if self._graph:
            self._graph.setVisible(self.width() >= _NARROW)

    def _done(self, done: Trial) -> None:
        self._session.trial = done
        self._session.document.set_counts(trial.counts(done.journey, done.passage))
        self.show_trial(done)

    def _failed(self, problem: GilmokError) -> None:
        self._clear()
        if isinstance(problem, trial.NoDataError):
            banner = Banner(problem.text, "info", (_("Import data"), lambda: self._desk.go("importing")))
        else:
            banner = Banner(problem.text, "err", (_("Try again"), self.start))
        self._body.addWidget(banner)
        self._body.addStretch(1)

    def _ended(self) -> None:
        if self._job and self._job.task.cancelled:
            self._clear()
            self._body.addWidget(Banner(_("Stopped."), "info", (_("Run again"), self.start)))
            self._body.addStretch(1)


def _by_hour(done: Trial) -> list[int]:
    """Messages per hour of the day in the journey's zone."""
    from app.base.clock import moment

    hours = [0] * 24
    for at, many in done.passage.hours:
        hours[moment(at, done.journey.settings.zone).hour] += many
    return hours


def _said(done: Trial) -> str:
    """Why messages were held back, and what history cannot tell."""
    stopped = sorted(done.passage.stopped().items(), key=lambda item: -item[1])
    held = [_(REASONS[reason]).format(n=number(many)) for reason, many in stopped if reason in REASONS]
    caution = _("What your messages would have changed, the past cannot tell.")
    return " · ".join([*held, caution])
