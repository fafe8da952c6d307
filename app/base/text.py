"""Words on the screen, in the reader's language.

Code and msgids are English; catalogues are `resources/locale/<language>/*.po`, one file per package so that
each has one owner. They are compiled once and kept in the cache folder. `_` looks a text up when it is called,
so switching the language needs no restart; a text declared at import is marked with `N_` and looked up later.
"""

from __future__ import annotations

import gettext as _gettext
import hashlib
import io
import os
from contextlib import suppress
from pathlib import Path

from app.base import paths

LANGUAGES = ("ko", "en")

_state: dict[str, _gettext.NullTranslations] = {}


def language() -> str:
    """The language in use: `ko` unless told otherwise."""
    return _chosen[0]


def use_language(name: str) -> None:
    """Speak `name` (`ko` or `en`) from now on."""
    _chosen[0] = name if name in LANGUAGES else "ko"


def _first_language() -> str:
    wanted = os.environ.get("GILMOK_LANGUAGE", "ko")
    return wanted if wanted in LANGUAGES else "ko"


_chosen = [_first_language()]


def _(msgid: str) -> str:
    """The text in the reader's language."""
    return _catalogue().gettext(msgid) if msgid else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The text for `n` things."""
    return _catalogue().ngettext(one, many, n)


def N_(msgid: str) -> str:  # gettext's own name for it
    """Mark a text for translation where it is declared; `_` is called where it is shown."""
    return msgid


def _catalogue() -> _gettext.NullTranslations:
    name = _chosen[0]
    if name not in _state:
        _state[name] = _load(name)
    return _state[name]


def _load(name: str) -> _gettext.NullTranslations:
    merged: _gettext.NullTranslations = _gettext.NullTranslations()
    for po in sorted((paths.resources() / "locale" / name).glob("*.po")):
        catalogue = _gettext.GNUTranslations(io.BytesIO(_compiled(po)))
        catalogue.add_fallback(merged)
        merged = catalogue
    return merged


def _compiled(po: Path) -> bytes:
    """The binary catalogue of a .po file, made anew when its content changes."""
    content = po.read_bytes()
    mo = paths.cache() / "locale" / f"{po.stem}-{hashlib.sha256(content).hexdigest()[:16]}.mo"
    with suppress(OSError):
        return mo.read_bytes()
    from babel.messages.mofile import write_mo  # heavy: only when a catalogue changed
    from babel.messages.pofile import read_po

    made = io.BytesIO()
    write_mo(made, read_po(io.BytesIO(content), locale="ko"))
    with suppress(OSError):  # a full disk must not take away the words that say so
        _keep(mo, made.getvalue())
    return made.getvalue()


def _keep(mo: Path, content: bytes) -> None:
    mo.parent.mkdir(parents=True, exist_ok=True)
    half = mo.with_suffix(f".{os.getpid()}")
    try:
        half.write_bytes(content)
        half.replace(mo)
    finally:
        half.unlink(missing_ok=True)
