"""How long a text message is, counted as Korean gateways count it: in bytes of CP949, 1 for ASCII and 2 for the rest.

Characters outside CP949 (emoji, – • ✓ ₩ …) arrive as “?” or fail, so `plain` puts something a phone can show in their
place. CP949 and not EUC-KR: Python's euc_kr writes 뷁 in eight bytes, phones and gateways in two.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

SMS_BYTES = 90
LMS_BYTES = 2_000
SUBJECT_BYTES = 40

Form = Literal["sms", "lms", "mms"]


class Odd(NamedTuple):
    """A character no phone can show, and what stands in for it: empty where it is just left out."""

    char: str
    instead: str


_INSTEAD: dict[str, str] = {
    **dict.fromkeys("–—−‑‐", "-"),
    **dict.fromkeys("•‧∙", "·"),
    **dict.fromkeys("✓✔", "√"),
    **dict.fromkeys("✅☑", "■"),
    **dict.fromkeys("❤💕💖", "♥"),
    **dict.fromkeys("⭐🌟", "★"),
    **dict.fromkeys("➡➔➜", "→"),
    **dict(zip("₩£¥«»", "￦￡￥《》", strict=True)),
    "©": "(c)",
}
_UNKNOWN = "?"


def plain(text: str) -> str:
    """The text as phones can show it: composed Hangul, LF line ends, odd characters replaced or left out."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return text if _fits(text) else "".join(_instead(char) for char in text)


def odd(text: str) -> tuple[Odd, ...]:
    """The characters that `plain` would replace, each once, in the order they come."""
    text = unicodedata.normalize("NFC", text)
    if _fits(text):
        return ()
    return tuple(Odd(char, _instead(char)) for char in dict.fromkeys(text) if _instead(char) != char)


def size(text: str) -> int:
    """The bytes a gateway counts, after `plain`."""
    return len(plain(text).encode("cp949"))


def form(text: str, subject: str = "", images: int = 0) -> Form:
    """What a text is sent as: with pictures an MMS; with a subject or over 90 bytes an LMS; else an SMS."""
    if images:
        return "mms"
    return "lms" if subject or size(text) > SMS_BYTES else "sms"


def cut(text: str, most: int) -> str:
    """The beginning of a plain text, in at most `most` bytes."""
    return text.encode("cp949")[:most].decode("cp949", errors="ignore")


def _fits(text: str) -> bool:
    try:
        text.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4096)
def _instead(char: str) -> str:
    if _fits(char):
        return char
    if char in _INSTEAD:
        return _INSTEAD[char]
    bare = unicodedata.normalize("NFKD", char)
    bare = "".join(part for part in bare if not unicodedata.combining(part))
    if bare and bare != char and _fits(bare):
        return bare  # ü → u, no-break space → space
    return _UNKNOWN if char.isalnum() else ""
