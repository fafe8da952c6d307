"""A popup on the shop's own pages, shown when the customer is there.

It is not a transmission in the sense of 정보통신망법 제50조: no label, no night rule, no consent to be contacted. The
address is the shop's member id: the page knows by it whom to show what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from pydantic import Field
from sqlalchemy import ColumnElement, FromClause

from app.base.text import N_, _
from app.channels._content import Content, line, lines
from app.channels._contract import Channel, Purpose, Written
from app.message.problem import Problem
from app.message.sender import Sender


class Popup(Content):
    """What the popup shows."""

    title: str = line(N_("Title"))
    text: str = lines(N_("Text"))
    button: str = line(N_("Button text"), most=100)
    url: str = line(N_("Page it opens"), N_("A full address that begins with https://"), most=1_000)
    hide_days: int = Field(
        default=1,
        ge=0,
        le=365,
        title=N_("Days it stays away once closed"),
        json_schema_extra={"widget": "number"},
    )


class Onsite(Channel[Popup]):
    label: ClassVar[str] = N_("Site popup")
    icon: ClassVar[str] = "ph.device-mobile"
    consent: ClassVar[str] = ""
    quiet: ClassVar[bool] = False
    content = Popup

    def address(self, customer: FromClause) -> ColumnElement[str | None]:
        key: ColumnElement[str | None] = customer.c.key
        return key

    def finish(self, content: Popup, sender: Sender, purpose: Purpose) -> Written:
        sent = {"button": content.button, "url": content.url, "hide_days": content.hide_days}
        return Written(" ".join(content.title.split()), content.text.strip(), sent, tuple(_empty(content)), self.key)

    def own_problems(self, content: Popup, sender: Sender | None, purpose: Purpose) -> Iterable[Problem]:
        yield from _empty(content)
        if content.button and not content.url:
            yield Problem("link", _("Say which page the button opens."), "url")

    def headline(self, content: Popup) -> str:
        return content.title or content.text


def _empty(content: Popup) -> Iterator[Problem]:
    if not content.text.strip():
        yield Problem("empty", _("Write what the message says."), "text")


CHANNEL = Onsite()
