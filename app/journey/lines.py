"""The line of a JSON text on which a value stands, so that a message can point at it.

The text is only searched once something is wrong with it; that it is well-formed JSON is known by then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]
Token = tuple[str, int]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line (from 1) of the value at `path`, or of the nearest thing around it that exists.

    A step of the path is a key, an index, or the `id` of an item: `("nodes", "wait1", "settings", "length")`.
    """
    wanted = _by_index(json.loads(text), path)
    line, depth = 1, 0
    for found, at in places(text):
        if len(found) > depth and found == wanted[: len(found)]:
            line, depth = at, len(found)
            if depth == len(wanted):
                break
    return line


def places(text: str) -> Iterator[tuple[Path, int]]:
    """The path and the line of every value in the text, in order; a key written twice comes twice."""
    tokens = _tokens(text)
    return _within(next(tokens), tokens, ())


def _within(first: Token, tokens: Iterator[Token], path: Path) -> Iterator[tuple[Path, int]]:
    opening, line = first
    yield path, line
    if opening not in "{[":
        return
    count = 0
    for sign, at in tokens:
        if sign in "}]":
            return
        if sign == ",":
            continue
        if opening == "[":
            yield from _within((sign, at), tokens, (*path, count))
            count += 1
        else:
            next(tokens)  # the colon
            yield from _within((next(tokens)[0], at), tokens, (*path, json.loads(sign)))


def _tokens(text: str) -> Iterator[Token]:
    line, end = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        yield match[0], line


def _by_index(value: object, path: Sequence[str | int]) -> Path:
    """The path with ids of items turned into their indices."""
    steps: list[str | int] = []
    for step in path:
        if isinstance(value, list) and isinstance(step, str):
            step = next((i for i, item in enumerate(value) if isinstance(item, dict) and item.get("id") == step), -1)
        steps.append(step)
        value = _child(value, step)
    return tuple(steps)


def _child(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return None
