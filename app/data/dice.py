"""Dice that fall the same way on every database: a customer's share of 10,000, from integers alone.

H(customer, salt): a linear map, a square and another linear map modulo the Mersenne prime 2³¹-1. Every product stays
below 2⁶³, so SQLite, PostgreSQL and DuckDB compute the same number. `share_of` is the same in plain Python.
"""

from __future__ import annotations

from zlib import crc32

from sqlalchemy import ColumnElement

PARTS = 10_000
_P = 2**31 - 1


def _constants(salt: str) -> tuple[int, int, int, int]:
    """Four numbers in 1 … p-1 drawn from a text."""
    a, b, c, d = (crc32(f"{salt}/{i}".encode()) % (_P - 1) + 1 for i in range(4))
    return a, b, c, d


def share(customer_id: ColumnElement[int], salt: str) -> ColumnElement[int]:
    """The customer's number in 0 … 9,999 for this salt, as SQL."""
    a, b, c, d = _constants(salt)
    first = (customer_id % _P * a + b) % _P
    return (((first * first + c) % _P * a + d) % _P) % PARTS


def share_of(customer_id: int, salt: str) -> int:
    """The same number, computed here."""
    a, b, c, d = _constants(salt)
    first = (customer_id % _P * a + b) % _P
    return (((first * first + c) % _P * a + d) % _P) % PARTS
