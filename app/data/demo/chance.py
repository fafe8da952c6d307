"""Chance for made-up shops: it always begins with a seed, so the same seed makes the same shop. The only place where
the program draws numbers that are not names of things.
"""

from __future__ import annotations

from random import Random

#: A generator of pseudo-random numbers (`random`, `choice`, `gammavariate` …).
Chance = Random


def chance(seed: int) -> Chance:
    """A generator that draws the same numbers for the same seed."""
    return Random(seed)  # noqa: S311 - nothing secret depends on it
