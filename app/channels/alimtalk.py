"""Kakao AlimTalk: information by a text that Kakao approved beforehand. It may never advertise.

The text is the approved template with its `#{…}` places; each place gets a value. The program fills only the places,
never changes the words: a text that differs is refused by Kakao (result 3016).
Limits: text 1,300 letters with its values, 40 places, 5 buttons of 14 letters (Kakao, 2025-10).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from sqlalchemy import ColumnElement, FromClause

from app.base.text import N_, _
from app.channels._content import Button, Content, line, lines, parts
from app.channels._contract import Channel, Purpose, Written
from app.channels._kakao import button_problems
from app.channels.sms import mobile
from app.message.problem import Problem
from app.message.sender import Sender

LONGEST = 1_300
MOST_PLACES = 40

_PLACE = re.compile(r"#\{([^{}]+)\}")
_LOOSE = re.compile(r"#\{[^{}]+\}(은|는|이|가|을|를|과|와|으로|로)(?=[\s,.!?]|$)")


class Value(Content):
    """What goes into one place of the approved text."""

    name: str = line(N_("Place"), N_("As it stands in the approved text, without #{}"), template=False)
    text: str = line(N_("Value"))


class Approved(Content):
    """An approved text and the values of its places."""

    template: str = line(N_("Template code"), N_("The code Kakao gave the approved text"), template=False)
    text: str = lines(N_("Approved text"), N_("Exactly as it was approved, with its #{…} places"), template=False)
    values: tuple[Value, ...] = parts(N_("Values"), N_("What goes into each place"), most=MOST_PLACES)
    buttons: tuple[Button, ...] = parts(N_("Buttons"), N_("As they were approved"), most=5)


class AlimTalk(Channel[Approved]):
    label: ClassVar[str] = N_("AlimTalk")
    icon: ClassVar[str] = "ph.chat-teardrop-text"
    consent: ClassVar[str] = "kakao"
    purposes: ClassVar[tuple[Purpose, ...]] = ("info",)
    price: ClassVar[float] = 9.0
    content = Approved

    def address(self, customer: FromClause) -> ColumnElement[str | None]:
        return mobile(customer)

    def finish(self, content: Approved, sender: Sender, purpose: Purpose) -> Written:
        values = {value.name: value.text for value in content.values}
        body = _PLACE.sub(lambda place: values.get(place[1], place[0]), content.text)
        sent = {
            "template": content.template,
            "values": values,
            "buttons": [button.model_dump() for button in content.buttons],
        }
        return Written("", body, sent, (*_open_places(content, values), *_limit(body)), "alimtalk")

    def own_problems(self, content: Approved, sender: Sender | None, purpose: Purpose) -> Iterable[Problem]:
        if not content.template.strip():
            yield Problem("empty", _("Enter the code of the approved template."), "template")
        if not content.text.strip():
            yield Problem("empty", _("Enter the approved text."), "text")
        yield from _open_places(content, {value.name: value.text for value in content.values})
        yield from _limit(content.text)
        yield from button_problems(content.buttons)
        for found in _LOOSE.finditer(content.text):
            text = _("“{particle}” after a place does not fit every value; end the place with a noun such as 님.")
            yield Problem("particle", text.format(particle=found[1]), "text", level="warning")


def _open_places(content: Approved, values: dict[str, str]) -> Iterator[Problem]:
    places = dict.fromkeys(_PLACE.findall(content.text))
    for name in places:
        if not values.get(name):
            yield Problem("value_missing", _("The place #{{{name}}} has no value.").format(name=name), "values")
    if len(places) > MOST_PLACES:
        yield Problem("too_long", _("An approved text may have {n} places.").format(n=MOST_PLACES), "text")


def _limit(body: str) -> Iterator[Problem]:
    if len(body) > LONGEST:
        text = _("The text has {size} letters; it may have {most}.").format(size=len(body), most=LONGEST)
        yield Problem("too_long", text, "text")


CHANNEL = AlimTalk()
