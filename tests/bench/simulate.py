"""A simulation on the mirror, beside SimPy: a process for each customer, in virtual time.

The mirror is made straight as its Parquet parts by DuckDB, a thousand times faster than by way of a record; that is
not timed. Opening the mirror is: `seconds` are those of the whole call. SimPy keeps everything in memory and knows
each customer's past already; it may have fewer people, as rates are compared.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import simpy
from sqlalchemy import Connection, Table, func, select

from app.base.clock import HOUR, MINUTE
from app.data import dice, duck, mirror, parts, tables
from app.data.parts import Kept, Manifest
from app.runtime.simulate import simulate
from tests.bench import job
from tests.bench.score import Outcome, Score, Watch, alone, load, median

CUSTOMERS = 200_000
EVENTS = 20  # of each customer
FEWER = 10  # SimPy has one customer for so many of ours
TIMES = 3
LEAST = 2_500_000
RATIO = 15
MOST_SECONDS = 3.0  # for a million customers
END = job.START + 6 * HOUR


def run(size: int | None = None) -> Outcome:
    """Measure with `size` customers of 20 events each."""
    customers = size or CUSTOMERS
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), customers)
        score = median([alone(ours, folder, customers) for _ in range(TIMES)])
        beside = median([alone(theirs, folder, max(customers // FEWER, 1)) for _ in range(TIMES)])
    facts = [("times as fast as SimPy", f"{score.rate / beside.rate:.0f}×", f"≥ {RATIO}×")]
    if customers >= 1_000_000:
        facts.append((f"{customers:,} customers", f"{score.seconds:.2f} s", f"≤ {MOST_SECONDS:g} s"))
    return Outcome(
        f"simulate · {customers:,} customers, {customers * EVENTS:,} events", ((score, beside),), tuple(facts), load()
    )


def ours(folder: str, customers: int) -> Score:
    """The engine's own steps on the mirror."""
    with job.marked(), ExitStack() as opened:
        with Watch() as watch:
            ran = opened.enter_context(simulate(Path(folder), job.journey(), job.START, END))
        messages = ran.connection.execute(select(func.count()).select_from(tables.message)).scalar_one()
        return Score("Gilmok on the mirror", sum(ran.steps.values()), messages, watch.seconds, watch.cpu, 0, LEAST)


# -- the mirror ------------------------------------------------------------------------------------------------------

_CUSTOMERS = """
    SELECT i AS id, 'c' || i AS key, '김서연' AS name, '01000000000' AS phone, '{{}}' AS attrs
    FROM range(1, {n} + 1) r(i)"""

#: For each customer a cart within an hour, for a tenth of them a purchase 10 minutes on, other events before.
_EVENTS = """
    SELECT i AS customer_id, i * {each} + k AS id, i * {each} + k AS seq, 'p' || hash(i * 31 + k) % 500 AS product_id,
        CASE WHEN k = 0 THEN 'add_to_cart' WHEN k = 1 AND i % 10 = 0 THEN 'purchase' ELSE 'view_item' END AS kind,
        {start} + (hash(i) % 3600000)::BIGINT + CASE WHEN k = 0 THEN 0 WHEN k = 1 AND i % 10 = 0 THEN 600000
            ELSE -1 - (hash(i * 100 + k) % 2592000000)::BIGINT END AS "at"
    FROM range(1, {n} + 1) r(i), range({each}) q(k)
    ORDER BY customer_id, "at", id"""


def make(folder: Path, customers: int) -> None:
    """A mirror of so many customers."""
    engine = duck.open_memory(preserve_insertion_order=True)
    kept = {table.name: Kept() for table in mirror.TABLES}
    with engine.connect() as connection:
        for table, rows in ((tables.customer, _CUSTOMERS), (tables.event, _EVENTS)):
            duck.create(connection, table)
            query = rows.format(n=customers, each=EVENTS, start=job.START)
            connection.exec_driver_sql(f"INSERT INTO {table.name} BY NAME {query}")
            kept[table.name] = Kept(parts=(_part(connection, folder, table),), rows=customers)
    engine.dispose()
    parts.write(folder, Manifest(shape=parts.shape(mirror.TABLES), tables=kept))


