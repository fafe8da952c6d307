"""The open shop's database, never touched on the window's thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.data.engine import Database
    from app.data.shop import Shop


class Record:
    """Opens on first use, from whatever job comes first; all jobs share it."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._lock = threading.Lock()
        self._database: Database | None = None

    @property
    def database(self) -> Database:
        """The open database (tables made or upgraded when needed)."""
        refuse_window_thread()
        with self._lock:
            if self._database is None:
                self._database = self._open()
            return self._database

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _open(self) -> Database:
        from sqlalchemy import event

        database = self.shop.open()
        event.listen(database.engine, "before_cursor_execute", _guard)
        return database


def refuse_window_thread() -> None:
    """A bug if a database is used while the window waits for it."""
    if threading.current_thread() is threading.main_thread():
        raise AssertionError("the database was asked on the window's thread")


def _guard(*_about: Any) -> None:
    refuse_window_thread()
