"""The conversation with a mail server: opening the line, and handing over one mail with its dangerous last moment."""

from __future__ import annotations

import smtplib
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass

from app.base.clock import MINUTE
from app.base.errors import InputError, LaterError, SetupError
from app.base.text import _
from app.providers._contract import Outcome, Outgoing
from app.providers._mime import address, letter, message_id
from app.providers.smtp.replies import meaning

Reply = tuple[int, bytes]

_DONE, _GO_AHEAD = 250, 354
_CLOSING = frozenset({-1, 421})
_AGAIN = 5 * MINUTE

#: What we call ourselves: an address literal, so that neither the machine's name nor a name lookup is needed.
_SELF = "[127.0.0.1]"


@dataclass(slots=True)
class Line:
    """An open connection to a mail server; closed for good once it fails."""

    server: smtplib.SMTP
    is_open: bool = True

    def drop(self) -> None:
        """Give the connection up without a word."""
        self.is_open = False
        self.server.close()

    def close(self) -> None:
        """Say good-bye and hang up."""
        if self.is_open:
            with suppress(smtplib.SMTPException, OSError):
                self.server.quit()
        self.drop()


def open_line(
    host: str, port: int, security: str, timeout: float, ca_file: str = "", user: str = "", password: str | None = None
) -> Line:
    """Connect, encrypt, log in. SetupError if the server does not let us; LaterError if it cannot be reached."""
    try:
        server = _connected(host, port, security, timeout, ca_file)
    except ssl.SSLError as problem:
        text = _("The mail server {host} cannot be trusted: its certificate or encryption is not right.")
        raise SetupError(text.format(host=host), detail=str(getattr(problem, "reason", ""))) from problem
    except smtplib.SMTPNotSupportedError as problem:
        text = _("The mail server {host} does not offer STARTTLS. Choose another encryption or port.")
        raise SetupError(text.format(host=host), where="security") from problem
    except UnicodeError as problem:  # two dots in a row, a label of more than 63 letters
        raise SetupError(_("“{host}” is not the name of a mail server.").format(host=host), where="host") from problem
    except (OSError, smtplib.SMTPException) as problem:
        text = _("The mail server {host} cannot be reached just now.").format(host=host)
        raise LaterError(text, after=_AGAIN, detail=type(problem).__name__) from problem
    if password is not None:
        _log_in(server, user, password)
    return Line(server)


def _connected(host: str, port: int, security: str, timeout: float, ca_file: str) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=ca_file or None)
    if security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, _SELF, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(host, port, _SELF, timeout=timeout)
    try:
        if security == "starttls":
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    try:
        code = _authenticated(server, user, password)
    except smtplib.SMTPResponseException as problem:
        code = problem.smtp_code
    except (smtplib.SMTPNotSupportedError, UnicodeError):
        code = 534
    except (smtplib.SMTPException, OSError) as problem:
        server.close()
        text = _("The mail server broke off while logging in.")
        raise LaterError(text, after=_AGAIN, detail=type(problem).__name__) from problem
    if code // 100 == 2:
        return
    server.close()
    kind, words = meaning(code)
    if kind == "later":
        raise LaterError(_(words), after=_AGAIN, detail=str(code))
    words = words if kind == "setup" else meaning(535)[1]
    raise SetupError(_(words), where="password", detail=str(code))


def _authenticated(server: smtplib.SMTP, user: str, password: str) -> int:
    """The server's answer to the login. PLAIN by hand: smtplib knows only ASCII, RFC 4616 says UTF-8."""
    if "PLAIN" in server.esmtp_features.get("auth", "").upper().split():
        token = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
        return server.docmd("AUTH", f"PLAIN {token}")[0]
    return server.login(user, password)[0]


def hand_over(line: Line, out: Outgoing) -> Outcome:
    """Send one mail. SetupError if the server refuses us as a sender, since then it would refuse every mail."""
    try:
        mail, sender, to = _prepared(line.server, out)
    except InputError as problem:
        return Outcome.refused(out.id, "address", problem.text)
    try:
        stopped = _announce(line.server, sender, to)
        if stopped is None:
            line.server.send(mail)  # until its final dot no server may take it: a failure so far is certain
    except (OSError, smtplib.SMTPException) as problem:
        line.drop()
        return Outcome.later(out.id, code=type(problem).__name__, text=_("The connection broke off."))
    return _finish(line, out) if stopped is None else _stopped(line, out, stopped)


def _prepared(server: smtplib.SMTP, out: Outgoing) -> tuple[bytes, str, str]:
    """The mail as it goes over the line, its sender and recipient; InputError if the address cannot be reached."""
    sender, to = address(out.sender.email), address(out.address)
    is_plain = (sender + to).isascii()
    if not is_plain and not server.has_extn("smtputf8"):
        raise InputError(_("The mail server takes no addresses with other than Latin letters."))
    return letter(out, utf8=not is_plain), sender, to


def _announce(server: smtplib.SMTP, sender: str, to: str) -> Reply | None:
    """MAIL, RCPT and DATA; the answer that stopped us, or None when the server waits for the mail."""
    server.command_encoding = "ascii"
    code, words = server.mail(sender, [] if (sender + to).isascii() else ["SMTPUTF8", "BODY=8BITMIME"])
    if code // 100 == 5:
        raise _setup(code, words)
    if code // 100 == 2:
        code, words = server.rcpt(to)
    if code // 100 == 2:
        code, words = server.docmd("DATA")
    return None if code == _GO_AHEAD else (code, words)


def _stopped(line: Line, out: Outgoing, reply: Reply) -> Outcome:
    """The server declined before it had the mail. The line stays good for the others, unless it is closing."""
    outcome = _judged(out, reply)
    try:
        if reply[0] in _CLOSING or line.server.rset()[0] != _DONE:
            line.drop()
    except (OSError, smtplib.SMTPException):
        line.drop()
    return outcome


def _finish(line: Line, out: Outgoing) -> Outcome:
    """The final dot, and the answer that counts."""
    try:
        line.server.send(b".\r\n")
        reply = line.server.getreply()
    except (OSError, smtplib.SMTPException) as problem:
        line.drop()
        return Outcome.unknown(out.id, type(problem).__name__, _("The mail server gave no answer to the whole mail."))
    if reply[0] in _CLOSING:
        line.drop()
    return _judged(out, reply, whole=True)


def _judged(out: Outgoing, reply: Reply, *, whole: bool = False) -> Outcome:
    code, words = reply
    if whole and code // 100 == 2:
        return Outcome.accepted(out.id, message_id(out))
    if code < 400:
        text = _("The mail server gave an answer that cannot be read.")
        return Outcome.unknown(out.id, str(code), text) if whole else Outcome.later(out.id, code=str(code), text=text)
    kind, explained = meaning(code)
    if kind == "setup":
        raise _setup(code, words)
    text = f"{_(explained)} ({code} {_decoded(words)})"
    return (
        Outcome.later(out.id, code=str(code), text=text)
        if kind == "later"
        else Outcome.refused(out.id, str(code), text)
    )


def _setup(code: int, words: bytes) -> SetupError:
    text = _("The mail server does not let this shop send: {answer}. Check the sender address and the login.")
    return SetupError(text.format(answer=f"{code} {_decoded(words)}"), detail=str(code))


def _decoded(words: bytes) -> str:
    return " ".join(words.decode("utf-8", errors="replace").split())[:200]
