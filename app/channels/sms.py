"""SMS, LMS and MMS: a text to a mobile phone. Which of the three it is follows from its bytes once it is written.

Limits: SMS 90 bytes, LMS 2,000 with a subject of 40, MMS up to three JPEG pictures; bytes as `app.message.length`
counts them. Label: (광고) and the sender before it, the free 080 number after it (정보통신망법 제50조 ④).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import ColumnElement, FromClause, and_, case, func

from app.base.text import N_, _
from app.channels._content import Content, line, lines, pictures
from app.channels._contract import Channel, Purpose, Written
from app.message import label, length
from app.message.problem import Problem
from app.message.sender import Sender


class Text(Content):
    """What is said in a text message."""

    text: str = lines(N_("Text"), N_("Up to 90 bytes it goes as a short SMS, above that as an LMS."))
    subject: str = line(N_("Subject"), N_("Only a long message shows one. With it, every message goes as an LMS."))
    images: tuple[str, ...] = pictures(
        N_("Pictures"), N_("Up to three JPEG files; the message then goes as an MMS."), 3
    )


def mobile(customer: FromClause) -> ColumnElement[str | None]:
    """The phone number of a customer if it is a mobile one (010…, not a temporary 050 number)."""
    phone = customer.c.phone
    return case((and_(phone.like("01%"), func.length(phone).in_([10, 11])), phone))


class Sms(Channel[Text]):
    label: ClassVar[str] = N_("Text message")
    icon: ClassVar[str] = "ph.chat-circle-text"
    consent: ClassVar[str] = "sms"
    price: ClassVar[float] = 12.0
    prices = MappingProxyType({"sms": 12.0, "lms": 35.0, "mms": 80.0})
    content = Text

    def address(self, customer: FromClause) -> ColumnElement[str | None]:
        return mobile(customer)

    def finish(self, content: Text, sender: Sender, purpose: Purpose) -> Written:
        text, subject = length.plain(content.text).strip(), length.plain(" ".join(content.subject.split()))
        body = length.plain(label.short_ad(text, sender)) if purpose == "ad" else text
        form = length.form(body, subject, len(content.images))
        problems = (*_limits(body, subject), *_opt_out(body, purpose), *_odd(content.text))
        return Written(subject, body, {"images": list(content.images)} if content.images else {}, problems, form)

    def own_problems(self, content: Text, sender: Sender | None, purpose: Purpose) -> Iterable[Problem]:
        if not content.text.strip():
            yield Problem("empty", _("Write what the message says."), "text")
        yield from _odd(content.text)
        if sender:
            yield from _opt_out(label.short_ad(content.text, sender), purpose)


def _limits(body: str, subject: str) -> Iterator[Problem]:
    if not body:
        yield Problem("empty", _("Write what the message says."), "text")
    if (size := length.size(body)) > length.LMS_BYTES:
        text = _("The text has {size} bytes; a long message may have {most}.").format(size=size, most=length.LMS_BYTES)
        yield Problem("too_long", text, "text")
    if (size := length.size(subject)) > length.SUBJECT_BYTES:
        text = _("The subject has {size} bytes; it may have {most}.").format(size=size, most=length.SUBJECT_BYTES)
        yield Problem("too_long", text, "subject")


def _opt_out(text: str, purpose: Purpose) -> Iterator[Problem]:
    if purpose == "ad" and not label.has_opt_out(text):
        yield Problem(
            "opt_out_missing",
            _("Advertising must name a free 080 number to refuse it. Enter the shop's number in the settings."),
            "text",
        )


def _odd(text: str) -> Iterator[Problem]:
    if found := length.odd(text):
        gone = _("left out")
        shown = ", ".join(f"{char} → {instead or gone}" for char, instead in found[:10])
        text = _("Some phones cannot show these signs, so they are replaced: {signs}").format(signs=shown)
        yield Problem("odd_signs", text, "text", level="warning")


CHANNEL = Sms()
