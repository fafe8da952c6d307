"""From the text of a cell to a value, a column at a time.

A reader takes one stripped, non-empty text and returns its value or raises `BadCellError`: what is wrong, what to do.
Columns are read whole: one pass when every cell is fine, cell by cell only when one is not.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from app.base.clock import HOUR, MINUTE, SECOND, instant, zone_named
from app.base.text import _

YES = ("yes", "y", "true", "t", "1", "o", "on", "예", "동의", "수신", "수신동의", "수신함", "수신허용", "허용")
NO = (
    "no",
    "n",
    "false",
    "f",
    "0",
    "x",
    "off",
    "아니오",
    "아니요",
    "거부",
    "미동의",
    "비동의",
    "수신거부",
    "수신안함",
    "수신안함",
)

#: What an order can be. `unpaid` ones are left out until a later file says that they are paid.
STATUSES = ("paid", "cancelled", "refunded", "adjusted", "unpaid")

_LONGEST_EMAIL = 254  #: RFC 5321
_LONGEST_KEY = 500  #: letters of an id: PostgreSQL's indexes take 2,700 bytes

#: What a spreadsheet's text mark (a leading apostrophe) stands before.
_MARKED = re.compile(r"'(?=[\d+\-=@#])")
_EMPTY_DATE = re.compile(r"0000\D?00\D?00")
_DATE = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[일.]?"
    r"(?:[T\s]*(오전|오후|AM|PM)?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(AM|PM)?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r" (?:UTC|GMT|Z)$")
_MONEY = re.compile(r"[\s₩￦$€£¥원]|KRW|USD|GBP", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s,;\0]+@[^@\s,;\0]+\.[^@\s,;.\0]+")
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?E\+?\d+", re.IGNORECASE)
_KOREAN = re.compile(r"01[016789]\d{7,8}|02\d{7,8}|0[3-6][1-5]\d{7,8}|070\d{8}|080\d{7,8}|1[5689]\d{6}")
_LOST_ZERO = re.compile(r"10\d{8}|1[16789]\d{7,8}|2\d{8}|[3-6][1-5]\d{7,8}|70\d{8}")
_BIRTHDAY = re.compile(r"(\d{4})\D?(\d{2})\D?(\d{2})(?:\D.*)?")

Reader = Callable[[str], Any]


class BadCellError(ValueError):
    """A cell that says nothing we understand: `what` is wrong, `remedy` is what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Rules:
    """How one file says things: local times are in `zone`, `dates` is a strptime pattern (None: ISO 8601 or Korean)."""

    zone: str
    dates: str | None = None
    decimal: str = "."
    yes: tuple[str, ...] = YES
    no: tuple[str, ...] = NO


def readers(rules: Rules) -> dict[str, Reader]:
    """A reader for each type of field, for files that follow `rules`."""
    return {
        "text": text,
        "key": key,
        "number": number if rules.decimal == "." else lambda cell: number(cell, rules.decimal),
        "instant": _instants(rules),
        "day": day,
        "yes_no": _answers(rules),
        "phone": phone,
        "email": email,
        "gender": gender,
        "status": status,
    }


def read_column(cells: Sequence[str], read: Reader, bad: Callable[[int, BadCellError], None]) -> list[Any]:
    """The values of a column; empty cells are None, and so are bad ones, which `bad(index, problem)` hears of."""
    try:
        return _WHOLE[read](cells) if read in _WHOLE else [read(cell) if cell else None for cell in cells]
    except BadCellError:
        return [_read_or_tell(index, cell, read, bad) for index, cell in enumerate(cells)]


def _texts(cells: Sequence[str]) -> list[str | None]:
    """Texts without spreadsheet marks, which are rare, and without the NUL that no database takes."""
    together = "\n".join(cells)
    if together.startswith("'") or "\n'" in together or "\0" in together:
        cells = [text(cell.replace("\0", "")) for cell in cells]
    return [cell or None for cell in cells]


