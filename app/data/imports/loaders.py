"""Who writes the rows of each kind of file, and the simple kinds: products and events."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import repeat
from typing import Any, Protocol

from sqlalchemy import Connection

from app.data.imports.batch import Batch, Repeats, Tell
from app.data.imports.bulk import next_seq, put
from app.data.imports.people import Directory, Named
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
    duplicates: int = 0


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


def who_of(batch: Batch) -> list[Named]:
    """Who each row is about: member id, phone, e-mail."""
    return list(zip(batch.column("customer"), batch.column("phone"), batch.column("email"), strict=True))


def stable_id(*parts: object) -> int:
    """63 bits that are the same for the same parts, today and in years."""
    return _hash("\x1f".join(map(str, parts)))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1


def as_json(value: dict[str, Any] | None) -> str | None:
    """The text a JSON column takes; None stays NULL."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value is not None else None


_EVENT_FACTS = ("product_id", "category", "order_id", "value", "quantity", "session_id", "url")
EVENT_COLUMNS = tuple(column.name for column in event.columns)


class EventLoader:
    """Events. Those with an id of their own are known by it; others by what they say, and which of several equal ones
    they are."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._repeats = Repeats()

    def write(self, conn: Connection, batch: Batch) -> None:
        job, before = self._job, self._job.people.added
        people = job.people.ids(conn, who_of(batch))
        facts = {name: batch.columns[name] for name in ("kind", *_EVENT_FACTS) if name in batch.columns}
        if any(props := batch.free("props")):
            facts["props"] = [as_json(found) for found in props]
        ids = self._ids(batch, facts)
        first = next_seq(conn)
        columns = [people, batch.columns["at"], ids, range(first, first + len(batch)), *facts.values()]
        rows = list(zip(*columns, repeat(job.source, len(batch)), strict=True))
        rows.sort()  # in the order of the key: neighbours in the file on disk
        # columns the file does not have are left out: binding a NULL costs the driver more than a value
        written = put(conn, event, ("customer_id", "at", "id", "seq", *facts, "source"), rows, "ignore")
        job.counts.events += written
        job.counts.known += len(rows) - written
        job.counts.anonymous += people.count(ANONYMOUS)
        job.counts.customers += job.people.added - before

    def _ids(self, batch: Batch, facts: dict[str, list[Any]]) -> list[int]:
        """A column at a time, for speed: the fields as texts, joined, hashed."""
        said = {name: batch.columns.get(name) for name in ("customer", "phone", "email", "at")}
        said |= {name: facts.get(name) for name in ("kind", *_EVENT_FACTS, "props")}
        texts = (map(str, column) if column else repeat("None", len(batch)) for column in said.values())
        ids = list(map(_hash, map("\x1f".join, zip(*texts, strict=True))))
        before = self._repeats.before(ids)
        if any(before):
            self._job.counts.duplicates += sum(map(bool, before))
            ids = [stable_id(id_, nth) if nth else id_ for id_, nth in zip(ids, before, strict=True)]
        own = batch.columns.get("id")
        if own:
            source = self._job.source
            ids = [stable_id(source, key) if key else id_ for key, id_ in zip(own, ids, strict=True)]
        return ids


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
