"""The node kinds: one file each, found by looking into this package. The file's name is the kind's key.

A kind says what its settings are, which ports lead out, what it does in plain words, and one pure `step` from the
columns of a wave to SQL expressions. Nothing here executes SQL, loops over people or reads a clock.
"""

from __future__ import annotations

from app.nodes._contract import (
    GROUPS,
    FieldProblem,
    Move,
    NodeKind,
    Port,
    Start,
    Write,
    kinds,
    parse,
    problems,
)
from app.nodes._schema import condition_schema, journey_schema
from app.nodes._wave import Arrivals, Wave, message_id

__all__ = [
    "GROUPS",
    "Arrivals",
    "FieldProblem",
    "Move",
    "NodeKind",
    "Port",
    "Start",
    "Wave",
    "Write",
    "condition_schema",
    "journey_schema",
    "kinds",
    "message_id",
    "parse",
    "problems",
]
