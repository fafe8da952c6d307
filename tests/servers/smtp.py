"""A real mail server on loopback (aiosmtpd) that misbehaves on request, chosen by the recipient's name."""

from __future__ import annotations

import asyncio
import datetime as dt
import email
import ipaddress
import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "shop@moa.kr", "열려라참깨"


@dataclass
class Mailbox:
    """What the server took, and how often it was greeted. Recipients such as `drop-after-dot@…` make it misbehave."""

    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    connections: int = 0
    sender_reply: str = "250 OK"

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.sender_reply

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        wish = address.partition("@")[0]
        if wish == "drop-early":
            _hang_up(server)
        if wish == "slow-early":
            await asyncio.sleep(1)
        if wish.isdigit():
            return f"{wish} as you wish"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        wish = envelope.rcpt_tos[0].partition("@")[0]
        self.to.append(envelope.rcpt_tos[0])
        self.raw.append(envelope.original_content or b"")
        self.taken.append(email.message_from_bytes(envelope.content or b"", policy=default))  # type: ignore[arg-type]
        if wish == "drop-after-dot":
            _hang_up(server)
        if wish == "slow-after-dot":
            await asyncio.sleep(1)
        if wish.startswith("data-"):
            self.taken.pop()
            return f"{wish[5:8]} as you wish"
        return "250 OK"


def _hang_up(server: SMTP) -> None:
    server.transport.abort()


@dataclass(frozen=True)
class Running:
    """A server that runs: where it is, what it took, whom to trust."""

    host: str
    port: int
    box: Mailbox
    ca_file: str

    def settings(self, **more: Any) -> dict[str, Any]:
        return {"host": self.host, "port": self.port, "security": "none", "timeout": 0.3} | more


@contextmanager
def running(folder: Path, security: str = "none", *, auth: bool = False, utf8: bool = True) -> Iterator[Running]:
    """A server for the length of a test, with a certificate of its own for STARTTLS and TLS."""
    box, ca_file = Mailbox(), folder / "ca.pem"
    context = _certificate(folder, ca_file) if security != "none" else None
    options: dict[str, Any] = {"enable_SMTPUTF8": utf8, "timeout": 20}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if auth:
        is_told = security == "starttls"  # aiosmtpd does not know that a connection began with TLS
        options |= {"authenticator": _judge, "auth_required": is_told, "auth_require_tls": is_told}
    own = {"ssl_context": context} if security == "tls" else {}
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), **own, **options)
    log = logging.getLogger("mail.log")  # the server's own complaints are not what a test is about
    log.disabled = True
    controller.start()
    try:
        box.connections = 0
        yield Running("127.0.0.1", controller.port, box, str(ca_file) if context else "")
    finally:
        controller.stop()
        log.disabled = False


def _judge(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == known, handled=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _certificate(folder: Path, ca_file: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    ca_file.write_bytes(made.public_bytes(pem))
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca_file, folder / "key.pem")
    return context
