"""Bring in data from files: choose, look what would come in, bring it in, read what was left out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from app.base.errors import GilmokError
from app.base.format import number
from app.base.text import N_, _, ngettext
from app.ui import theme
from app.ui.desk import Desk
from app.ui.jobs import Task
from app.ui.pages import Crumb, Page, Place
from app.ui.widgets.banner import Banner
from app.ui.widgets.choice import Choice
from app.ui.widgets.pill import Pill
from app.ui.widgets.plain import box, button, column, empty, row, scroll, sign, square, text
from app.ui.widgets.progress import JobRow
from app.ui.widgets.tile import Tile

if TYPE_CHECKING:
    from app.data.imports import Plan, Report
    from app.data.imports.fields import Kind

#: What a file may hold, in words.
KINDS = {
    "customers": N_("Customers"),
    "orders": N_("Orders"),
    "lines": N_("Order lines"),
    "products": N_("Products"),
    "events": N_("Actions"),
}
_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls")


class ImportPage(Page):
    """Drop files here or choose them; each gets a card that goes from “what is it” to “what came in”."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAcceptDrops(True)
        self._cards: QVBoxLayout = column(gap=14)
        hint = text(_("CSV or Excel, as your shop platform exports it. Nothing is written until you say so."), "body2")
        drop = column(
            row(None, sign("ph.file-arrow-down", theme.now().accent, 40), None),
            row(None, text(_("Drop files here"), "dialog"), None),
            row(None, hint, None),
            6,
            row(None, button(_("Choose files…"), self.choose, kind="primary"), None),
            gap=8,
            margins=(24, 30, 24, 30),
        )
        inside = column(box(drop, "card"), self._cards, None, gap=18, margins=(32, 28, 32, 32))
        around = QWidget()
        around.setLayout(inside)
        around.setMaximumWidth(900)
        middle = QWidget()
        middle.setLayout(row(None, around, None, gap=0))
        middle.layout().setStretch(1, 10)  # type: ignore[union-attr]
        self.setLayout(column(scroll(middle), gap=0))

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Home"), "home"), Crumb(_("Import data"))]

    def choose(self) -> None:
        """Ask for files."""
        kinds = _("Tables ({endings})").format(endings=" ".join(f"*{ending}" for ending in _ENDINGS))
        names, _kind = QFileDialog.getOpenFileNames(self, _("Choose files"), str(Path.home()), kinds)
        for name in names:
            self.add(Path(name))

    def add(self, path: Path) -> FileCard:
        """Put a file on the page and look into it."""
        card = FileCard(self.desk, path)
        self._cards.insertWidget(0, card)
        return card

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.add(Path(url.toLocalFile()))


class FileCard(QFrame):
    """One file on its way in."""

    def __init__(self, desk: Desk, path: Path) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self._desk, self._path = desk, path
        self.plan: Plan | None = None
        self._pill_place = row(gap=0)
        head = row(
            sign("ph.file-text", theme.now().text2, 20),
            text(path.name, "title"),
            self._pill_place,
            None,
            square("ph.x", _("Remove"), self._go),
            gap=10,
        )
        self._body: QVBoxLayout = column(gap=10)
        self.setLayout(column(head, self._body, gap=12, margins=(20, 14, 14, 18)))
        self.look(None)

    def look(self, kind: Kind | None) -> None:
        """Find out what the file is, and what would come in."""
        from app.data import imports

        record, path = self._desk.record, self._path

        def work(task: Task) -> tuple[Plan, Report]:
            plan = imports.read_plan(path, as_=kind, zone=record.shop.zone)
            return plan, imports.run(record.database, plan, dry_run=True, progress=task.told)

        self._run(work, self._planned, _("Looking into the file"))

    def bring(self) -> None:
        """Import for real."""
        from app.data import imports

        record, plan = self._desk.record, self.plan

        def work(task: Task) -> Report:
            assert plan is not None
            return imports.run(record.database, plan, progress=task.told)

        self._run(work, self._brought, _("Bringing it in"))

    def _run(self, work: Any, done: Any, label: str) -> None:
        empty(self._body)
        job = self._desk.jobs.start(work, done, failed=self._failed, owner=self, label=label)
        self._body.addWidget(JobRow(job))

    def _planned(self, found: tuple[Plan, Report]) -> None:
        self.plan, report = found
        empty(self._body)
        self._pill(report)
        self._body.addWidget(text(_("This is what would come in:"), "body2"))
        self._body.addWidget(_numbers(report))
        self._problems(report)
        kinds: list[tuple[object, str]] = [(key, _(label)) for key, label in KINDS.items()]
        kind = Choice(kinds, report.kind)
        kind.chosen.connect(self.look)
        self.go = button(_("Import"), self.bring, kind="primary", sign="ph.download-simple")
        self._body.addLayout(row(text(_("The file holds"), "secondary"), kind, None, self.go))

    def _brought(self, report: Report) -> None:
        empty(self._body)
        words = _("Imported in {seconds} seconds.").format(seconds=number(report.seconds, digits=1))
        if report.seconds < 1:
            words = _("Imported.")
        self._body.addWidget(Banner(_("Stopped half-way; what came in stays.") if report.cancelled else words, "ok"))
        self._body.addWidget(_numbers(report))
        self._problems(report)
        on = button(_("Draw a journey"), lambda: self._desk.go("journeys"), kind="primary")
        self._body.addLayout(row(None, on))
        self._desk.forget_facts()

    def _pill(self, report: Report) -> None:
        empty(self._pill_place)
        name = self.plan.preset if self.plan else ""
        from app.data.imports import all_presets

        preset = all_presets().get(name or "")
        label = _(preset.label) if preset else _("Own format")
        self._pill_place.addWidget(Pill(f"{label} · {_(KINDS[report.kind])}", "info", "ph.check-circle"))

    def _problems(self, report: Report) -> None:
        if not report.problems:
            return
        n = report.problems
        words = ngettext("{n} row has a problem", "{n} rows have a problem", n).format(n=number(n))
        listed = report.problems_file
        show = (_("Open the list"), partial(_open, listed)) if listed else None
        self._body.addWidget(Banner(words, "warn", show))
        for problem in report.shown[:5]:
            self._body.addWidget(text(str(problem), "secondary", wrap=True, select=True))

    def _failed(self, problem: GilmokError) -> None:
        empty(self._body)
        self._body.addWidget(Banner(str(problem), "err"))
        kinds: list[tuple[object, str]] = [(key, _(label)) for key, label in KINDS.items()]
        kind = Choice(kinds)
        kind.setPlaceholderText(_("Choose what it holds"))
        kind.chosen.connect(self.look)
        self._body.addLayout(row(text(_("The file holds"), "secondary"), kind, None))

    def _go(self) -> None:
        self.hide()
        self.deleteLater()


def _numbers(report: Report) -> QWidget:
    """What came or would come in, in figures."""
    figures = [
        (_("Rows"), report.rows),
        (_("Customers"), report.customers),
        (_("Orders"), report.orders),
        (_("Order lines"), report.lines),
        (_("Products"), report.products),
        (_("Actions"), report.events),
        (_("Consents"), report.consents),
        (_("Already there"), report.known),
        (_("Nobody in particular"), report.anonymous),
    ]
    around = QWidget()
    tiles = [Tile(name, number(value)) for name, value in figures if value]
    around.setLayout(row(*tiles, None, gap=28))
    return around


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


PLACE = Place(ImportPage, under="home")
