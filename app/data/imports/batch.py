"""From rows of texts to columns of values; what is wrong becomes problems, the rest goes on."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from unicodedata import is_normalized, normalize

from app.base.text import _
from app.data.imports.cells import BadCellError, Reader, read_column, readers
from app.data.imports.fields import Field, field_named
from app.data.imports.files import Chunk
from app.data.imports.plan import Plan
from app.data.imports.problems import Problem

#: How many rows back an exact repetition is noticed, at least; bounds the memory.
_MEMORY = 250_000

Tell = Callable[[Problem], None]


@dataclass(slots=True)
class Batch:
    """Rows of one chunk as columns of values. Every field of `columns` is as long as `numbers`."""

    numbers: Sequence[int]
    columns: dict[str, list[Any]]

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> list[Any]:
        """The values of a field, None where nothing is known."""
        return self.columns.get(name) or [None] * len(self)

    def free(self, prefix: str) -> list[dict[str, Any] | None]:
        """The freely named values of each row (`attrs.tags` → {"tags": …}); None for a row that has none."""
        found = {
            name.removeprefix(prefix + "."): values
            for name, values in self.columns.items()
            if name.startswith(prefix + ".")
        }
        if not any(map(any, found.values())):
            return [None] * len(self)
        rows = zip(*found.values(), strict=True)
        return [
            {name: value for name, value in zip(found, row, strict=True) if value is not None} or None for row in rows
        ]


@dataclass(slots=True)
class Repeats:
    """Counts how often the same thing came before, looking back at least `_MEMORY` things."""

    _young: dict[object, int] = field(default_factory=dict)
    _old: dict[object, int] = field(default_factory=dict)

    def before(self, things: Sequence[object]) -> list[int]:
        """How often each came already: 0 the first time, then 1, 2, …"""
        new = set(things)
        if len(new) == len(things) and new.isdisjoint(self._young) and new.isdisjoint(self._old):
            self._young.update(dict.fromkeys(things, 0))
            counts = [0] * len(things)
        else:
            counts = [self._count(thing) for thing in things]
        if len(self._young) > _MEMORY:
            self._young, self._old = {}, self._young
        return counts

    def _count(self, thing: object) -> int:
        last = self._young[thing] if thing in self._young else self._old.get(thing, -1)
        self._young[thing] = last + 1
        return last + 1


class Parser:
    """Reads chunk after chunk of one file; `repeated` counts the rows that came before in exactly the same words.

    (Not for events: those are compared by what they mean when they get their ids.)
    """

    def __init__(self, plan: Plan, tell: Tell) -> None:
        self._header = plan.header
        self._tell = tell
        self._repeats = Repeats()
        self._compares = plan.kind != "events"
        self.repeated = 0
        self._columns = [_Column.of(plan, name) for name in (*plan.places, *_constant_only(plan))]

    def read(self, chunk: Chunk) -> Batch:
        """The values of a chunk without the rows that had to be left out."""
        for problem in chunk.problems:
            self._tell(problem)
        if self._compares:
            self.repeated += sum(map(bool, self._repeats.before(list(map(hash, map(tuple, chunk.rows))))))
        lost: set[int] = set()
        columns = {column.name: self._read_column(column, chunk, lost) for column in self._columns}
        if not lost:
            return Batch(chunk.numbers, columns)
        keep = [index not in lost for index in range(len(chunk.rows))]
        kept = {name: list(itertools.compress(values, keep)) for name, values in columns.items()}
        return Batch(list(itertools.compress(chunk.numbers, keep)), kept)

    def _read_column(self, column: _Column, chunk: Chunk, lost: set[int]) -> list[Any]:
        cells = column.cells(chunk.rows)
        title = self._header[column.places[0]] if column.places else column.name

        def bad(index: int, problem: BadCellError) -> None:
            row = chunk.numbers[index]
            self._tell(Problem(row, title, cells[index][:80], problem.what, problem.remedy, not column.field.vital))
            if column.field.vital:
                lost.add(index)

        values = read_column(cells, column.read, bad)
        if column.field.required and not all(values):
            empty = [index for index, value in enumerate(values) if value is None and index not in lost]
            self._miss(title, chunk, empty, lost)
        return values

    def _miss(self, title: str, chunk: Chunk, indexes: list[int], lost: set[int]) -> None:
        for index in indexes:
            what, remedy = _("This cell is empty, but every row needs it."), _("Fill it in, or delete the row.")
            self._tell(Problem(chunk.numbers[index], title, "", what, remedy))
            lost.add(index)


@dataclass(frozen=True, slots=True)
class _Column:
    """How to read one field from a row."""

    name: str
    field: Field
    places: tuple[int, ...]
    constant: str
    words: dict[str, str]
    read: Reader

    @classmethod
    def of(cls, plan: Plan, name: str) -> _Column:
        found = field_named(plan.kind, name)
        assert found, "the mapping checks its fields"
        words = {word.casefold(): meaning for word, meaning in plan.mapping.words.get(name, {}).items()}
        constant = plan.mapping.constants.get(name, "")
        return cls(name, found, plan.places.get(name, ()), constant, words, readers(plan.rules)[found.type])

    def cells(self, rows: list[list[str]]) -> list[str]:
        """The stripped texts: of several columns the first that is not empty, else the constant."""
        if not self.places:
            return [self.constant] * len(rows)
        first, *others = self.places
        cells = _composed(list(map(str.strip, map(itemgetter(first), rows))))
        for place in others:
            cells = _composed([cell or row[place].strip() for cell, row in zip(cells, rows, strict=True)])
        if self.constant:
            cells = [cell or self.constant for cell in cells]
        if self.words:
            cells = [self.words.get(cell.casefold(), cell) for cell in cells]
        return cells


def _composed(cells: list[str]) -> list[str]:
    """Hangul in whole syllables, as everybody else writes it: a Mac may write it letter by letter."""
    together = "".join(cells)
    if together.isascii() or is_normalized("NFC", together):
        return cells
    return [normalize("NFC", cell) for cell in cells]


def _constant_only(plan: Plan) -> list[str]:
    return [name for name in plan.mapping.constants if name not in plan.places]
