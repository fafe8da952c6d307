"""The first page: begin with a shop of one's own, or look around in a made-up one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app.base.errors import GilmokError
from app.base.text import N_, _
from app.ui import theme
from app.ui.desk import Desk
from app.ui.jobs import Job
from app.ui.pages import Crumb, Page, Place
from app.ui.widgets.banner import Banner
from app.ui.widgets.choice import Choice
from app.ui.widgets.plain import box, button, column, empty, row, sign, text
from app.ui.widgets.progress import JobRow
from app.ui.widgets.segmented import Segmented

ZONES = (
    ("Asia/Seoul", N_("Seoul")),
    ("Asia/Tokyo", N_("Tokyo")),
    ("Asia/Singapore", N_("Singapore")),
    ("Europe/London", N_("London")),
    ("Europe/Berlin", N_("Berlin")),
    ("America/New_York", N_("New York")),
    ("America/Los_Angeles", N_("Los Angeles")),
    ("UTC", N_("UTC")),
)
CURRENCIES = ("KRW", "JPY", "USD", "EUR", "GBP")


class WelcomePage(Page):
    """Two cards: look around, or begin."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        hello = text(_("Who waits at the corner, and what do you say to them?"), "page")
        hello.setAlignment(Qt.AlignmentFlag.AlignCenter)
        below = text(_("Draw journeys for your customers, try them on your own past, then let them run."), "body2")
        below.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._below: QVBoxLayout = column(gap=8)
        cards = row(None, self._demo(), self._own(), None, gap=20)
        place = row(None, self._below, None)
        place.setStretch(1, 2)
        self.setLayout(column(None, hello, below, 22, cards, 14, place, None, None, gap=8, margins=(32, 32, 32, 32)))
        self.bar = [self._language()]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("길목 Gilmok"), *([Crumb(_("Add a shop"))] if self.desk.shop else [])]

    def _language(self) -> QWidget:
        made = Segmented([("ko", "한국어"), ("en", "English")], self.desk.preferences.language)
        made.chosen.connect(lambda language: self.desk.prefer(language=language))
        return made

    def _card(self, mark: str, title: str, words: str, *parts: QWidget) -> QFrame:
        colours = theme.now()
        inside = column(
            row(sign(mark, colours.accent, 28), None),
            text(title, "dialog"),
            text(words, "body2", wrap=True),
            6,
            *parts,
            None,
            gap=8,
            margins=(24, 22, 24, 24),
        )
        made = box(inside, "card")
        made.setFixedWidth(380)
        made.setMinimumHeight(270)
        return made

    def _demo(self) -> QFrame:
        self.look = button(_("Look around in a demo shop"), self.start_demo, kind="primary")
        words = _(
            "Moa Shop is made up: 20,000 customers and half a year of visits, carts and orders. "
            "Nothing you do there reaches anyone."
        )
        return self._card("ph.storefront", _("Have a look first"), words, self.look)

    def _own(self) -> QFrame:
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Name of the shop"))
        self.name.setAccessibleName(_("Name of the shop"))
        self.name.returnPressed.connect(self.found)
        self.zone = Choice([(zone, _(label)) for zone, label in ZONES], "Asia/Seoul")
        self.currency = Choice([(currency, currency) for currency in CURRENCIES], "KRW")
        self.begin = button(_("Create the shop"), self.found)
        self.begin.setEnabled(False)
        self.name.textChanged.connect(lambda words: self.begin.setEnabled(bool(words.strip())))
        pair = QWidget()
        pair.setLayout(row(self.zone, self.currency, None))
        words = _("Everything stays on this computer, in a folder of its own.")
        return self._card("ph.plus-circle", _("Begin with your shop"), words, self.name, pair, self.begin)

    # -- deeds -------------------------------------------------------------------------------------------------------

    def found(self) -> None:
        """Make an empty shop and open it."""
        from app.data import shop

        name, home = self.name.text().strip(), self.desk.home
        zone, currency = str(self.zone.value), str(self.currency.value)
        if name:
            self._start(lambda _task: shop.create(name, home, zone=zone, currency=currency), _("Creating the shop"))

    def start_demo(self) -> None:
        """Build the demo shop, or open it if it is there already."""
        from app.ui import demo

        home = self.desk.home
        self._start(lambda task: demo.build(task, home), _("Building the demo shop"))

    def _start(self, work: object, label: str) -> None:
        self.look.setEnabled(False)
        self.begin.setEnabled(False)
        job = self.desk.jobs.start(work, self.desk.choose_shop, failed=self._failed, owner=self, label=label)  # type: ignore[arg-type]
        job.ended.connect(self._again)
        self._show(job)

    def _show(self, job: Job) -> None:
        empty(self._below)
        self._below.addWidget(JobRow(job))

    def _again(self) -> None:
        self.look.setEnabled(True)
        self.begin.setEnabled(bool(self.name.text().strip()))

    def _failed(self, problem: GilmokError) -> None:
        empty(self._below)
        self._below.addWidget(Banner(problem.text, "err"))


PLACE = Place(WelcomePage, needs_shop=False)
