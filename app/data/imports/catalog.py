"""Products met in order lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from app.data.imports.bulk import asked, put
from app.data.tables import product

if TYPE_CHECKING:
    from app.data.imports.lines import Line


class Catalog:
    """Makes a product of what order lines mention; never changes what a product file said.

    Name and price come from the first line in which it was really sold (lines without a price are corrections, and
    their text is often a note).
    """

    def __init__(self) -> None:
        self._categories: dict[str, str | None] = {}
        self._named: set[str] = set()

    def category(self, product_id: str | None) -> str | None:
        """The category of a product that was offered, if anybody said one."""
        return self._categories.get(product_id) if product_id else None

    def offer(self, conn: Connection, lines: Iterable[Line], at: int) -> int:
        """Make products of lines where they are new; returns how many were added."""
        rows: dict[str, tuple[str, str | None, str | None, float | None, int]] = {}
        for line in lines:
            if line.product_id is None or line.product_id in self._named:
                continue
            sold = line.price > 0 and line.quantity > 0
            if sold:
                self._named.add(line.product_id)
            if sold or (line.product_id not in self._categories and line.product_id not in rows):
                name, price = (line.name, line.price) if sold else (None, None)
                rows[line.product_id] = (line.product_id, name, line.category, price, at)
        columns = ("id", "name", "category", "price", "updated_at")
        added = put(conn, product, columns, list(rows.values()), "ignore")
        put(conn, product, columns, list(rows.values()), "fill")
        self._load(conn, rows)
        return added

    def _load(self, conn: Connection, ids: Iterable[str]) -> None:
        for part in asked(ids):
            found = conn.execute(select(product.c.id, product.c.category).where(product.c.id.in_(part)))
            self._categories.update({row.id: row.category for row in found})
