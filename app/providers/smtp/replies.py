"""What a mail server's codes mean. Source: RFC 5321 §4.2, RFC 3463 (enhanced codes), RFC 4954 (AUTH)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from app.base.text import N_

#: `setup` concerns every message: the server does not let us send at all.
Meaning = Literal["later", "refused", "setup"]

_REPLIES: Mapping[int, tuple[Meaning, str]] = {
    421: ("later", N_("The mail server is closing down or busy.")),
    450: ("later", N_("The mailbox is busy.")),
    451: ("later", N_("The mail server had a fault of its own.")),
    452: ("later", N_("The mail server has no room, or has had enough for now.")),
    454: ("later", N_("The mail server cannot check the password just now.")),
    455: ("later", N_("The mail server cannot do this just now.")),
    530: ("setup", N_("The mail server wants a user name and password.")),
    534: ("setup", N_("The mail server wants a stronger way to log in, often an app password.")),
    535: ("setup", N_("The mail server does not accept the user name or password.")),
    538: ("setup", N_("The mail server wants an encrypted connection.")),
    550: ("refused", N_("There is no such mailbox, or it takes nothing from us.")),
    551: ("refused", N_("The mailbox has moved.")),
    552: ("refused", N_("The mailbox is full.")),
    553: ("refused", N_("The address is not valid.")),
    554: ("refused", N_("The mail was refused.")),
    555: ("refused", N_("The mail server does not understand the address.")),
}


def meaning(code: int) -> tuple[Meaning, str]:
    """What a code means and the words for it (a msgid): 4xx is later, any other refused."""
    if code in _REPLIES:
        return _REPLIES[code]
    if 400 <= code < 500:
        return "later", N_("The mail server asks to try again later.")
    return "refused", N_("The mail was refused.")
