"""Names for new things. Only this module draws random numbers for identity."""

from __future__ import annotations

import secrets

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no i l o 0 1: ids are read aloud


def new_id(prefix: str = "", length: int = 8) -> str:
    """A short random id such as `n7kq2m9x`, safe in files, URLs and speech."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))
