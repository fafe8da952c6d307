"""Which encoding a text file has: found out by reading all of it once, before anything is imported.

Korean shops write UTF-8 (with or without a mark) and CP949. A text that is valid UTF-8 is UTF-8; real CP949 text
practically never is. Reading to the end means that a wrong byte in the last line stops the import before the first.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO

from app.base.errors import InputError
from app.base.text import _

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BLOCK = 1 << 20


def detect(stream: IO[bytes], name: str, declared: str | None = None) -> str:
    """The Python name of the encoding of a seekable stream.

    InputError names the first byte that cannot be read, its line, and what to do.
    """
    start = stream.read(4)
    marked = next((found for mark, found in _MARKS.items() if start.startswith(mark)), None)
    candidates = [declared] if declared else [marked] if marked else ["utf-8", "cp949"]
    failures = []
    for encoding in candidates:
        stream.seek(0)
        failure = _first_failure(stream, encoding)
        if failure is None:
            return "utf-8-sig" if encoding.lower() == "utf-8" and marked else encoding
        failures.append(failure)
    raise _unreadable(name, candidates, *max(failures))


def _unreadable(name: str, tried: list[str], byte: int, line: int, value: int) -> InputError:
    text = _(
        "The text cannot be read as {encodings}: line {line}, byte {byte} is 0x{value:02X}. "
        "Open the file in a spreadsheet and save it as “CSV UTF-8”, then import that."
    )
    names = " / ".join(encoding.upper() for encoding in tried)
    return InputError(text.format(encodings=names, line=line, byte=byte, value=value), where=f"{name}:{line}")


def _first_failure(stream: IO[bytes], encoding: str) -> tuple[int, int, int] | None:
    """Offset, line (from 1) and value of the first byte that does not decode; None if all do."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    offset, line = 0, 1
    for block, last in _blocks(stream):
        pending = decoder.getstate()[0]
        try:
            decoder.decode(block, final=last)
        except UnicodeDecodeError as problem:
            whole = pending + block
            lines = line + whole.count(b"\n", len(pending), problem.start)
            return offset - len(pending) + problem.start, lines, whole[problem.start] if whole else 0
        offset += len(block)
        line += block.count(b"\n")
    return None


def _blocks(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    while block := stream.read(_BLOCK):
        yield block, False
    yield b"", True
