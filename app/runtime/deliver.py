"""Hand over what the gate let through, and write down what became of it.

In three steps, each a transaction of its own or none: claim and write (`sending`, with a lease), hand over to the
provider, settle. Whoever dies between the first and the last leaves `sending` behind; `recover` asks the provider by
our own id, and where it cannot tell, a person decides: nothing is ever sent again on a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, delete, insert, or_, select, update

from app.base.clock import MINUTE
from app.base.errors import GilmokError, LaterError
from app.base.text import _
from app.data import tables
from app.data.engine import Database
from app.message import states
from app.message.problem import Problem
from app.message.sender import Sender
from app.providers import Outcome, Outgoing, Provider
from app.runtime import faults, publish, scratch
from app.runtime.compose import compose
from app.runtime.gate import fall_back
from app.runtime.values import Letter, letters

BATCH = 500
LEASE = 10 * MINUTE

#: Each pause is twice the one before: with 5 minutes at first, a little over an hour in all.
MAX_TRIES = 5

#: Which provider carries a channel for this shop; None where none is set up.
Carrier = Callable[[str], Provider | None]


@dataclass(slots=True)
class Delivery:
    """What one round of delivery did: messages per state, and what went wrong with a provider as a whole."""

    states: Counter[str] = field(default_factory=Counter)
    errors: list[GilmokError] = field(default_factory=list)

    def add(self, other: Delivery) -> None:
        """Count another round too."""
        self.states.update(other.states)
        self.errors += other.errors


@dataclass(frozen=True, slots=True)
class Courier:
    """Delivers for one shop. `owner` names this worker in leases."""

    db: Database
    carrier: Carrier
    sender: Sender
    owner: str = "worker"

    def deliver(self, now: int, *, go_on: Callable[[], bool] = lambda: True) -> Delivery:
        """Hand over everything that is ready at `now`, batch by batch, for as long as `go_on` says so."""
        done = Delivery()
        for channel in self._channels(_ready(now)):
            provider = self._carrier(channel, done)
            while provider and go_on() and (taken := self._claim(channel, now)):
                if not self._hand_over(provider, taken, now, done) or len(taken) < BATCH:
                    break
        return done

    def recover(self, now: int) -> Delivery:
        """Find out what became of messages whose worker died while it had them in hand."""
        done = Delivery()
        for channel in self._channels(_lost(now)):
            if provider := self._carrier(channel, done):
                self._look_up(provider, channel, now, done)
        return done

    def _channels(self, which: ColumnElement[bool]) -> list[str]:
        """The channels of some messages."""
        with self.db.read() as connection:
            return sorted(connection.execute(select(tables.message.c.channel).where(which).distinct()).scalars())

    def _carrier(self, channel: str, done: Delivery) -> Provider | None:
        """Who carries a channel; what is wrong with the settings of one holds up no other."""
        try:
            return self.carrier(channel)
        except GilmokError as error:
            done.errors.append(error)
            return None

    def _look_up(self, provider: Provider, channel: str, now: int, done: Delivery) -> None:
        """Ask the provider by our own ids. While it cannot be asked they stay in doubt."""
        with self.db.read() as connection:
            lost = list(letters(connection, connection.execute(_keys(_lost(now), channel)).all(), self.sender))
        try:
            known = provider.lookup([letter.id for letter in lost])
        except GilmokError as error:
            done.errors.append(error)
        else:
            self._settle(lost, [_recovered(letter, known) for letter in lost], provider, now, done)

    # -- claim and write ---------------------------------------------------------------------------------------------

    def _claim(self, channel: str, now: int) -> list[tuple[Letter, Outgoing | Problem]]:
        """Take some messages in hand and write them down as they will leave."""
        wanted = _keys(_ready(now), channel).limit(BATCH).with_for_update(skip_locked=True)
        with self.db.begin() as connection:
            ids = connection.execute(wanted).all()
            found = list(letters(connection, ids, self.sender))
            plans = {version: publish.plan_of(connection, version) for version in {one.version_id for one in found}}
            taken = [(letter, compose(letter, plans[letter.version_id], self.sender)) for letter in found]
            values = {"state": states.SENDING, "lease": self.owner, "lease_until": now + LEASE}
            _update(connection, found, [values] * len(found))
            _keep_texts(connection, taken)
        faults.point("deliver.claimed")
        return taken

    # -- hand over ---------------------------------------------------------------------------------------------------

    def _hand_over(
        self, provider: Provider, taken: Sequence[tuple[Letter, Outgoing | Problem]], now: int, done: Delivery
    ) -> bool:
        """Give the written ones to the provider and settle all; False when it takes nothing for now."""
        good = [written for _letter, written in taken if isinstance(written, Outgoing)]
        outcomes = {
            letter.id: Outcome(letter.id, "refused", code=states.BROKEN, text=written.text)
            for letter, written in taken
            if isinstance(written, Problem)
        }
        failed: GilmokError | None = None
        try:
            outcomes |= {outcome.id: outcome for outcome in provider.send(good)} if good else {}
        except GilmokError as error:  # raised before anything was handed over
            failed = error
            after = error.after if isinstance(error, LaterError) and error.after else 5 * MINUTE
            outcomes |= {outgoing.id: Outcome.later(outgoing.id, after, text=error.text) for outgoing in good}
            done.errors.append(error)
        faults.point("deliver.handed_over")
        found = [letter for letter, _written in taken]
        self._settle(found, [outcomes[letter.id] for letter in found], provider, now, done)
        faults.point("deliver.settled")
        return failed is None

    # -- settle ------------------------------------------------------------------------------------------------------

    def _settle(
        self, found: Sequence[Letter], outcomes: Sequence[Outcome], provider: Provider, now: int, done: Delivery
    ) -> None:
        """Write down what became of the messages; whom one channel refuses is queued for the next of the chain."""
        values = [_values(letter, outcome, provider, now) for letter, outcome in zip(found, outcomes, strict=True)]
        with self.db.begin() as connection:
            try:
                _update(connection, found, values)
                _note(connection, found, outcomes, now)
                self._fall_back(connection, found, values, now)
            except BaseException:
                scratch.forget(connection)
                raise
        done.states.update(value["state"] for value in values)

    def _fall_back(
        self, connection: Connection, found: Sequence[Letter], values: Sequence[Mapping[str, Any]], now: int
    ) -> None:
        refused = [letter for letter, value in zip(found, values, strict=True) if value["state"] in states.FALLS_BACK]
        if not refused:
            return
        verdict = scratch.empty(connection, scratch.verdict(1))
        rows = [
            {"customer_id": one.customer_id, "id": one.id, "due_at": now, "state": states.REFUSED} for one in refused
        ]
        connection.execute(insert(verdict), rows)
        for version in {letter.version_id for letter in refused}:
            fall_back(connection, publish.plan_of(connection, version))


def _ready(now: int) -> ColumnElement[bool]:
    """What the gate let through, is due, is in nobody's hands, and whose journey is neither paused nor stopped."""
    message, journey = tables.message, tables.journey
    live = select(journey.c.id).where(journey.c.state == publish.LIVE)
    free = or_(message.c.lease_until.is_(None), message.c.lease_until <= now)
    return and_(message.c.state == states.READY, message.c.due_at <= now, free, message.c.journey_id.in_(live))


