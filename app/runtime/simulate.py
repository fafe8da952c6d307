"""Try a draft on the shop's own past: the engine's own steps on the mirror, in memory. The record is not touched.

There is no clock to wait for, so the whole period is one pass: every node sees everyone who ever comes to it, at each
one's own instant. The live engine replaying the same period gives the same passages and the same messages.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table

from app.data import duck, tables
from app.data.audience import NONE, Audiences
from app.journey.graph import Journey
from app.nodes import Arrivals
from app.runtime.admit import admit
from app.runtime.gate import Gate
from app.runtime.plan import Plan

#: The number of the simulated version: no published one has it.
VERSION = 0

#: What a run writes; these tables are the simulation's own, empty at its start.
_OWN = (tables.enrollment, tables.visit, tables.message, tables.coupon, tables.counter)


@dataclass(frozen=True, slots=True)
class Simulation:
    """A run that is over: its tables can be asked through `connection` until it is closed.

    `steps` per node; `seconds` is how long the run itself took.
    """

    connection: Connection
    journey: Journey
    start: int
    end: int
    steps: Mapping[str, int]
    seconds: float


@contextmanager
def simulate(
    folder: Path,
    journey: Journey,
    start: int,
    end: int,
    *,
    audiences: Audiences = NONE,
) -> Iterator[Simulation]:
    """Let the events in [start, end] (instants) of the mirror in `folder` flow through the draft."""
    from app.data import mirror  # brings pyarrow, which a worker never needs

    with mirror.connect(folder) as connection:
        yield run(connection, journey, start, end, audiences=audiences)


def run(
    connection: Connection,
    journey: Journey,
    start: int,
    end: int,
    *,
    audiences: Audiences = NONE,
) -> Simulation:
    """The same on a connection that already shows the mirror."""
    for table in _OWN:
        _fresh(connection, table)
    plan = Plan(VERSION, journey, start, audiences)
    began = time.perf_counter()
    arrivals = Arrivals(start - 1, end, start, journey.settings, None, plan.audiences)
    steps: Counter[str] = admit(connection, plan, arrivals, None, end)
    Gate(connection, [plan], end).run()
    return Simulation(connection, journey, start, end, steps, time.perf_counter() - began)


def _fresh(connection: Connection, table: Table) -> None:
    """An empty table of the simulation's own, in place of what the mirror shows under that name."""
    shown = "SELECT table_type FROM information_schema.tables WHERE table_name = ?"
    if kind := connection.exec_driver_sql(shown, (table.name,)).scalar():  # an empty one is a table, not a view
        connection.exec_driver_sql(f'DROP {"VIEW" if kind == "VIEW" else "TABLE"} "{table.name}"')
    duck.create(connection, table)
