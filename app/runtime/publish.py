"""Put a draft to work: an immutable version in the database. People finish the version they started."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import Connection, func, insert, select, update

from app import lint
from app.base.errors import InputError
from app.base.text import _, ngettext
from app.data import audience, tables
from app.data.engine import Database
from app.journey import file
from app.journey.graph import Journey
from app.journey.where import Where
from app.message.sender import Sender
from app.runtime import values
from app.runtime.plan import Plan

LIVE, PAUSED, STOPPED = "live", "paused", "stopped"


def check(
    journey: Journey, sender: Sender | None = None, audiences: Collection[str] | None = None
) -> list[lint.Finding]:
    """What the checks find in a draft; with the shop's `sender` and `audiences`, also what the shop lacks for it."""
    return lint.check(journey, lint.Context(sender, frozenset(values.NAMES), audiences))


def publish(db: Database, journey: Journey, at: int, sender: Sender | None = None) -> int:
    """Make the draft the running version from the instant `at` on; says its number (1, 2, …).

    InputError when the checks find errors; nothing is changed then. Nothing that happened before `at` starts anyone.
    """
    with db.read() as connection:
        audiences = audience.read_audiences(connection)
    errors = [finding for finding in check(journey, sender, audiences) if finding.level == "error"]
    if errors:
        count = ngettext("There is {n} error to mend first", "There are {n} errors to mend first", len(errors))
        raise InputError(
            f"{count.format(n=len(errors))}: " + " · ".join(finding.text for finding in errors), where=journey.name
        )
    with db.begin() as connection:
        return _insert(connection, journey, at)


def _insert(connection: Connection, journey: Journey, at: int) -> int:
    version, event = tables.journey_version, tables.event
    mine = version.c.journey_id == journey.id
    number = (connection.execute(select(func.max(version.c.number)).where(mine)).scalar() or 0) + 1
    row = {
        "id": (connection.execute(select(func.max(version.c.id))).scalar() or 0) + 1,
        "journey_id": journey.id,
        "number": number,
        "document": file.write(journey),
        "published_at": at,
        "seq": connection.execute(select(func.max(event.c.seq))).scalar() or 0,
        "at": at - 1,  # spans are open at their start, and the instant of publication itself counts
    }
    connection.execute(insert(version).values(row))
    state = {"name": journey.name, "state": LIVE, "version": number, "updated_at": at}
    if not connection.execute(update(tables.journey).where(tables.journey.c.id == journey.id).values(state)).rowcount:
        connection.execute(insert(tables.journey).values(state | {"id": journey.id}))
    return number


def set_state(db: Database, journey_id: str, state: str, at: int) -> None:
    """Pause, resume or stop a published journey; InputError if there is none of that id."""
    journey = tables.journey
    with db.begin() as connection:
        changed = connection.execute(
            update(journey).where(journey.c.id == journey_id).values(state=state, updated_at=at)
        )
        if not changed.rowcount:
            raise InputError(_("No journey called “{name}” has been published yet.").format(name=journey_id))


def running(connection: Connection) -> list[Plan]:
    """The plans of all versions of live journeys; only the newest of each admits newcomers."""
    version, journey = tables.journey_version, tables.journey
    rows = connection.execute(
        select(version.c.id, version.c.document, version.c.published_at, version.c.number == journey.c.version)
        .join(journey, journey.c.id == version.c.journey_id)
        .where(journey.c.state == LIVE)
        .order_by(version.c.id)
    ).all()
    audiences = tuple(audience.read_audiences(connection).items()) if rows else ()
    return [_plan(row[0], row[1], row[2], bool(row[3]), audiences) for row in rows]


def plan_of(connection: Connection, version_id: int) -> Plan:
    """The plan of one version, whether it runs or not."""
    version = tables.journey_version
    row = connection.execute(select(version.c.document, version.c.published_at).where(version.c.id == version_id)).one()
    audiences = tuple(audience.read_audiences(connection).items())
    return _plan(version_id, row.document, row.published_at, False, audiences)


@lru_cache(maxsize=256)
def _plan(
    version_id: int, document: str, published_at: int, admits: bool, audiences: tuple[tuple[str, Where | None], ...]
) -> Plan:
    """Versions never change, so a plan is made once in the life of a worker (or of an audience it refers to)."""
    return Plan(version_id, file.read(document), published_at, dict(audiences), admits)