def _keys(cells: Sequence[str]) -> list[str | None]:
    if max(map(len, cells), default=0) > _LONGEST_KEY:
        return [key(cell) if cell else None for cell in cells]
    return _texts(cells)


def _numbers(cells: Sequence[str]) -> list[float | None]:
    try:
        values = [float(cell) if cell else None for cell in cells]
    except ValueError:
        return [number(cell) if cell else None for cell in cells]
    if not math.isfinite(sum(value for value in values if value)):
        return [number(cell) if cell else None for cell in cells]
    return values


def _read_or_tell(index: int, cell: str, read: Reader, bad: Callable[[int, BadCellError], None]) -> Any:
    try:
        return read(cell) if cell else None
    except BadCellError as problem:
        bad(index, problem)
        return None


def text(cell: str) -> str:
    """The text without a spreadsheet's text mark: `'01012345678` is a phone, `'Tis` stays as it is."""
    return cell[1:] if _MARKED.match(cell) else cell


def key(cell: str) -> str:
    """A text that names something; one that is too long for the index of a database is a slip in the file."""
    if len(cell) > _LONGEST_KEY:
        raise BadCellError(
            _("The cell is longer than {n} letters.").format(n=_LONGEST_KEY),
            _("Look for a missing or extra quotation mark in or just before this row."),
        )
    return _texts([cell])[0] or ""


def number(cell: str, decimal: str = ".") -> float:
    """Read `12000`, `12,000원`, `₩12,000`, `(500)`; with `decimal=","` also `12.000,50`."""
    try:
        value = float(cell) if decimal == "." else float(_plain(cell, decimal))
    except ValueError:
        try:
            value = float(_plain(text(cell), decimal))
        except ValueError:
            value = math.nan
    if not math.isfinite(value):
        raise BadCellError(_("“{cell}” is not a number.").format(cell=cell), _("Write it like 12000 or 12,000."))
    return value


def _plain(cell: str, decimal: str) -> str:
    cell = _MONEY.sub("", cell).replace("," if decimal == "." else ".", "").replace(decimal, ".")
    return "-" + cell[1:-1] if cell.startswith("(") and cell.endswith(")") else cell


def day(cell: str) -> str | None:
    """A date of birth as `YYYY-MM-DD`; the empty date of MySQL (`0000-00-00`) is unknown."""
    if _EMPTY_DATE.match(cell):
        return None
    found = _BIRTHDAY.fullmatch(text(cell)) or _DATE.fullmatch(cell)
    try:
        return dt.date(*(int(part) for part in found.groups()[:3])).isoformat() if found else _no_date(cell)
    except ValueError:
        return _no_date(cell)


def _no_date(cell: str) -> str:
    raise BadCellError(
        _("“{cell}” is not a date we can read.").format(cell=cell),
        _("Write it like 2026-11-21 14:30, or name the date format in a mapping file."),
    )


def _instants(rules: Rules) -> Reader:
    """Dates are mostly `YYYY-MM-DD HH:MM:SS`, and many share their hour: an hour is converted once."""
    zone = zone_named(rules.zone)

    @lru_cache(maxsize=8192)
    def read(cell: str) -> int | None:
        if _EMPTY_DATE.match(cell):
            return None
        try:
            found = dt.datetime.strptime(cell, rules.dates) if rules.dates else _lenient(cell)  # noqa: DTZ007
        except ValueError:
            _no_date(cell)
        if not 1900 <= found.year < 2200:
            _no_date(cell)
        return instant(found if found.tzinfo else found.replace(tzinfo=zone))

    @lru_cache(maxsize=1024)
    def hour(start: str) -> int | None:
        """The instant of a full hour, if all of that hour has one offset from UTC."""
        first, last = read(start + ":00:00"), read(start + ":59:59")
        return first if first is not None and last is not None and last - first == HOUR - SECOND else None

    def quick(cell: str) -> int | None:
        if len(cell) == 19 and cell[4] == "-" and cell[13] == ":" == cell[16]:
            minute, second = cell[14:16], cell[17:]
            if minute < "60" and second < "60" and (minute + second).isdecimal():
                start = hour(cell[:13])
                if start is not None:
                    return start + int(minute) * MINUTE + int(second) * SECOND
        return read(cell)

    return read if rules.dates else quick


