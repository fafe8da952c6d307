"""Who speaks in a message, and how: the shop's identity and its manner of writing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Voice:
    """How figures are written in messages: language (`ko`, `en`), currency (ISO 4217), zone (IANA name)."""

    language: str = "ko"
    currency: str = "KRW"
    zone: str = "Asia/Seoul"


@dataclass(frozen=True, slots=True)
class Sender:
    """The identity that law and channels ask for; what is empty is reported where it is needed.

    `phone`: the registered sender number. `optout_phone`: the free 080 number. `address`: the postal address.
    `url`: the shop's site. `optout_url`: a page that takes refusals; `{message}` in it stands for the message's id,
    and only then mail programs may offer to refuse with `one_click` (RFC 8058: the address must name the recipient).
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    optout_phone: str = ""
    url: str = ""
    optout_url: str = ""
    one_click: bool = False
    voice: Voice = field(default_factory=Voice)

    def for_message(self, message_id: str) -> Sender:
        """The same sender with the opt-out page of one message."""
        if "{message}" not in self.optout_url or not message_id:
            return self
        page = self.optout_url.replace("{message}", quote(message_id, safe=""))
        return replace(self, optout_url=page, one_click=page.startswith("https://"))
