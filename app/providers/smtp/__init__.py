"""E-mail through the shop's own mail server (SMTP, RFC 5321), over STARTTLS or TLS, one connection for a batch.

The dangerous moment is the last one: from the final dot on, the server may have taken the mail although its answer
never came. Whatever fails before the dot is `later`; a failure from the dot on is `unknown`, and never sent again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, Literal, Self

from pydantic import Field

from app.base.errors import GilmokError, InputError, LaterError, SetupError
from app.base.text import N_, _
from app.providers._contract import Outcome, Outgoing, Provider, Secret, Settings
from app.providers._mime import address
from app.providers.smtp.talk import Line, hand_over, open_line

Security = Literal["starttls", "tls", "none"]
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Server(Settings):
    """How the mail server is reached. The password is in the keyring, under `password`."""

    host: str = Field(default="", title=N_("Mail server"), description=N_("For example smtp.naver.com"))
    port: int = Field(default=587, ge=1, le=65535, title=N_("Port"), description=N_("587 for STARTTLS, 465 for TLS"))
    security: Security = Field(
        default="starttls",
        title=N_("Encryption"),
        json_schema_extra={
            "widget": "choice",
            "choices": {"starttls": "STARTTLS", "tls": "TLS", "none": N_("None (this computer only)")},
        },
    )
    user: str = Field(default="", title=N_("User name"), description=N_("Often the whole e-mail address"))
    timeout: float = Field(default=30.0, gt=0, le=300, title=N_("Seconds to wait for an answer"))
    ca_file: str = Field(
        default="", title=N_("Certificate file"), description=N_("Only for a server with a certificate of its own")
    )


class Smtp(Provider):
    label: ClassVar[str] = N_("Mail server (SMTP)")
    carries: ClassVar[tuple[str, ...]] = ("email",)
    settings_model: ClassVar[type[Settings]] = Server
    secret_names: ClassVar[Mapping[str, str]] = MappingProxyType({"password": N_("Password")})

    def __init__(self, server: Server, secret: Secret) -> None:
        self.server = server
        self.secret = secret

    @classmethod
    def connect(cls, settings: Server, shop: Path, secret: Secret) -> Self:
        return cls(settings, secret)

    def check(self) -> None:
        try:
            self._open().close()
        except LaterError as problem:
            raise SetupError(
                _("The mail server {host} does not answer. Check name, port and network.").format(
                    host=self.server.host
                ),
                detail=problem.detail,
            ) from problem

    def send(self, batch: Sequence[Outgoing]) -> Sequence[Outcome]:
        """One connection for all, opened anew when the server drops it; what was not tried when all fails is later."""
        _check_senders(batch)
        outcomes: list[Outcome] = []
        line: Line | None = None
        try:
            for out in batch:
                line = line if line and line.is_open else self._open()
                outcomes.append(hand_over(line, out))
        except GilmokError as problem:
            if not any(outcome.kind in {"accepted", "unknown"} for outcome in outcomes):
                raise
            rest = batch[len(outcomes) :]
            outcomes += [Outcome.later(out.id, code=type(problem).__name__, text=problem.text) for out in rest]
        finally:
            if line:
                line.close()
        return outcomes

    def _open(self) -> Line:
        server, password = self.server, self._password()
        if not server.host:
            raise SetupError(_("Enter the mail server in the settings."), where="host")
        if server.ca_file and not Path(server.ca_file).is_file():
            text = _("The certificate file {file} is not there.").format(file=server.ca_file)
            raise SetupError(text, where="ca_file")
        return open_line(
            server.host, server.port, server.security, server.timeout, server.ca_file, server.user, password
        )

    def _password(self) -> str | None:
        """The password where there is a user. SetupError if it is missing, or would travel open."""
        if not self.server.user:
            return None
        if self.server.security == "none" and self.server.host not in _LOCAL:
            text = _("Without encryption the password could be read on the way. Choose STARTTLS or TLS.")
            raise SetupError(text, where="security")
        password = self.secret("password")
        if not password:
            text = _("The password of the mail server is missing. Enter it in the settings.")
            raise SetupError(text, where="password")
        return password


def _check_senders(batch: Sequence[Outgoing]) -> None:
    for email in {out.sender.email for out in batch}:
        try:
            address(email)
        except InputError as problem:
            raise SetupError(_("Enter the shop's e-mail address in the settings; mail is sent from it.")) from problem


PROVIDER = Smtp