def _lenient(cell: str) -> dt.datetime:
    """ISO 8601 as platforms write it (`… 14:30:00 +0900`, `… UTC`), or a Korean or dotted date."""
    try:
        return dt.datetime.fromisoformat(cell)
    except ValueError:
        pass
    cell = _OFFSET.sub("+00:00", text(cell))
    if len(cell) > 19 and cell[19] == " ":
        cell = cell[:19] + cell[20:]
    try:
        return dt.datetime.fromisoformat(cell)
    except ValueError:
        return _korean_date(cell)


def _korean_date(cell: str) -> dt.datetime:
    found = _DATE.fullmatch(cell)
    if not found:
        raise ValueError(cell)
    year, month, day_, before, hour, minute, second, after = found.groups()
    half = (before or after or "").upper()
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half in ("오후", "PM") else 0)
    return dt.datetime(int(year), int(month), int(day_), hours, int(minute or 0), int(second or 0))  # noqa: DTZ001


def _answers(rules: Rules) -> Reader:
    known = {word.casefold(): False for word in rules.no} | {word.casefold(): True for word in rules.yes}

    def read(cell: str) -> bool:
        answer = known.get(text(cell).casefold())
        if answer is None:
            raise BadCellError(
                _("“{cell}” is neither a yes nor a no.").format(cell=cell),
                _("Say in a mapping file which words mean yes and which mean no."),
            )
        return answer

    return read


def phone(cell: str) -> str:
    """National digits of a Korean number (`01012345678`), `+…` for others; repairs a zero lost in a spreadsheet."""
    if _SCIENTIFIC.fullmatch(cell):
        _no_phone(cell, _("The spreadsheet rounded the number. Format the column as text and export again."))
    digits = re.sub(r"[^\d+]", "", normalize("NFKC", cell))  # full-width digits become plain ones
    found = re.sub(r"^(\+82|0082|82(?=1[016789]\d{7,8}$))0?", "0", digits)
    if _LOST_ZERO.fullmatch(found):
        found = "0" + found
    if found.startswith("050"):
        _no_phone(cell, _("It is a safety number that is valid only for a while. Ask for the real one."))
    if _KOREAN.fullmatch(found) or re.fullmatch(r"\+\d{8,15}", found):
        return found
    return _no_phone(cell, _("Write it like 010-1234-5678, or with its country like +1 555 123 4567."))


def _no_phone(cell: str, remedy: str) -> str:
    raise BadCellError(_("“{cell}” is not a phone number we can use.").format(cell=cell), remedy)


def email(cell: str) -> str:
    """An address in small letters."""
    found = text(cell).lower()
    if len(found) > _LONGEST_EMAIL or not _EMAIL.fullmatch(found):
        raise BadCellError(
            _("“{cell}” is not an e-mail address.").format(cell=cell), _("Write it like name@example.com.")
        )
    return found


def gender(cell: str) -> str:
    """`F` or `M`."""
    match cell.casefold():
        case "f" | "female" | "여" | "여자" | "여성":
            return "F"
        case "m" | "male" | "남" | "남자" | "남성":
            return "M"
    raise BadCellError(_("“{cell}” is not a gender we know.").format(cell=cell), _("Write F or M, or leave it empty."))


def status(cell: str) -> str:
    """One of `STATUSES`; a mapping's `words` translate what the platform says."""
    if cell not in STATUSES:
        raise BadCellError(
            _("“{cell}” is not a status of orders we know.").format(cell=cell),
            _("Say in a mapping file, under “words”, which of {known} it means.").format(known=", ".join(STATUSES)),
        )
    return cell


#: Readers of whole columns, for the types that most cells have.
_WHOLE: dict[Reader, Callable[[Sequence[str]], list[Any]]] = {text: _texts, key: _keys, number: _numbers}