def _part(connection: Connection, folder: Path, table: Table) -> str:
    """A table of DuckDB as a part, written as the mirror writes it."""
    half, columns = parts.half_file(folder), parts.schema(table)
    rows = connection.connection.cursor().sql(f"FROM {table.name}")
    with parts.writer(half, columns) as out:
        for batch in rows.to_arrow_reader(122_880):
            out.write_table(pa.Table.from_batches([batch]).cast(columns))
    return parts.settle(half, table.name)


# -- SimPy -----------------------------------------------------------------------------------------------------------


def theirs(folder: str, customers: int) -> Score:
    """The same journey, walked along its edges by a process for each customer."""
    people = _people(Path(folder), customers)
    world = World(simpy.Environment(initial_time=job.START))
    with Watch() as watch:
        for customer, past in people.items():
            world.env.process(world.passage(customer, past))
        world.env.run(until=END)
    return Score("SimPy, a process for each customer", len(world.visits), len(world.messages), watch.seconds, watch.cpu)


def _people(folder: Path, customers: int) -> dict[int, list[tuple[int, str]]]:
    """What each customer did, as (instant, kind) in order."""
    event = tables.event.c
    rows = select(event.customer_id, event.at, event.kind).where(event.customer_id <= customers).order_by(event.at)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    with mirror.connect(folder) as connection:
        for customer, at, kind in connection.execute(rows):
            found[customer].append((at, kind))
    return found


@dataclass
class Trip:
    """One passage on its way."""

    customer: int
    past: list[tuple[int, str]]
    entered: int

    def did(self, kind: str, now: int) -> bool:
        return any(done == kind and self.entered < at <= now for at, done in self.past)


@dataclass
class World:
    """The journey as SimPy sees it: what each node does, where each port leads, what has been written down."""

    env: simpy.Environment
    visits: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    coupons: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.exits = {(edge.source, edge.port): edge.target for edge in job.journey().edges}
        self.steps: dict[str, Callable[[Trip], tuple[str, int]]] = {
            "start": lambda _trip: ("next", 0),
            "mark": self._mark,
            "wait": lambda _trip: ("next", 30 * MINUTE),
            "bought": lambda trip: ("yes" if trip.did("purchase", self.env.now) else "else", 0),
            "split": self._split,
            "a": lambda trip: self._send(trip, "a"),
            "b": lambda trip: self._send(trip, "b"),
            "later": lambda _trip: ("next", 3 * HOUR),
            "clicked": lambda trip: ("yes" if trip.did("message_clicked", self.env.now) else "else", 0),
            "again": lambda trip: self._send(trip, "again"),
        }

    def passage(self, customer: int, past: list[tuple[int, str]]) -> Iterator[simpy.Event]:
        """One customer's passage, from the first cart on."""
        entered = next(at for at, kind in past if kind == "add_to_cart" and at >= job.START)
        yield self.env.timeout(entered - self.env.now)
        trip, node = Trip(customer, past, entered), "start"
        while node:
            came = self.env.now
            port, stay = self.steps[node](trip)
            visit = {"customer_id": customer, "node": node, "at": came, "port": port, "left_at": came + stay}
            self.visits.append(visit)
            yield self.env.timeout(stay)
            node = self.exits.get((node, port), "")

    def _mark(self, trip: Trip) -> tuple[str, int]:
        self.coupons.append({"customer_id": trip.customer, "issued_at": self.env.now})
        return "next", 0

    def _split(self, trip: Trip) -> tuple[str, int]:
        return ("A" if dice.share_of(trip.customer, "bench/split") < dice.PARTS // 2 else "B"), 0

    def _send(self, trip: Trip, node: str) -> tuple[str, int]:
        self.messages.append({"customer_id": trip.customer, "node": node, "at": self.env.now, "state": "ready"})
        return "next", 0