def _lost(now: int) -> ColumnElement[bool]:
    """What is in the hands of a worker that has been silent for too long."""
    return and_(tables.message.c.state == states.SENDING, tables.message.c.lease_until <= now)


def _keys(which: ColumnElement[bool], channel: str) -> Select[int, str]:
    """(customer_id, id) of some messages of a channel, in the order they are due."""
    message = tables.message
    keys = select(message.c.customer_id, message.c.id).where(which, message.c.channel == channel)
    return keys.order_by(message.c.due_at, message.c.id)


def _values(letter: Letter, outcome: Outcome, provider: Provider, now: int) -> dict[str, Any]:
    """The columns of a message after an outcome."""
    values: dict[str, Any] = {
        "provider": provider.key,
        "provider_ref": outcome.ref or None,
        "reason": outcome.text or outcome.code or None,
        "lease": None,
        "lease_until": None,
        "settled_at": now,
        "tries": letter.tries + 1,
    }
    match outcome.kind:
        case "accepted":
            return values | {"state": states.SENT, "cost": provider.price(letter.channel)}
        case "unknown":
            return values | {"state": states.UNKNOWN}
        case "later" if letter.tries + 1 < MAX_TRIES:
            pause = outcome.after * 2**letter.tries
            return values | {"state": states.READY, "settled_at": None, "lease_until": now + pause}
        case "refused" if outcome.code == states.BROKEN:
            return values | {"state": states.BROKEN}
        case _:
            return values | {"state": states.REFUSED}


def _recovered(letter: Letter, known: Mapping[str, Outcome] | None) -> Outcome:
    if known is None:
        text = _("Gilmok stopped while this message was being handed over, and the provider cannot say if it left.")
        return Outcome.unknown(letter.id, "interrupted", text)
    return known.get(letter.id) or Outcome.later(letter.id, after=0)


def _update(connection: Connection, found: Sequence[Letter], values: Sequence[Mapping[str, Any]]) -> None:
    """Set columns of messages, each its own values (all with the same columns)."""
    message = tables.message
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for letter, columns in zip(found, values, strict=True):
        row = {f"new_{name}": value for name, value in columns.items()}
        by_columns.setdefault(tuple(columns), []).append(row | {"at_customer": letter.customer_id, "at_id": letter.id})
    for names, rows in by_columns.items():
        mine = and_(message.c.customer_id == bindparam("at_customer"), message.c.id == bindparam("at_id"))
        connection.execute(update(message).where(mine).values({name: bindparam(f"new_{name}") for name in names}), rows)


def _keep_texts(connection: Connection, taken: Sequence[tuple[Letter, Outgoing | Problem]]) -> None:
    """Keep what is about to be said, also for those whose worker dies: written again, it replaces what was there."""
    text = tables.message_text
    rows = [
        {
            "customer_id": letter.customer_id,
            "message_id": letter.id,
            "address": written.address,
            "subject": written.subject,
            "body": written.body,
            "parts": dict(written.parts),
        }
        for letter, written in taken
        if isinstance(written, Outgoing)
    ]
    if rows:
        keys = {"c": [row["customer_id"] for row in rows], "m": [row["message_id"] for row in rows]}
        connection.execute(delete(text).where(text.c.customer_id.in_(keys["c"]), text.c.message_id.in_(keys["m"])))
        connection.execute(insert(text), rows)


def _note(connection: Connection, found: Sequence[Letter], outcomes: Sequence[Outcome], now: int) -> None:
    """A receipt for what a provider said for good."""
    rows = [
        {
            "customer_id": letter.customer_id,
            "message_id": letter.id,
            "at": now,
            "kind": outcome.kind,
            "code": outcome.code or None,
            "detail": outcome.text or None,
        }
        for letter, outcome in zip(found, outcomes, strict=True)
        if outcome.kind in ("accepted", "refused")
    ]
    if rows:
        connection.execute(insert(tables.receipt), rows)
