"""Try a draft on the shop's past: bring the mirror up to date, run, gather the numbers. Off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.base.clock import DAY
from app.base.errors import InputError
from app.base.format import number
from app.base.text import _
from app.canvas.look import Counts, Figure
from app.journey.graph import Edge, Journey

if TYPE_CHECKING:
    from app.insight.passage import Passage
    from app.ui.jobs import Task
    from app.ui.record import Record


class NoDataError(InputError):
    """There is no past to try anything on."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a draft would have done between two instants, and how long finding out took (seconds)."""

    journey: Journey
    start: int
    end: int
    passage: Passage
    seconds: float


def run(task: Task, record: Record, journey: Journey, days: int | None) -> Trial:
    """Run the draft over the last `days` of the shop's data, or over all of it. InputError if there is no data."""
    from sqlalchemy import func, select

    from app.data import mirror, tables
    from app.insight.passage import passage
    from app.runtime import simulate

    task.report(0, 0, _("Reading the shop's past"))
    mirror.refresh(record.database, record.shop.mirror, task.told)
    task.report(0, 0, _("Letting everyone walk through"))
    with mirror.connect(record.shop.mirror) as connection:
        at = tables.event.c.at
        first, last = connection.execute(select(func.min(at), func.max(at))).one()
        if last is None:
            raise NoDataError(_("This shop has no data yet. Import orders or events first."))
        start = int(first) if days is None else max(int(first), int(last) - days * DAY)
        ran = simulate.run(connection, journey, start, int(last))
        task.report(1, 1)
        return Trial(journey, start, int(last), passage(connection, (simulate.VERSION,)), ran.seconds)


def counts(journey: Journey, seen: Passage) -> Counts:
    """The numbers as cards and edges show them."""
    passed = {edge: _passed(journey, seen, edge) for edge in journey.edges}
    plain = Counts.of(journey, seen.came, passed)
    figures = {node: _figures(journey, seen, node) or plain.figures.get(node, ()) for node in journey.nodes}
    flows = {edge: text for edge, text in plain.flows.items() if not _says_who_passed(journey, edge)}
    return Counts(figures, flows)


def _passed(journey: Journey, seen: Passage, edge: Edge) -> int:
    """People who went along an edge: who still rests at its source has chosen the way, but not gone it."""
    rests = seen.standing.get(edge.source, 0) if len(journey.out(edge.source)) == 1 else 0
    return max(0, seen.took.get((edge.source, edge.port), 0) - rests)


def _says_who_passed(journey: Journey, edge: Edge) -> bool:
    """Whether the card above the edge has the number already."""
    return journey.nodes[edge.source].kind == "wait"


def _figures(journey: Journey, seen: Passage, node: str) -> tuple[Figure, ...]:
    match journey.nodes[node].kind:
        case "send":
            held = sum(seen.stopped(node).values())
            return (Figure(number(seen.sent(node)), _("sent")), Figure(number(held), _("held back")))
        case "wait":
            rests = seen.standing.get(node, 0)
            return (Figure(number(seen.came.get(node, 0) - rests), _("passed")), Figure(number(rests), _("waiting")))
        case "goal":
            return (Figure(number(seen.came.get(node, 0)), _("reached")),)
        case _:
            return ()
