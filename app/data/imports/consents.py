"""Consents out of exports, as rows of the ledger.

An answer counts from its own date where the file has one, else from the day the customer joined (only the first one
known), else from the file's date. The same answer again changes nothing, and neither does an older one. A refusal that
somebody gave to us directly is not undone by an export that merely still says yes: that takes a later, dated yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from app.base.clock import FOREVER
from app.base.text import _
from app.data.imports.batch import Batch, Tell
from app.data.imports.bulk import asked, put
from app.data.imports.problems import Problem
from app.data.tables import ANONYMOUS, consent

_COLUMNS = ("customer_id", "channel", "purpose", "at", "until_at", "granted", "source", "evidence")

#: What the `source` of an imported row begins with.
IMPORTED = "import:"


class Answer(NamedTuple):
    """What a customer said. `dated`: the file itself says when."""

    customer_id: int
    channel: str
    purpose: str
    granted: bool
    at: int
    dated: bool
    row: int


def answers(batch: Batch, people: list[int], joined: list[int | None], as_of: int) -> list[Answer]:
    """The answers in the `consent.…` columns of a batch. `as_of` is the file's date."""
    found = []
    for name in [name for name in batch.columns if name.startswith("consent.") and not name.endswith(".at")]:
        _consent, channel, purpose = name.split(".")
        dates = batch.column(name + ".at")
        for person, said, date, since, row in zip(
            people, batch.columns[name], dates, joined, batch.numbers, strict=True
        ):
            if said is not None and person != ANONYMOUS:
                at = date if date is not None else since if since is not None else as_of
                found.append(Answer(person, channel, purpose, said, at, date is not None, row))
    return found


def record(conn: Connection, given: list[Answer], source: str, file: str, as_of: int, tell: Tell) -> int:
    """Write the answers that change something into the ledger; returns how many rows were added."""
    ledger = _open_rows(conn, {answer.customer_id for answer in given})
    added: dict[tuple[Any, ...], list[Any]] = {}
    closed: list[dict[str, int | str]] = []
    for answer in given:
        place = (answer.customer_id, answer.channel, answer.purpose)
        former = ledger.get(place)
        if former:
            if former[1] == answer.granted:
                continue
            answer = answer if answer.dated else answer._replace(at=as_of)
            if answer.at <= former[0]:
                continue
            if not _may_change(former, answer):
                tell(_kept_refusal(answer))
                continue
            if (*place, former[0]) in added:
                added[*place, former[0]][4] = answer.at
            else:
                closed.append({"who": place[0], "on": place[1], "why": place[2], "since": former[0], "end": answer.at})
        evidence = _("{file}, row {row}").format(file=file, row=answer.row)
        added[*place, answer.at] = [*place, answer.at, FOREVER, answer.granted, IMPORTED + source, evidence]
        ledger[place] = (answer.at, answer.granted, IMPORTED + source)
    _close(conn, closed)
    return put(conn, consent, _COLUMNS, [tuple(row) for row in added.values()], "ignore")


def _open_rows(conn: Connection, people: Iterable[int]) -> dict[tuple[int, str, str], tuple[int, bool, str]]:
    found = {}
    for ids in asked(people):
        rows = select(consent).where(consent.c.customer_id.in_(ids), consent.c.until_at == FOREVER)
        for row in conn.execute(rows):
            found[row.customer_id, row.channel, row.purpose] = (row.at, bool(row.granted), row.source or "")
    return found


def _may_change(former: tuple[int, bool, str], answer: Answer) -> bool:
    _at, granted, source = former
    return granted or answer.dated or source.startswith(IMPORTED)


def _kept_refusal(answer: Answer) -> Problem:
    return Problem(
        answer.row,
        f"{answer.channel} · {answer.purpose}",
        "",
        _("The file says yes, but this customer refused us directly and the file does not say when they agreed again."),
        _("We keep the refusal. If they did agree again, add a column with the date."),
        kept=True,
    )


def _close(conn: Connection, closed: list[dict[str, int | str]]) -> None:
    if closed:
        statement = update(consent).where(
            consent.c.customer_id == bindparam("who"),
            consent.c.channel == bindparam("on"),
            consent.c.purpose == bindparam("why"),
            consent.c.at == bindparam("since"),
        )
        conn.execute(statement.values(until_at=bindparam("end")), closed)
