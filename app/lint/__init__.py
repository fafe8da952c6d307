"""Checks of a journey before it is published: one file per rule, found by looking into this package.

A rule module has a CODE that never changes, a LEVEL, a function `check(journey, context)` that yields findings, and a
docstring that is its documentation: what it finds, then the sections “Why is this bad?”, “Bad” and “Good”. Its cases
are in `tests/cases/lint/<rule>.json`. Errors block publishing, warnings need one click.
"""

from __future__ import annotations

from app.lint._contract import Context, Finding, Fix, Level, check, rules

__all__ = ["Context", "Finding", "Fix", "Level", "check", "rules"]
