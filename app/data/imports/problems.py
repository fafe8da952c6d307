"""Problems about single rows: values, gathered in a file beside the input so that its owner can mend and retry."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TextIO

from app.base.errors import SetupError
from app.base.text import _

#: How many problems a report carries itself; the file has them all.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row. `row` counts as a spreadsheet does: the header is row 1.

    `kept` says that the row came in without the cell; otherwise the row was left out.
    """

    row: int
    column: str
    value: str
    what: str
    remedy: str
    kept: bool = False

    def __str__(self) -> str:
        return _("Row {row}, {column}: {what} {remedy}").format(
            row=self.row, column=self.column or "–", what=self.what, remedy=self.remedy
        )


@dataclass(slots=True)
class ProblemFile:
    """Writes problems as they come to `<input>.problems.csv`; the file exists only if there are any.

    `fallback` is the folder taken when the input's own is not writable. SetupError if neither is.
    """

    source: Path
    fallback: Path | None = None
    count: int = 0
    shown: list[Problem] = field(default_factory=list)
    path: Path | None = None
    _stream: TextIO | None = None

    def __enter__(self) -> ProblemFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream:
            self._stream.close()
        elif kind is None:
            self._remove_stale()

    def add(self, problem: Problem) -> None:
        """Write one problem down."""
        self.count += 1
        if len(self.shown) < SHOWN:
            self.shown.append(problem)
        fate = _("came in without this cell") if problem.kept else _("was left out")
        row = (problem.row, problem.column, problem.value, problem.what, problem.remedy, fate)
        csv.writer(self._open()).writerow([_harmless(str(cell)) for cell in row])

    def _open(self) -> TextIO:
        if self._stream is None:
            self.path, self._stream = self._first_writable()
            header = (_("row"), _("column"), _("value"), _("what is wrong"), _("what to do"), _("the row"))
            csv.writer(self._stream).writerow(header)
        return self._stream

    def _first_writable(self) -> tuple[Path, TextIO]:
        for path in self._places():
            try:
                return path, path.open("w", encoding="utf-8-sig", newline="")  # spreadsheets need the mark
            except OSError:
                continue
        raise SetupError(
            _("Some rows have problems, but neither the file's folder nor the shop's lets us write the list."),
            where=str(self.source),
        )

    def _places(self) -> list[Path]:
        name = self.source.name + ".problems.csv"
        return [folder / name for folder in (self.source.parent, self.fallback) if folder is not None]

    def _remove_stale(self) -> None:
        """The list of an earlier try would speak of rows that are fine now."""
        for path in self._places():
            with suppress(OSError):  # the folder is closed to us, or a spreadsheet has the list open
                path.unlink()


def _harmless(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@") else cell
