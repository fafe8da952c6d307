"""JSON from outside, read without trusting it: its size first, then its encoding, its depth, its values.

What is wrong is an InputError that names the file and the line.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.base.errors import InputError, SetupError
from app.base.text import _
from app.journey import lines
from app.journey.graph import Json

#: No journey that a person drew comes near these; they keep a wrong file from filling the memory.
LARGEST = 2 * 1024 * 1024  # bytes
DEEPEST = 64  # levels of nesting

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Origin:
    """The text that is read, and the name of its file if it came from one."""

    text: str
    name: str = ""

    def on_line(self, line: int, text: str) -> InputError:
        """An error at a line of this text."""
        if self.name:
            return InputError(text, where=_("{file}, line {line}").format(file=self.name, line=line))
        return InputError(text, where=_("line {line}").format(line=line))

    def refusal(self, path: lines.Path, text: str) -> InputError:
        """An error about the value at a path of this text."""
        return self.on_line(lines.line_of(self.text, path), text)


def opened(path: Path) -> Origin:
    """The content of a file; never more of it is read than a journey may have."""
    if not os.path.exists(path):  # unlike Path.exists, no for a name that is too long to be one
        raise InputError(_("There is no such file."), where=str(path))
    if not path.is_file():
        raise InputError(_("This is not a file that can be read as a journey."), where=str(path))
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as problem:
        text = _("This file cannot be opened. Check that you may read it.")
        raise SetupError(text, where=str(path), detail=str(problem)) from problem
    check_size(len(content), where=path.name)
    return Origin(_decoded(content, path.name), path.name)


def parsed(origin: Origin) -> Json:
    """The JSON value in a text, not deeper and not stranger than what we can store."""
    check_size(len(origin.text), where=origin.name)
    twice = False

    def members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        nonlocal twice
        found = dict(pairs)
        twice = twice or len(found) < len(pairs)  # the later one would silently win
        return found

    try:
        value = json.loads(origin.text, object_pairs_hook=members)
    except json.JSONDecodeError as problem:
        text = _("The file is damaged here (column {column}): a comma, a quote or a bracket is wrong or missing.")
        raise origin.on_line(problem.lineno, text.format(column=problem.colno)) from problem
    except (RecursionError, ValueError) as problem:  # brackets without end, a number of 5,000 digits
        raise InputError(_too_deep(), where=origin.name, detail=str(problem)) from problem
    check_depth(value, where=origin.name)
    if twice:
        raise _twice(origin)
    for path, text in unfit(value):
        raise origin.refusal(path, text)
    return value


def check_size(size: int, where: str) -> None:
    """InputError if a text of `size` bytes is too large for a journey."""
    if size > LARGEST:
        text = _("A journey file may have at most {size} MB; this one has more, so it is probably something else.")
        raise InputError(text.format(size=LARGEST // 1024**2), where=where)


def check_depth(value: Json, where: str) -> None:
    """InputError if lists and groups are nested more deeply than in any journey."""
    level = [value]
    for _depth in range(DEEPEST):
        level = [inner for outer in level for _step, inner in _inner(outer)]
        if not level:
            return
    raise InputError(_too_deep(), where=where)


def unfit(value: Json) -> Iterator[tuple[lines.Path, str]]:
    """Values that are JSON to Python but that no file or database can hold: path and reason."""
    ahead: list[tuple[lines.Path, Json]] = [((), value)]
    while ahead:
        path, one = ahead.pop()
        ahead += (((*path, step), inner) for step, inner in _inner(one))
        if isinstance(one, float) and not math.isfinite(one):
            yield path, _("This number is too large, or not a number at all.")
        if any(_unstorable(text) for text in (one if isinstance(one, dict) else (one,))):
            yield path, _("This text holds a sign that cannot be stored. Delete it and type it again.")


def _inner(value: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _unstorable(text: Json) -> bool:
    """PostgreSQL holds no NUL, UTF-8 no half of a surrogate pair."""
    return isinstance(text, str) and _UNSTORABLE.search(text) is not None


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        text = _("This text is not in UTF-8. Open it in a text editor and save it with the encoding UTF-8.")
        raise Origin("", name).on_line(content.count(b"\n", 0, problem.start) + 1, text) from problem


def _twice(origin: Origin) -> InputError:
    seen: set[lines.Path] = set()
    for path, line in lines.places(origin.text):
        if path in seen:
            return origin.on_line(line, _("“{key}” is written twice. Take one of them out.").format(key=path[-1]))
        seen.add(path)
    raise AssertionError("no key stands twice")


def _too_deep() -> str:
    return _("This is nested too deeply or has numbers too long for a journey, so it is probably something else.")
