"""A written message as an e-mail (RFC 5322, MIME): for the mail server, and for the .eml files of the local outbox."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from app.base.clock import moment
from app.base.errors import InputError
from app.base.text import _
from app.providers._contract import Outgoing


class _Policy(EmailPolicy):
    """Keeps List-Unsubscribe on one line: folded, some relays break its DKIM signature."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_SENT = _Policy(linesep="\r\n")
_READABLE = _Policy(linesep="\r\n", utf8=True)


def letter(out: Outgoing, *, readable: bool = False) -> EmailMessage:
    """The message with both parts and all its headers. InputError if the address is none.

    `readable` leaves Korean letters as they are (RFC 6532); else everything is ASCII, as any server takes it.
    """
    mail = EmailMessage(policy=_READABLE if readable else _SENT)
    mail["Message-ID"] = message_id(out)
    mail["Date"] = format_datetime(moment(out.at, out.sender.voice.zone))
    if out.sender.email:
        mail["From"] = address(out.sender.email, out.sender.name)
    mail["To"] = address(out.address)
    mail["Subject"] = _one_line(out.subject)
    _refusal(mail, out)
    encoding = "8bit" if readable else "base64"
    mail.set_content(out.body, cte=encoding)
    if html := out.parts.get("html"):
        mail.add_alternative(html, subtype="html", cte=encoding)
    return mail


def message_id(out: Outgoing) -> str:
    """Our id as the mail's own: the same message has the same one, however often it is tried."""
    domain = _ascii_domain(out.sender.email.rpartition("@")[2]) or "localhost"
    return f"<{re.sub(r'[^A-Za-z0-9._-]', '-', out.id)}@{domain}>"


def address(text: str, name: str = "") -> Address:
    """An address as headers and servers take it: 모아@모아.한국 becomes 모아@xn--….  InputError if it is none."""
    local, _at, domain = text.strip().rpartition("@")
    try:
        found = Address(_one_line(name), local, _ascii_domain(domain))
    except (ValueError, IndexError):
        found = Address()
    if not found.username or not found.domain or "\n" in text.strip():
        raise InputError(_("“{address}” is not an e-mail address.").format(address=text))
    return found


def _ascii_domain(domain: str) -> str:
    """The domain as the network knows it: 모아.한국 is xn--…; empty if it is none."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _refusal(mail: EmailMessage, out: Outgoing) -> None:
    """How a mail program offers to refuse further mail (RFC 2369); with one click only as RFC 8058 wants it."""
    way = out.parts.get("unsubscribe") or {}
    links = [f"<{quote(link, safe=_URL)}>" for link in (way.get("url"), way.get("mail")) if link]
    if links:
        mail["List-Unsubscribe"] = ", ".join(links)
    if way.get("one_click"):
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if out.purpose == "info":
        mail["Auto-Submitted"] = "auto-generated"


def _one_line(text: str) -> str:
    return " ".join(text.split())


_URL = ":/?#[]@!$&'()*+,;=-._~%"
