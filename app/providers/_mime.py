"""A written message as an e-mail (RFC 5322, MIME): for the mail server, and for the .eml files of the local outbox.

Put together by hand, since there is little of it and the standard library's way takes some 3 ms for each; encoded
words and addresses are left to it. List-Unsubscribe stays on one line: folded, some relays break its DKIM signature.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from collections.abc import Iterator
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote

from app.base.clock import moment
from app.base.errors import InputError
from app.base.text import _
from app.providers._contract import Outgoing

_URL = ":/?#[]@!$&'()*+,;=-._~%"
_END = "\r\n"


def letter(out: Outgoing, *, utf8: bool = False, readable: bool = False) -> bytes:
    """The message with both parts and all its headers, no line of which begins with a dot. InputError for no address.

    `utf8` leaves Korean letters in headers as they are (RFC 6532), else all is ASCII, as any server takes it;
    `readable` leaves the text too, for people who open the file.
    """
    head = [*_headers(out, utf8=utf8 or readable), "MIME-Version: 1.0"]
    plain = _part("plain", out.body, readable)
    html = out.parts.get("html")
    if not html:
        return _END.join([*head, plain]).encode()
    mark = "=_" + sha256(out.id.encode()).hexdigest()[:24]
    parts = _END.join(f"--{mark}{_END}{part}" for part in (plain, _part("html", html, readable)))
    kind = f'Content-Type: multipart/alternative; boundary="{mark}"'
    return _END.join([*head, kind, "", f"{parts}--{mark}--", ""]).encode()


def message_id(out: Outgoing) -> str:
    """Our id as the mail's own: the same message has the same one, however often it is tried."""
    domain = _ascii_domain(out.sender.email.rpartition("@")[2]) or "localhost"
    return f"<{re.sub(r'[^A-Za-z0-9._-]', '-', out.id)}@{domain}>"


@lru_cache(maxsize=1024)
def address(text: str) -> str:
    """An address as headers and servers take it: 길동@모아.한국 becomes 길동@xn--….  InputError if it is none."""
    local, _at, domain = text.strip().rpartition("@")
    try:
        found = Address(username=local, domain=_ascii_domain(domain))
    except (ValueError, IndexError):
        found = Address()
    if not found.username or not found.domain or not found.addr_spec.isprintable():
        raise InputError(_("“{address}” is not an e-mail address.").format(address=text))
    return found.addr_spec


def _ascii_domain(domain: str) -> str:
    """The domain as the network knows it: 모아.한국 is xn--…; empty if it is none."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _headers(out: Outgoing, *, utf8: bool) -> Iterator[str]:
    yield f"Message-ID: {message_id(out)}"
    yield f"Date: {format_datetime(moment(out.at, out.sender.voice.zone))}"
    if out.sender.email:
        name = _words(out.sender.name, "From", utf8)
        yield f"From: {_phrase(name)} <{address(out.sender.email)}>" if name else f"From: {address(out.sender.email)}"
    yield f"To: {address(out.address)}"
    yield f"Subject: {_words(out.subject, 'Subject', utf8)}"
    yield from _refusal(out)


def _words(text: str, header: str, utf8: bool) -> str:
    """The text in a header: on one line, and as encoded words (RFC 2047) where only ASCII may stand."""
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    if utf8 or line.isascii():
        return line
    return Header(line, "utf-8", header_name=header).encode(linesep=_END)


def _phrase(name: str) -> str:
    """A display name; encoded words may not stand in quotes, everything else is quoted."""
    if name.startswith("=?"):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _refusal(out: Outgoing) -> Iterator[str]:
    """How a mail program offers to refuse further mail (RFC 2369); with one click only as RFC 8058 wants it."""
    way = out.parts.get("unsubscribe") or {}
    links = [f"<{quote(link, safe=_URL)}>" for link in (way.get("url"), way.get("mail")) if link]
    if links:
        yield f"List-Unsubscribe: {', '.join(links)}"
    if way.get("one_click"):
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    if out.purpose == "info":
        yield "Auto-Submitted: auto-generated"


def _part(kind: str, text: str, readable: bool) -> str:
    """One part with its own headers, ending in a line end."""
    lines = "\n".join(text.splitlines()) + "\n"
    body = lines if readable else encodebytes(lines.replace("\n", _END).encode()).decode("ascii")
    how = "8bit" if readable else "base64"
    head = [f'Content-Type: text/{kind}; charset="utf-8"', f"Content-Transfer-Encoding: {how}", "", ""]
    return _END.join(head) + body.replace("\n", _END)
