"""Who writes the rows of each kind of file, and the simple kinds: products and events."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Protocol

from sqlalchemy import Connection

from app.data.imports.batch import Batch, Repeats, Tell
from app.data.imports.bulk import next_seq, put
from app.data.imports.people import Directory, Who
from app.data.imports.plan import Plan
from app.data.tables import ANONYMOUS, event, product


@dataclass(slots=True)
class Counts:
    """What came in. `known`: rows that were there already; `anonymous`: rows of nobody in particular."""

    customers: int = 0
    orders: int = 0
    lines: int = 0
    products: int = 0
    events: int = 0
    consents: int = 0
    known: int = 0
    unpaid: int = 0
    anonymous: int = 0


@dataclass(slots=True)
class Job:
    """What the loaders of one import share. `as_of` is the file's date: what it says was true then."""

    plan: Plan
    as_of: int
    tell: Tell
    people: Directory = field(init=False)
    counts: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        self.people = Directory(self.source, self.as_of)

    @property
    def source(self) -> str:
        return self.plan.mapping.source


class Loader(Protocol):
    """Writes one batch inside the caller's transaction and counts what it did."""

    def write(self, conn: Connection, batch: Batch) -> None: ...


def who_of(batch: Batch) -> list[Who]:
    """Who each row is about."""
    columns = (batch.column("customer"), batch.column("phone"), batch.column("email"))
    return list(map(Who, *columns))


def stable_id(*parts: object) -> int:
    """63 bits that are the same for the same parts, today and in years."""
    digest = blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def as_json(value: dict[str, Any] | None) -> str | None:
    """The text a JSON column takes; None stays NULL."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value is not None else None


EVENT_COLUMNS = tuple(column.name for column in event.columns)


class EventLoader:
    """Events. Those with an id of their own are known by it; others by what they say, and which of several equal ones
    they are."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._repeats = Repeats()

    def write(self, conn: Connection, batch: Batch) -> None:
        who = who_of(batch)
        people = self._job.people.ids(conn, who)
        names = ("product_id", "category", "order_id", "value", "quantity", "session_id", "url")
        details = [batch.column(name) for name in names]
        props = [as_json(found) for found in batch.free("props")]
        facts = zip(batch.column("at"), batch.column("kind"), *details, props, strict=True)
        own = batch.column("id")
        seq = next_seq(conn)
        source = self._job.source
        rows = [
            (person, fact[0], self._id(key, caller, fact), seq + index, *fact[1:], source)
            for index, (person, caller, key, fact) in enumerate(zip(people, who, own, facts, strict=True))
        ]
        rows.sort()  # in the order of the key: neighbours in the file on disk
        written = put(conn, event, EVENT_COLUMNS, rows, "ignore")
        self._job.counts.events += written
        self._job.counts.known += len(rows) - written
        self._job.counts.anonymous += people.count(ANONYMOUS)

    def _id(self, key: str | None, who: Who, fact: tuple[Any, ...]) -> int:
        if key:
            return stable_id(self._job.source, key)
        id_ = stable_id(self._job.source, *who, *fact)
        occurrence = self._repeats.before(id_)
        return stable_id(id_, occurrence) if occurrence else id_


PRODUCT_COLUMNS = ("id", "name", "category", "brand", "price", "stock", "url", "image", "attrs", "updated_at")


class ProductLoader:
    """Products; what a newer file says replaces what was known, an empty cell changes nothing."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def write(self, conn: Connection, batch: Batch) -> None:
        names = ("name", "category", "brand", "price", "stock", "url", "image")
        attrs = [as_json(found) for found in batch.free("attrs")]
        facts = zip(*(batch.column(name) for name in names), attrs, strict=True)
        rows = [(id_, *fact, self._job.as_of) for id_, fact in zip(batch.column("product_id"), facts, strict=True)]
        added = put(conn, product, PRODUCT_COLUMNS, rows, "ignore")
        self._job.counts.products += added
        self._job.counts.known += len(rows) - added
        put(conn, product, PRODUCT_COLUMNS, rows, "renew")
