"""Which column means what: a value that presets declare in Python and anybody can write as a JSON file.

{"kind": "events", "zone": "Asia/Seoul", "columns": {"회원": "customer", "일시": "at", "행동": "kind"},
 "words": {"kind": {"장바구니": "add_to_cart"}}, "yes": ["예"], "no": ["아니오"]}
"""

from __future__ import annotations

import codecs
import datetime as dt
import difflib
import json
import re
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from app.base.clock import zone_named
from app.base.errors import InputError
from app.base.text import _
from app.data.imports import cells
from app.data.imports.fields import FIELDS, Kind, field_named

#: The source of files in our own format.
OWN = "gilmok"

#: A mapping is a page of text; more is the wrong file.
_LARGEST = 1 << 20


class Mapping(BaseModel):
    """How the files of one source are read.

    `columns` maps a header to one field or several; where several headers name one field, the first that is not empty
    counts, in the order written here. `constants` are values of fields that no column has. `words` translates what a
    column says. `status_by_prefix` tells an order's status from how its id begins. `dates` is a strptime pattern.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    columns: dict[str, str | tuple[str, ...]]
    source: str = "file"
    constants: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    status_by_prefix: dict[str, str] = {}
    dates: str | None = None
    zone: str | None = None
    decimal: Literal[".", ","] = "."
    yes: tuple[str, ...] = cells.YES
    no: tuple[str, ...] = cells.NO
    encoding: str | None = None
    delimiter: str | None = None

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str | None) -> str | None:
        if zone:
            _or_value_error(lambda: zone_named(zone))
        return zone

    @field_validator("encoding")
    @classmethod
    def _encoding_exists(cls, encoding: str | None) -> str | None:
        try:
            "a".encode(encoding or "utf-8")  # `lookup` also knows what is no encoding of texts, such as base64
            return codecs.lookup(encoding).name if encoding else None
        except (LookupError, UnicodeError) as problem:
            raise ValueError(_("There is no encoding called “{name}”.").format(name=encoding)) from problem

    @field_validator("delimiter")
    @classmethod
    def _delimiter_is_a_sign(cls, delimiter: str | None) -> str | None:
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"'):
            raise ValueError(_("The delimiter is one sign, such as “,” or “;”."))
        return delimiter

    @field_validator("dates")
    @classmethod
    def _dates_can_be_read(cls, dates: str | None) -> str | None:
        try:
            if dates:
                dt.datetime.strptime(dt.datetime(2026, 11, 21).strftime(dates), dates)  # noqa: DTZ001, DTZ007
        except (ValueError, re.error) as problem:
            text = _("“{pattern}” is not a pattern of dates. Write it like {example}.")
            raise ValueError(text.format(pattern=dates, example="%Y-%m-%d %H:%M")) from problem
        return dates

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        for header, names in self.fields_by_header():
            for name in names:
                if field_named(self.kind, name) is None:
                    raise ValueError(_no_field(self.kind, header, name))
        for name in (*self.constants, *self.words):
            if field_named(self.kind, name) is None:
                raise ValueError(_no_field(self.kind, name, name))
        return self

    def fields_by_header(self) -> list[tuple[str, tuple[str, ...]]]:
        """Headers and what they stand for, in the order written."""
        return [(header, (names,) if isinstance(names, str) else names) for header, names in self.columns.items()]


def own_mapping(kind: Kind) -> Mapping:
    """Our own format: columns are called what the fields are called."""
    return Mapping(kind=kind, columns={name: name for name in FIELDS[kind]}, source=OWN)


def _or_value_error(check: Any) -> None:
    try:
        check()
    except InputError as problem:
        raise ValueError(problem.text) from problem


def _no_field(kind: Kind, header: str, name: str) -> str:
    near = difflib.get_close_matches(name, FIELDS[kind], n=1)
    text = _("“{header}” should be “{name}”, but files of {kind} have no such field.").format(
        header=header, name=name, kind=kind
    )
    return text + " " + (_("Did you mean “{near}”?").format(near=near[0]) if near else _known(kind))


def _known(kind: Kind) -> str:
    return _("They have: {fields}.").format(fields=", ".join(FIELDS[kind]))


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. InputError names the line and what is wrong with it."""
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(_("This file is too large to be a mapping. Did you mean another one?"), where=str(path))
        text = path.read_text(encoding="utf-8-sig")
        return Mapping.model_validate(json.loads(text, object_pairs_hook=_no_twins))
    except OSError as problem:
        raise InputError(_("There is no file here. Check its name and folder."), where=str(path)) from problem
    except json.JSONDecodeError as problem:
        words = _("This is not valid JSON: {detail}.").format(detail=problem.msg)
        raise InputError(words, where=f"{path}:{problem.lineno}") from problem
    except ValidationError as problem:
        raise _first_error(path, text, problem) from problem
    except (ValueError, RecursionError) as problem:  # not UTF-8, a key twice, nested without end
        raise InputError(
            _("This mapping cannot be read: {detail}").format(detail=problem), where=str(path)
        ) from problem


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("“{name}” is there twice.").format(name=twin))
    return found


def _first_error(path: Path, text: str, problem: ValidationError) -> InputError:
    error = problem.errors()[0]
    key = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        known = ", ".join(Mapping.model_fields)
        words = _("A mapping has no key “{key}”. It has: {known}.").format(key=key, known=known)
    elif error["type"] == "missing":
        words = _("A mapping needs the key “{key}”.").format(key=key)
    else:
        words = _("This mapping cannot be read: {detail}").format(detail=error["msg"].removeprefix("Value error, "))
    line = _line_of(text, key) if key else None
    return InputError(words, where=f"{path}:{line}" if line else str(path), detail=str(problem))


def _line_of(text: str, key: str) -> int | None:
    place = text.find(json.dumps(key, ensure_ascii=False))
    return None if place < 0 else text.count("\n", 0, place) + 1
