"""Keys and passwords, kept by the operating system and nowhere else.

A secret belongs to a shop, a provider and a name (`password`, `api_key`). It lives in the system's keyring: Windows
Credential Manager, macOS Keychain, or the Secret Service / KWallet on Linux. A worker without a desktop reads the
environment instead (`variable` says which); what is set there comes first and is never written anywhere.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.base import log
from app.base.errors import SetupError
from app.base.text import _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

#: Back-ends that hand the secret to the operating system. Any other (null, plain files) would lose it or lay it open.
_SAFE = frozenset(f"keyring.backends.{name}" for name in ("SecretService", "libsecret", "kwallet", "macOS", "Windows"))


def variable(shop: str, provider: str, name: str) -> str:
    """The environment variable of a secret: `GILMOK_SECRET_<SHOP>_<PROVIDER>_<NAME>`.

    Latin letters and digits are written large, other signs as `_`, other letters by their number (모 is `UBAA8`),
    since a shell takes no other names.
    """
    return "_".join(["GILMOK_SECRET", *(_portable(part) for part in (shop, provider, name))])


def get(shop: str, provider: str, name: str) -> str | None:
    """The secret, or None where there is none. SetupError if the keyring cannot be asked."""
    found = os.environ.get(variable(shop, provider, name))
    if found is None:
        found = _asked(lambda ring: ring.get_password(_service(shop), f"{provider}/{name}"), shop, provider, name)
    if found:
        log.hide(found)
    return found


def put(shop: str, provider: str, name: str, secret: str) -> None:
    """Keep a secret in the keyring. SetupError if there is no safe place for it: then nothing was stored."""
    log.hide(secret)
    _asked(lambda ring: ring.set_password(_service(shop), f"{provider}/{name}", secret), shop, provider, name)


def delete(shop: str, provider: str, name: str) -> None:
    """Forget a secret; one that is not there is no error. SetupError if the keyring cannot be asked."""
    from keyring.errors import PasswordDeleteError

    def forget(ring: KeyringBackend) -> None:
        try:
            ring.delete_password(_service(shop), f"{provider}/{name}")
        except PasswordDeleteError:
            if ring.get_password(_service(shop), f"{provider}/{name}") is not None:
                raise

    _asked(forget, shop, provider, name)


def check() -> str:
    """The name of the keyring, once it has answered. SetupError says what is in the way."""

    def answer(ring: KeyringBackend) -> str:
        ring.get_password(_service("-"), "-")
        return str(ring.name)

    return _asked(answer, "shop", "provider", "name")


def _asked(ask: Callable[[KeyringBackend], T], *secret: str) -> T:
    """What the keyring answers; a failure of its own becomes a SetupError that names the way out."""
    from keyring.errors import KeyringLocked

    ring = _ring(variable(*secret))
    try:
        return ask(ring)
    except KeyringLocked as problem:
        raise SetupError(_("Your keyring is locked. Unlock it, then try again."), detail=repr(problem)) from problem
    except Exception as problem:  # each system's back-end raises its own kinds
        raise SetupError(
            _(
                "The keyring of this computer does not answer. Log in again, or set {variable} in the environment."
            ).format(variable=variable(*secret)),
            detail=type(problem).__name__,
        ) from problem


def _ring(wanted: str) -> KeyringBackend:
    """The system's keyring; SetupError where there is none, or only one that would lay secrets open."""
    import keyring

    chosen = keyring.get_keyring()
    for ring in getattr(chosen, "backends", [chosen]):  # the chainer holds several, best first
        if type(ring).__module__ in _SAFE:
            return ring  # type: ignore[no-any-return]
    raise SetupError(
        _(
            "There is no safe place for passwords on this computer. On Linux, install and unlock gnome-keyring or "
            "KWallet; on a server, set {variable} in the environment of the worker."
        ).format(variable=wanted),
        detail=type(chosen).__module__,
    )


def _service(shop: str) -> str:
    return f"Gilmok/{shop}"


def _portable(part: str) -> str:
    return "".join(
        char.upper() if char.isascii() and char.isalnum() else "_" if char.isascii() else f"U{ord(char):04X}"
        for char in unicodedata.normalize("NFC", part)
    )
