"""Customers: who they are, and what they agreed to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Connection, Text, bindparam, cast, func, update
from sqlalchemy.dialects.postgresql import JSONB

from app.base.text import _
from app.data.imports import consents
from app.data.imports.batch import Batch
from app.data.imports.loaders import Job, as_json, who_of
from app.data.imports.problems import Problem
from app.data.tables import ANONYMOUS, customer

_FACTS = ("name", "phone", "email", "birthday", "gender", "grade", "city", "country", "zone", "joined_at")

#: Names in Hangul are written family name first, without a space.
_HANGUL = re.compile(r"[가-힣]+")


class CustomerLoader:
    """Customers; what a newer file says replaces what was known, an empty cell changes nothing."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def write(self, conn: Connection, batch: Batch) -> None:
        job, before = self._job, self._job.people.added
        people = job.people.ids(conn, who_of(batch))
        added = job.people.added - before
        facts = [full_names(batch), *(batch.column(name) for name in _FACTS[1:])]
        rows = list(zip(people, *facts, map(as_json, batch.free("attrs")), strict=True))
        self._tell_nobody(people, batch)
        write_facts(conn, [row for row in rows if row[0] != ANONYMOUS], job.as_of)
        given = consents.answers(batch, people, batch.column("joined_at"), job.as_of)
        job.counts.consents += consents.record(conn, given, job.source, job.plan.path.name, job.as_of, job.tell)
        job.counts.customers += added
        job.counts.known += len(batch) - added - people.count(ANONYMOUS)

    def _tell_nobody(self, people: Sequence[int], batch: Batch) -> None:
        for person, row in zip(people, batch.numbers, strict=True):
            if person == ANONYMOUS:
                what = _("The row has no member id, no phone and no e-mail address, so we cannot tell who it is.")
                self._job.tell(Problem(row, "", "", what, _("Fill in one of them, or delete the row.")))


def full_names(batch: Batch) -> list[str | None]:
    """`name`, else made of first and last name in the order of their script."""
    parts = (batch.column("name"), batch.column("first_name"), batch.column("last_name"))
    return [name or _joined(first, last) for name, first, last in zip(*parts, strict=True)]


def _joined(first: str | None, last: str | None) -> str | None:
    if first and last and _HANGUL.fullmatch(first + last):
        return last + first
    return " ".join(part for part in (first, last) if part) or None


def write_facts(conn: Connection, rows: list[tuple[Any, ...]], at: int, *, fill: bool = False) -> None:
    """Write what is known of customers: (id, the ten facts, attrs as JSON text). NULL changes nothing; with `fill`,
    only what was not known before is written."""
    if not rows:
        return
    old = customer.c
    new: dict[str, Any] = {name: bindparam("new_" + name) for name in _FACTS}
    values: dict[str, Any] = {
        name: func.coalesce(old[name], new[name]) if fill else func.coalesce(new[name], old[name]) for name in _FACTS
    }
    values |= {"updated_at": at} if not fill else {}
    names = ["of", *("new_" + name for name in _FACTS), "new_attrs"]
    plain = [dict(zip(names[:-1], row[:-1], strict=True)) for row in rows]
    conn.execute(update(customer).where(old.id == bindparam("of")).values(values), plain)
    rich = [{"of": row[0], "new_attrs": row[-1]} for row in rows if row[-1]]
    if rich:
        merged = _merged(conn.dialect.name)
        conn.execute(update(customer).where(old.id == bindparam("of")).values(attrs=merged), rich)


def _merged(dialect: str) -> Any:
    """The old attributes with the new ones over them."""
    new: Any = bindparam("new_attrs", type_=Text())
    if dialect == "postgresql":
        return customer.c.attrs.op("||")(cast(new, JSONB))
    return func.json_patch(customer.c.attrs, new, type_=JSON())
