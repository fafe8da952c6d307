"""The worker of one shop: tick, deliver, sleep, until it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.base.clock import MINUTE, SECOND, Clock
from app.base.errors import LaterError
from app.base.log import log
from app.base.text import _
from app.data import tables
from app.data.engine import Database
from app.runtime.deliver import Courier, Delivery
from app.runtime.tick import Report, tick

#: How often the worker looks, and how long it may be silent before another may take its place.
PAUSE = 5 * SECOND
LEASE = 1 * MINUTE

#: What a worker holds while it runs a shop.
DUTY = "worker"

#: What was judged longer ago than this is judged again before it leaves.
FRESH = 1 * MINUTE


@dataclass(frozen=True, slots=True)
class Round:
    """One pass and its delivery."""

    at: int
    report: Report
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Worker:
    """Runs one shop's journeys. Only one worker runs a shop at a time; a second waits its turn."""

    db: Database
    courier: Courier
    clock: Clock

    def once(self) -> Round:
        """One pass now: recover what was lost, judge again what did not leave, tick, deliver."""
        now = self.clock.now()
        delivery = self.courier.recover(now)
        report = tick(self.db, now)
        delivery.add(self.courier.deliver(now, go_on=lambda: self.clock.now() - now < FRESH and self._hold()))
        return Round(now, report, delivery)

    def turn(self) -> Round | None:
        """One pass, if this worker holds the shop; None while another does."""
        return self.once() if self._hold() else None

    def alone(self) -> Round:
        """One pass and no more. LaterError while another worker holds the shop."""
        try:
            done = self.turn()
        finally:
            release(self.db, DUTY, self.courier.owner)
        if done is None:
            raise LaterError(
                _("Another worker is running the journeys of this shop already. Stop it, or try again in a minute."),
                after=LEASE,
            )
        return done

    def run(
        self, stop: threading.Event, *, until: int | None = None, told: Callable[[Round], None] | None = None
    ) -> None:
        """Pass after pass until `stop` is set or the instant `until` has come; then another may take over at once."""
        while not stop.is_set():
            self._try(told)
            if until is not None and self.clock.now() >= until:
                break
            stop.wait(PAUSE / SECOND)
        release(self.db, DUTY, self.courier.owner)

    def _try(self, told: Callable[[Round], None] | None) -> None:
        try:
            done = self.turn()
        except LaterError as error:  # busy, locked, away: the next pass finds everything as it was
            log("worker").info("pass put off", why=error.text)
        else:
            if done and told:
                told(done)

    def _hold(self) -> bool:
        return hold(self.db, DUTY, self.courier.owner, self.clock.now(), LEASE)


def hold(db: Database, name: str, owner: str, now: int, lease: int) -> bool:
    """Take or keep a duty; False while another holds it."""
    table = tables.lease
    free = or_(table.c.owner == owner, table.c.until_at < now)
    values = {"owner": owner, "until_at": now + lease}
    try:
        with db.begin() as connection:
            if connection.execute(update(table).where(and_(table.c.name == name, free)).values(values)).rowcount:
                return True
            if connection.execute(select(table.c.name).where(table.c.name == name)).first():
                return False
            connection.execute(insert(table).values(name=name, **values))
            return True
    except IntegrityError:  # another was the first ever to take it, at this very moment
        return False


def release(db: Database, name: str, owner: str) -> None:
    """Give a duty back."""
    table = tables.lease
    with db.begin() as connection:
        connection.execute(update(table).where(table.c.name == name, table.c.owner == owner).values(until_at=0))
