"""Parquet files and the list of them that makes a mirror: the files never change, the list is replaced as a whole.

A part is named by its content, so that writing it again changes nothing. Whoever reads takes the list first; a part
that is on no list any more stays for an hour, for those who still hold an older list.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import JSON, BigInteger, Boolean, Double, Integer, Table

from app.base.clock import DAY, HOUR
from app.base.ids import new_id
from app.journey import disk

LIST = "mirror.json"
_HALF = ".half-"
_GROUP = 122_880  # rows of a row group: what DuckDB reads in one go
_BATCH = 4_096  # rows turned into columns at a time: larger ones leave the processor's cache

#: How long a retired part stays (ms), and how long one that never came onto a list: its writer may still be at work.
_RETIRED, _ABANDONED = HOUR, DAY


class Kept(BaseModel):
    """The parts of one table. `seq` and `check` tell which events they hold: the last to arrive, a sum over all."""

    model_config = ConfigDict(frozen=True)

    parts: tuple[str, ...] = ()
    rows: int = 0
    seq: int = 0
    check: int = 0


class Manifest(BaseModel):
    """What the mirror consists of. `shape` tells the columns, `stamp` the state of the record it was made from."""

    model_config = ConfigDict(frozen=True)

    shape: str
    stamp: str = ""
    tables: Mapping[str, Kept] = {}
    retired: Mapping[str, int] = {}

    def parts(self) -> set[str]:
        return {part for kept in self.tables.values() for part in kept.parts}

    def after(self, former: Manifest, now: int) -> Manifest:
        """This list as the successor of another: parts it leaves out are retired as of `now`."""
        gone = dict.fromkeys(former.parts(), now) | dict(former.retired)
        return self.model_copy(update={"retired": {part: at for part, at in gone.items() if part not in self.parts()}})


def read(folder: Path, shape: str) -> Manifest:
    """The list in a folder; an empty one where there is none, or none that we understand."""
    with suppress(OSError, ValidationError):
        found = Manifest.model_validate_json((folder / LIST).read_bytes())
        if found.shape == shape:
            return found
    return Manifest(shape=shape)


def write(folder: Path, manifest: Manifest) -> None:
    """Put a list in force."""
    disk.replace(folder / LIST, manifest.model_dump_json().encode())


def clean(folder: Path, manifest: Manifest, now: int) -> None:
    """Delete what nobody reads any more. A file that is still open somewhere stays for the next time."""
    for file in folder.iterdir():
        if file.name == LIST or file.name in manifest.parts():
            continue
        with suppress(OSError):
            retired = manifest.retired.get(file.name)
            since, patience = (retired, _RETIRED) if retired else (round(file.stat().st_mtime * 1000), _ABANDONED)
            if now - since > patience:
                file.unlink()


# -- tables as columns -----------------------------------------------------------------------------------------------


def schema(table: Table) -> pa.Schema:
    """The columns of one of our tables. JSON stays text."""
    return pa.schema([(column.name, _type(column.type)) for column in table.columns])


def shape(tables: Iterable[Table]) -> str:
    """A short text that changes when the columns do."""
    columns = "\n".join(f"{table.name}: {schema(table)}" for table in tables)
    return hashlib.sha256(columns.encode()).hexdigest()[:16]


def _type(kind: object) -> pa.DataType:
    match kind:
        case BigInteger():
            return pa.int64()
        case Integer():
            return pa.int32()
        case Double():
            return pa.float64()
        case Boolean():
            return pa.bool_()
        case _:
            return pa.string()


def is_json(kind: object) -> bool:
    """A column whose values the mirror keeps as text."""
    return isinstance(kind, JSON)


def groups(rows: Iterator[list[Any]], columns: pa.Schema) -> Iterator[pa.Table]:
    """Row groups from batches of rows."""
    waiting: list[pa.RecordBatch] = []
    for batch in rows:
        arrays = [pa.array(values, field.type) for values, field in zip(zip(*batch, strict=True), columns, strict=True)]
        waiting.append(pa.record_batch(arrays, schema=columns))
        if sum(map(len, waiting)) >= _GROUP:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def write_part(folder: Path, table: Table, rows: Iterator[list[Any]]) -> tuple[str, ...]:
    """Write rows to a part; its name, or nothing if there are no rows."""
    half = half_file(folder)
    columns = schema(table)
    try:
        with writer(half, columns) as out:
            written = sum(map(len, (_written(out, group) for group in groups(rows, columns))))
        return (settle(half, table.name),) if written else ()
    finally:
        half.unlink(missing_ok=True)


def writer(file: Path, columns: pa.Schema) -> pq.ParquetWriter:
    """A writer of parts: numbers as differences, texts by their place in a dictionary, both lightly compressed.

    Events take two thirds of the room they take as zstd alone, and half the time to write and to read.
    """
    numbers = [column.name for column in columns if pa.types.is_integer(column.type)]
    texts = [column.name for column in columns if pa.types.is_string(column.type)]
    return pq.ParquetWriter(
        file,
        columns,
        compression="lz4",
        use_dictionary=texts,
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
    )


def _written(out: pq.ParquetWriter, group: pa.Table) -> pa.Table:
    out.write_table(group, row_group_size=_GROUP)
    return group


def half_file(folder: Path) -> Path:
    """The name of a part while it is written."""
    return folder / f"{_HALF}{new_id()}"


def settle(half: Path, table: str) -> str:
    """Give a finished part its name, which tells its content, once it is safe against a power cut.

    A part that is there already stays: whoever reads it now could not have it replaced on Windows.
    """
    with half.open("rb+") as stream:
        content = hashlib.file_digest(stream, "sha256").hexdigest()
        part = half.with_name(f"{table}-{content[:20]}.parquet")
        if part.exists() and part.stat().st_size == half.stat().st_size:
            return part.name
        os.fsync(stream.fileno())
    half.replace(part)
    return part.name


def batches(rows: Any) -> Iterator[list[Any]]:
    """A database's result in lists of rows."""
    while batch := rows.fetchmany(_BATCH):
        yield batch
