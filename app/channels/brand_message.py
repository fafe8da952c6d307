"""Kakao Brand Message: advertising to friends of the shop's KakaoTalk channel (FriendTalk's successor since 2026).

Kakao itself adds (광고) and the way to refuse (blocking the channel); a text that carries the label twice looks odd,
so ours is taken off. Kakao delivers nothing from 20:50 to 08:00, whatever anyone agreed to.
Limits: text 1,300 letters, 5 buttons of 14 letters (NHN Cloud and SOLAPI documentation, 2026-06).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from sqlalchemy import ColumnElement, FromClause

from app.base.clock import HOUR, MINUTE
from app.base.text import N_, _
from app.channels._content import Button, Content, line, lines, parts
from app.channels._contract import Channel, Purpose, Written
from app.channels._kakao import button_problems
from app.channels.sms import mobile
from app.message import label
from app.message.problem import Problem
from app.message.sender import Sender

LONGEST = 1_300
MOST_LINE_ENDS = 99


class Bubble(Content):
    """A bubble with text, a picture and buttons."""

    text: str = lines(N_("Text"), N_("Up to 1,300 letters"))
    image: str = line(N_("Picture"), N_("A JPEG or PNG file at least 500 px wide"), template=False)
    buttons: tuple[Button, ...] = parts(N_("Buttons"), N_("Up to five"), most=5)


class BrandMessage(Channel[Bubble]):
    label: ClassVar[str] = N_("Brand message")
    icon: ClassVar[str] = "ph.chat-teardrop-text"
    consent: ClassVar[str] = "kakao"
    purposes: ClassVar[tuple[Purpose, ...]] = ("ad",)
    curfew: ClassVar[tuple[int, int] | None] = (20 * HOUR + 50 * MINUTE, 8 * HOUR)
    price: ClassVar[float] = 23.0
    content = Bubble

    def address(self, customer: FromClause) -> ColumnElement[str | None]:
        return mobile(customer)

    def finish(self, content: Bubble, sender: Sender, purpose: Purpose) -> Written:
        body = label.without_ad(content.text)
        sent = {"ad": True, "image": content.image, "buttons": [button.model_dump() for button in content.buttons]}
        return Written("", body, sent, (*_limits(body), *button_problems(content.buttons)), "brand_message")

    def own_problems(self, content: Bubble, sender: Sender | None, purpose: Purpose) -> Iterable[Problem]:
        yield from _limits(content.text)
        yield from button_problems(content.buttons)


def _limits(body: str) -> Iterator[Problem]:
    if not body.strip():
        yield Problem("empty", _("Write what the message says."), "text")
    if len(body) > LONGEST:
        text = _("The text has {size} letters; it may have {most}.").format(size=len(body), most=LONGEST)
        yield Problem("too_long", text, "text")
    if body.count("\n") > MOST_LINE_ENDS:
        yield Problem("too_long", _("The text may have {n} lines.").format(n=MOST_LINE_ENDS + 1), "text")


CHANNEL = BrandMessage()
