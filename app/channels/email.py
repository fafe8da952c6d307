"""E-mail: a subject, a line of preview, a text. The HTML is made from the text, so both parts always say the same.

Label: (광고) before the subject; sender, address, phone and the way to refuse at the foot, in Korean and English
(정보통신망법 제50조 ④). The night rule does not bind e-mail (시행령 제61조 ②).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, FromClause, case

from app.base.text import N_, _
from app.channels import _letter
from app.channels._content import Content, line, lines
from app.channels._contract import Channel, Purpose, Written
from app.message import label
from app.message.problem import Problem
from app.message.sender import Sender


class Letter(Content):
    """What is said in an e-mail."""

    subject: str = line(N_("Subject"))
    preheader: str = line(N_("Preview line"), N_("What the list of mails shows after the subject"))
    text: str = lines(N_("Text"), N_("An empty line begins a new paragraph; addresses become links."))


class Email(Channel[Letter]):
    label: ClassVar[str] = N_("E-mail")
    icon: ClassVar[str] = "ph.envelope-simple"
    consent: ClassVar[str] = "email"
    quiet: ClassVar[bool] = False
    price: ClassVar[float] = 0.5
    content = Letter

    def address(self, customer: FromClause) -> ColumnElement[str | None]:
        return case((customer.c.email.like("%_@_%"), customer.c.email))

    def finish(self, content: Letter, sender: Sender, purpose: Purpose) -> Written:
        is_ad = purpose == "ad"
        subject = " ".join(content.subject.split())
        text, foot = content.text.strip(), label.email_footer(sender, ad=is_ad)
        sent: dict[str, Any] = {"html": _letter.html(text, foot, content.preheader, sender)}
        if is_ad:
            sent["unsubscribe"] = _unsubscribe(sender)
        problems = (*_empty(content), *(_identity(sender) if is_ad else ()))
        return Written(
            label.subject_ad(subject) if is_ad else subject, _letter.plain(text, foot), sent, problems, "email"
        )

    def own_problems(self, content: Letter, sender: Sender | None, purpose: Purpose) -> Iterable[Problem]:
        yield from _empty(content)
        if sender and purpose == "ad":
            yield from _identity(sender)

    def headline(self, content: Letter) -> str:
        return content.subject or content.text


def _unsubscribe(sender: Sender) -> dict[str, Any]:
    """Where to refuse, as the mail's headers name it (RFC 2369; `one_click`: RFC 8058)."""
    return {"url": sender.optout_url, "mail": label.opt_out_mail(sender), "one_click": sender.one_click}


def _empty(content: Letter) -> Iterator[Problem]:
    if not content.subject.strip():
        yield Problem("empty", _("Write a subject."), "subject")
    if not content.text.strip():
        yield Problem("empty", _("Write what the message says."), "text")


def _identity(sender: Sender) -> Iterator[Problem]:
    missing = [_(word) for word, value in _ASKED_FOR if not getattr(sender, value)]
    if missing:
        text = _("Advertising mail must show the {missing}. Enter it in the settings.")
        yield Problem("sender_incomplete", text.format(missing=", ".join(missing)))


_ASKED_FOR = (
    (N_("shop name"), "name"),
    (N_("e-mail address"), "email"),
    (N_("phone number"), "phone"),
    (N_("postal address"), "address"),
)

CHANNEL = Email()
