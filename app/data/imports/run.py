"""Import a file: chunk after chunk, each one transaction, so that whatever happens only whole chunks are there.

Nothing is ever there twice: customers are matched, orders known by their ids, events by a stable hash. An import that
was killed is completed by running it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection

from app.base.clock import SECOND, Clock, SystemClock
from app.data.engine import Database
from app.data.imports.batch import Batch, Parser
from app.data.imports.bulk import take_turn, uncollected
from app.data.imports.customers import CustomerLoader
from app.data.imports.fields import Kind
from app.data.imports.files import Rows, open_rows
from app.data.imports.lines import LineLoader
from app.data.imports.loaders import EventLoader, Job, Loader, ProductLoader
from app.data.imports.orders import OrderLoader
from app.data.imports.plan import Plan
from app.data.imports.problems import Problem, ProblemFile
from app.data.tables import audit

#: Told how much was read of how much; answering False stops the import after the present chunk.
Progress = Callable[[int, int], bool]

_LOADERS: Mapping[Kind, Callable[[Job], Loader]] = {
    "customers": CustomerLoader,
    "orders": OrderLoader,
    "lines": LineLoader,
    "products": ProductLoader,
    "events": EventLoader,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What an import brought. The counts are of what is new; `known` rows were there already and are up to date now.

    `anonymous`: rows of nobody in particular. `duplicates`: rows that stand in the file more than once, word for word
    (they come in as often as they stand there). `unpaid`: orders left out because nobody paid for them yet.
    `problems` counts all; `shown` has the first, `problems_file` (if any) all of them. `cancelled`: not all was read.
    """

    kind: Kind
    rows: int
    customers: int
    orders: int
    lines: int
    products: int
    events: int
    consents: int
    known: int
    unpaid: int
    anonymous: int
    duplicates: int
    problems: int
    shown: tuple[Problem, ...]
    problems_file: Path | None
    seconds: float
    dry_run: bool
    cancelled: bool


class _UndoError(Exception):
    """Takes a dry run's chunk back."""


def run(
    db: Database,
    plan: Plan,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    clock: Clock | None = None,
    problems_folder: Path | None = None,
) -> Report:
    """Import what the plan says; with `dry_run`, do everything but keep nothing.

    `problems_folder` takes the list of problems when the input's own folder is not writable. Bad rows are problems in
    the report; InputError if the file breaks off, LaterError if the disk is full or the record is locked: what was
    committed before stays.
    """
    clock = clock or SystemClock()
    started = clock.now()
    as_of = min(started, int(plan.path.stat().st_mtime) * SECOND)
    with ProblemFile(plan.path, problems_folder or _folder(db)) as problems, open_rows(plan.path, plan.shape) as rows:
        job = Job(plan, as_of, problems.add)
        parser = Parser(plan, problems.add)
        read, complete = _load(db, parser, _LOADERS[plan.kind](job), rows, progress, dry_run)
        job.counts.duplicates += parser.repeated
        report = Report(
            kind=plan.kind,
            rows=read,
            **asdict(job.counts),
            problems=problems.count,
            shown=tuple(problems.shown),
            problems_file=problems.path,
            seconds=(clock.now() - started) / SECOND,
            dry_run=dry_run,
            cancelled=not complete,
        )
    if not dry_run:
        _write_down(db, plan, report, started)
    return report


def _load(
    db: Database, parser: Parser, loader: Loader, rows: Rows, progress: Progress | None, dry_run: bool
) -> tuple[int, bool]:
    """Write all chunks; returns how many rows were read and whether that was all of them."""
    read = 0
    while size := _step(db, parser, loader, rows, dry_run):
        read += size
        if progress and not progress(min(rows.done(), rows.total), rows.total):
            return read, False
    return read, True


def _step(db: Database, parser: Parser, loader: Loader, rows: Rows, dry_run: bool) -> int:
    """Read and write one chunk; returns how many rows it had, 0 at the end of the file."""
    with uncollected():
        chunk = next(rows.chunks, None)
        if chunk is None:
            return 0
        batch = parser.read(chunk)
        with suppress(_UndoError), db.begin() as conn:
            _write(conn, loader, batch, dry_run)
        return len(chunk.numbers) + len(chunk.problems)


def _write(conn: Connection, loader: Loader, batch: Batch, dry_run: bool) -> None:
    if len(batch):
        take_turn(conn)
        loader.write(conn, batch)
    if dry_run:
        raise _UndoError


def _folder(db: Database) -> Path | None:
    """The shop's folder, where its record is a file."""
    file = db.url.database if db.dialect == "sqlite" else None
    return Path(file).parent if file and file != ":memory:" else None


def _write_down(db: Database, plan: Plan, report: Report, at: int) -> None:
    counts = {name: value for name, value in asdict(report).items() if type(value) is int and value}
    detail = {"file": plan.path.name, "preset": plan.preset, **counts}
    with db.begin() as conn:
        conn.execute(audit.insert().values(at=at, action="import", object=plan.path.name, detail=detail))
