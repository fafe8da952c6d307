"""A local outbox: every message becomes a file one can open and read. Nothing leaves the computer.

It is the first provider of a new shop, of the demo and of every trial. `<id>.eml` for e-mail, `<id>.txt` for texts,
`<id>.json` for the rest, and a line for each in `index.jsonl`. A message written again is the same file, so the
outbox can always tell what it has (`lookup`).
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from io import FileIO
from pathlib import Path
from typing import ClassVar, Self
from urllib.parse import quote

from pydantic import Field

from app import channels
from app.base.clock import MINUTE, moment
from app.base.errors import InputError, LaterError, SetupError
from app.base.text import N_, _
from app.providers._contract import Json, Outcome, Outgoing, Provider, Secret, Settings
from app.providers._mime import letter

_TEXTS = frozenset({"sms", "alimtalk", "brand_message"})
_ENDINGS = ("eml", "txt", "json")
INDEX = "index.jsonl"


class Outbox(Settings):
    """Where the files go, and who is refused."""

    folder: str = Field(
        default="outbox", title=N_("Folder"), description=N_("Within the shop's folder, or a full path")
    )
    refuse: tuple[str, ...] = Field(
        default=(),
        title=N_("Addresses to refuse"),
        description=N_("For trying out what happens then: patterns such as *7 or brand_message:*7"),
    )


class Outfile(Provider):
    label: ClassVar[str] = N_("Local outbox")
    carries: ClassVar[tuple[str, ...]] = tuple(channels.channels())
    settings_model: ClassVar[type[Settings]] = Outbox

    def __init__(self, folder: Path, refuse: Sequence[str] = ()) -> None:
        self.folder = folder
        self.refuse = tuple(refuse)

    @classmethod
    def connect(cls, settings: Outbox, shop: Path, secret: Secret) -> Self:
        return cls(shop / settings.folder, settings.refuse)

    def check(self) -> None:
        self._index().close()

    def send(self, batch: Sequence[Outgoing]) -> Sequence[Outcome]:
        outcomes: list[Outcome] = []
        with self._index() as index:
            for out in batch:
                try:
                    outcomes.append(self._put(out, index))
                except OSError as problem:  # a full disk: what was written stays, the rest comes again
                    outcomes.append(Outcome.later(out.id, code=type(problem).__name__))
        return outcomes

    def lookup(self, ids: Iterable[str]) -> Mapping[str, Outcome]:
        found = {message_id: self._file(message_id) for message_id in ids}
        return {message_id: Outcome.accepted(message_id, name) for message_id, name in found.items() if name}

    def price(self, channel: str, form: str = "") -> float:
        return 0.0

    def _put(self, out: Outgoing, index: FileIO) -> Outcome:
        if any(_matches(out, pattern) for pattern in self.refuse):
            return Outcome.refused(out.id, "refused_here", _("The outbox is set to refuse this address."))
        if known := self._file(out.id):
            return Outcome.accepted(out.id, known)
        try:
            name, content = _written(out)
        except InputError as problem:
            return Outcome.refused(out.id, "address", problem.text)
        _note(out, name, index)
        _save(self.folder / name, content)
        return Outcome.accepted(out.id, name)

    def _index(self) -> FileIO:
        """The index, open for more lines, unbuffered: a line that was written stays written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            index = (self.folder / INDEX).open("ab+", buffering=0)
        except OSError as problem:
            raise _unwritable(self.folder, problem) from problem
        if index.seek(0, os.SEEK_END) and _last_byte(index) != b"\n":
            index.write(b"\n")  # a crash broke the last line off: keep the next one apart from it
        return index

    def _file(self, message_id: str) -> str:
        """The name of a message's file; empty where there is none."""
        names = (f"{_stem(message_id)}.{ending}" for ending in _ENDINGS)
        return next((name for name in names if os.path.exists(f"{self.folder}{os.sep}{name}")), "")


PROVIDER = Outfile


def _last_byte(file: FileIO) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


def _unwritable(folder: Path, problem: OSError) -> SetupError | LaterError:
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return LaterError(_("The disk is full. Free some space; sending then goes on."), after=5 * MINUTE)
    return SetupError(
        _("The outbox folder {folder} cannot be written. Choose another one.").format(folder=folder),
        detail=type(problem).__name__,
    )


def _note(out: Outgoing, name: str, index: FileIO) -> None:
    """A line of the index, before the file: the index may know of one that is not there, never the other way."""
    line: dict[str, Json] = {"id": out.id, "file": name, "channel": out.channel, "to": out.address, "at": out.at}
    line |= {"purpose": out.purpose, "subject": out.subject}
    index.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _matches(out: Outgoing, pattern: str) -> bool:
    return fnmatchcase(f"{out.channel}:{out.address}" if ":" in pattern else out.address, pattern)


def _stem(message_id: str) -> str:
    """A file name that every system takes and no two ids share."""
    return quote(message_id, safe="-_ ").replace(".", "%2E") or "%"


def _written(out: Outgoing) -> tuple[str, bytes]:
    if out.channel == "email":
        return f"{_stem(out.id)}.eml", letter(out, readable=True)
    if out.channel in _TEXTS:
        return f"{_stem(out.id)}.txt", _text(out).encode()
    shown = {**_head(out), "subject": out.subject, "body": out.body, "parts": dict(out.parts)}
    return f"{_stem(out.id)}.json", json.dumps(shown, ensure_ascii=False, indent=2).encode()


def _head(out: Outgoing) -> dict[str, str]:
    at = moment(out.at, out.sender.voice.zone).isoformat(timespec="seconds")
    return {"id": out.id, "channel": out.channel, "from": out.sender.name, "to": out.address, "at": at}


def _text(out: Outgoing) -> str:
    head = _head(out) | ({"subject": out.subject} if out.subject else {})
    rest = {name: value for name, value in out.parts.items() if value}
    lines = [f"{name.title()}: {value}" for name, value in head.items()]
    lines += [f"{name.title()}: {json.dumps(value, ensure_ascii=False)}" for name, value in rest.items()]
    return "\n".join([*lines, "", out.body, ""])


def _save(file: Path, content: bytes) -> None:
    half = file.with_suffix(f".{os.getpid()}.half")
    half.write_bytes(content)
    half.replace(file)
