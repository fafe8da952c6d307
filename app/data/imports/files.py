"""Rows of a CSV or spreadsheet file, as lists of texts, a chunk at a time: the file is never in memory as a whole.

CSV may be compressed (.gz, .xz); its delimiter and encoding are found out. (A spreadsheet's sheet is unpacked by its
library in one piece; a sheet has at most 1,048,576 rows.) Rows are numbered as a spreadsheet does, the header is row 1.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import itertools
import lzma
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast
from unicodedata import normalize

from app.base.errors import InputError, SetupError
from app.base.text import _
from app.data.imports.encoding import detect
from app.data.imports.problems import Problem

#: Rows in one chunk, which is also one transaction.
CHUNK = 50_000

DELIMITERS = (",", ";", "\t", "|")

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written: `form` is `csv` or `sheet`; the other two matter for CSV."""

    form: str
    encoding: str = ""
    delimiter: str = ","


@dataclass(slots=True)
class Chunk:
    """Some rows with their numbers, and what could not even be cut into cells."""

    numbers: Sequence[int]
    rows: list[list[str]]
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """An open file: its header, its chunks, and how far it has been read (`done()` of `total`)."""

    header: tuple[str, ...]
    chunks: Iterator[Chunk]
    total: int
    _position: Any

    def done(self) -> int:
        return int(self._position())


def shape_of(path: Path, encoding: str | None = None, delimiter: str | None = None) -> Shape:
    """Find out how a file is written. InputError if it is empty, locked by a password, or not readable as text."""
    if not os.path.isfile(path):  # unlike Path.is_file, no for a name that is too long to be one
        raise InputError(_("There is no file here. Check its name and folder."), where=str(path))
    with _guard(path), path.open("rb") as raw:
        start = raw.read(4)
        if start.startswith((_ZIP, _OLE)):
            return Shape("sheet")
        stream = _unpacked(raw, path)
        found = detect(stream, path.name, encoding)
        stream.seek(0)
        with io.TextIOWrapper(stream, found, newline="") as text:
            first = text.readline(1 << 20)
    return Shape("csv", found, delimiter or _delimiter(first))


@contextmanager
def open_rows(path: Path, shape: Shape) -> Iterator[Rows]:
    """Open a file for reading. InputError if it has no header or breaks off."""
    with _guard(path), ExitStack() as stack:
        yield _open_sheet(path) if shape.form == "sheet" else _open_csv(path, shape, stack)


@contextmanager
def _guard(path: Path) -> Iterator[None]:
    """Say what the operating system and the unpackers complain of in words."""
    try:
        yield
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as problem:
        text = _("The compressed file is damaged or was not copied completely. Copy or export it again.")
        raise InputError(text, where=str(path), detail=str(problem)) from problem
    except PermissionError as problem:
        text = _("We may not read this file. Close it in other programs or change its permissions.")
        raise SetupError(text, where=str(path), detail=str(problem)) from problem


# -- CSV -------------------------------------------------------------------------------------------------------------


def _unpacked(raw: IO[bytes], path: Path) -> IO[bytes]:
    raw.seek(0)
    if path.suffix == ".gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if path.suffix == ".xz":
        return cast(IO[bytes], lzma.LZMAFile(raw))
    return raw


def _delimiter(first: str) -> str:
    """The sign that cuts the header into most pieces; spreadsheets may also name it in a line `sep=;`."""
    if first.lower().startswith("sep=") and first[4:5].strip('\r\n"'):
        return first[4]
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _open_csv(path: Path, shape: Shape, stack: ExitStack) -> Rows:
    raw = stack.enter_context(path.open("rb"))
    text = stack.enter_context(io.TextIOWrapper(_unpacked(raw, path), shape.encoding, newline=""))
    reader = csv.reader(text, delimiter=shape.delimiter)
    header, number = _header(reader, path)
    return Rows(header, _csv_chunks(reader, header, number), path.stat().st_size, raw.tell)


def _header(reader: Iterable[list[str]], path: Path) -> tuple[tuple[str, ...], int]:
    """The first row that is not empty, and its number."""
    for number, row in enumerate(reader, start=1):
        cells = tuple(normalize("NFC", cell.strip().lstrip("\ufeff")) for cell in row)
        if any(cells) and not cells[0].lower().startswith("sep="):
            return cells, number
    raise InputError(_("The file is empty: its first row should name the columns."), where=str(path))


def _csv_chunks(reader: Any, header: tuple[str, ...], number: int) -> Iterator[Chunk]:
    while True:
        rows: list[list[str]] = []
        problems: list[Problem] = []
        try:
            rows.extend(itertools.islice(reader, CHUNK))  # what was read before an error stays
        except csv.Error as error:
            problems.append(_unclosed(number + len(rows) + 1, reader.line_num, str(error)))
        if not rows and not problems:
            return
        yield _checked(header, number + 1, rows, problems)
        number += len(rows) + len(problems)


def _unclosed(row: int, line: int, detail: str) -> Problem:
    what = _("A quotation mark is opened and not closed, up to line {line} of the file.").format(line=line)
    return Problem(row, "", detail, what, _("Close the quotation mark in this row and import the file again."))


def _checked(header: tuple[str, ...], first: int, rows: list[list[str]], problems: list[Problem]) -> Chunk:
    """Set empty rows and rows of another width aside."""
    width = len(header)
    numbers: Sequence[int] = range(first, first + len(rows))
    if all(len(row) == width for row in rows):
        return Chunk(numbers, rows, problems)
    good: list[tuple[int, list[str]]] = []
    for number, row in zip(numbers, rows, strict=True):
        while len(row) > width and not row[-1].strip():
            row.pop()
        if len(row) == width:
            good.append((number, row))
        elif any(cell.strip() for cell in row):
            problems.append(_ragged(number, row, width))
    return Chunk([number for number, _row in good], [row for _number, row in good], problems)


def _ragged(number: int, row: list[str], width: int) -> Problem:
    what = _("The row has {cells} cells, but the header has {width}.").format(cells=len(row), width=width)
    remedy = _("Look for a missing or extra quotation mark or separator in or just before this row.")
    return Problem(number, "", (row[0] if row else "")[:80], what, remedy)


# -- spreadsheets ----------------------------------------------------------------------------------------------------


def _open_sheet(path: Path) -> Rows:
    import python_calamine as calamine  # heavy: only when a spreadsheet comes

    try:
        sheet = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except calamine.PasswordError as problem:
        text = _("The spreadsheet is locked with a password. Open it, save it without the password, and import that.")
        raise InputError(text, where=str(path)) from problem
    except (calamine.CalamineError, OSError, ValueError, IndexError) as problem:
        text = _("This is not a spreadsheet we can read, or it is damaged. Save it as XLSX or CSV and import that.")
        raise InputError(text, where=str(path), detail=str(problem)) from problem
    count = itertools.count()
    rows = ([_text(cell) for cell in row] for row, _n in zip(sheet.iter_rows(), count, strict=False))
    header, number = _header(rows, path)
    first = (sheet.start or (0, 0))[0]  # empty rows above the table are not handed out
    done = [0]
    return Rows(header, _sheet_chunks(rows, header, number + first, done), sheet.height, lambda: done[0])


def _sheet_chunks(rows: Iterator[list[str]], header: tuple[str, ...], number: int, done: list[int]) -> Iterator[Chunk]:
    while taken := list(itertools.islice(rows, CHUNK)):
        done[0] += len(taken)
        yield _checked(header, number + 1, taken, [])
        number += len(taken)


def _text(cell: object) -> str:
    """A cell as CSV would have it: whole numbers without a point, dates in ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    return str(cell)
