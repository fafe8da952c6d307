"""Order lines: what was in an order, in the files of orders or in a file of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, func, select

from app.base.text import _
from app.data.imports.batch import Batch
from app.data.imports.bulk import asked, put
from app.data.imports.catalog import Catalog
from app.data.imports.loaders import Job
from app.data.imports.problems import Problem
from app.data.tables import ANONYMOUS, order_line, orders

LINE_COLUMNS = tuple(column.name for column in order_line.columns)


class Line(NamedTuple):
    """One line of an order. `value` is what was paid for it."""

    product_id: str | None
    name: str | None
    quantity: float
    price: float
    value: float
    category: str | None = None


def read_lines(batch: Batch) -> Iterator[Line | None]:
    """The order line of each row; None for a row that has none."""
    names = ("product_id", "product_name", "category", "quantity", "price", "line_value", "line_discount")
    for product_id, name, category, quantity, price, value, discount in zip(
        *(batch.column(name) for name in names), strict=True
    ):
        if product_id is None and name is None and value is None and price is None:
            yield None
            continue
        count = 1.0 if quantity is None else quantity
        if price is None:
            price = value / count if value is not None and count else 0.0
        paid = count * price - (discount or 0.0) if value is None else value
        yield Line(product_id, name, count, price, paid, category)


def stored_orders(conn: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """Orders that are there already, by id, with the number of their lines."""
    count = (
        select(func.count())
        .where(order_line.c.customer_id == orders.c.customer_id, order_line.c.order_id == orders.c.id)
        .scalar_subquery()
        .label("lines")
    )
    found = {}
    for part in asked(ids):
        for row in conn.execute(select(orders, count).where(orders.c.id.in_(part))):
            found[row.id] = row
    return found


def stored_lines(conn: Connection, known: Sequence[Row[Any]]) -> dict[str, list[Line]]:
    """The lines of stored orders, by order id, in their order."""
    found: dict[str, list[Line]] = {}
    for row in known:  # a handful: orders that continue from one chunk into the next
        lines = select(order_line).where(order_line.c.customer_id == row.customer_id, order_line.c.order_id == row.id)
        for line in conn.execute(lines.order_by(order_line.c.line)):
            read = Line(line.product_id, line.name, line.quantity, line.price, line.value)
            found.setdefault(row.id, []).append(read)
    return found


def drop_lines(conn: Connection, known: Sequence[Row[Any]]) -> None:
    """Take out the lines of stored orders."""
    if known:
        where = (order_line.c.customer_id == bindparam("who"), order_line.c.order_id == bindparam("which"))
        conn.execute(delete(order_line).where(*where), [{"who": row.customer_id, "which": row.id} for row in known])


class LineLoader:
    """Lines of orders that are there already: the first rows of an order in a file replace what was known of it."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._catalog = Catalog()
        self._written: dict[str, int] = {}

    def write(self, conn: Connection, batch: Batch) -> None:
        ids = batch.column("order_id")
        stored = stored_orders(conn, ids)
        drop_lines(conn, [row for row in stored.values() if row.id not in self._written])
        rows, lines = [], []
        for number, order_id, line in zip(batch.numbers, ids, read_lines(batch), strict=True):
            if order_id not in stored:
                self._miss(number, order_id)
            elif line:
                self._written[order_id] = place = self._written.get(order_id, 0) + 1
                rows.append((stored[order_id].customer_id, order_id, place, *line[:5]))
                lines.append(line)
        counts = self._job.counts
        counts.lines += put(conn, order_line, LINE_COLUMNS, sorted(rows, key=lambda row: row[:3]))
        counts.products += self._catalog.offer(conn, lines, self._job.as_of)
        counts.anonymous += sum(row[0] == ANONYMOUS for row in rows)

    def _miss(self, row: int, order_id: str) -> None:
        what = _("There is no order “{id}” that the line could belong to.").format(id=order_id)
        self._job.tell(Problem(row, "", order_id, what, _("Import the orders first, then their lines.")))
