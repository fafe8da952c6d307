"""What app push and web push share: a title, a text, a page that opens."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, FromClause, func

from app.base.text import N_, _
from app.channels._content import Content, line, lines
from app.channels._contract import Channel, Purpose, Written
from app.message import label
from app.message.problem import Problem
from app.message.sender import Sender


class Notification(Content):
    """What a notification shows."""

    title: str = line(N_("Title"))
    text: str = lines(N_("Text"))
    url: str = line(N_("Page it opens"), N_("A full address that begins with https://"), most=1_000)
    image: str = line(N_("Picture"), N_("The web address of a picture"), template=False)


class NotificationChannel(Channel[Notification]):
    """A channel that shows notifications; `most_bytes` is what its network carries, as UTF-8 JSON."""

    consent: ClassVar[str] = "push"
    most_bytes: ClassVar[int]
    content = Notification

    def finish(self, content: Notification, sender: Sender, purpose: Purpose) -> Written:
        title = " ".join(content.title.split())
        title = label.push_ad(title, sender) if purpose == "ad" else title
        sent: dict[str, Any] = {"url": content.url, "image": content.image}
        problems = (*_empty(content), *self._limit([title, content.text, sent]))
        return Written(title, content.text.strip(), sent, problems, self.key)

    def own_problems(self, content: Notification, sender: Sender | None, purpose: Purpose) -> Iterable[Problem]:
        yield from _empty(content)
        if content.url and not content.url.startswith(("https://", "{{")):
            yield Problem("link", _("The page needs a full address that begins with https://."), "url")

    def headline(self, content: Notification) -> str:
        return content.title or content.text

    def _limit(self, payload: Any) -> Iterator[Problem]:
        if len(json.dumps(payload, ensure_ascii=False).encode()) > self.most_bytes:
            yield Problem("too_long", _("The notification is too long. Shorten its text."), "text")


def attribute(customer: FromClause, name: str) -> ColumnElement[str | None]:
    """A text among the customer's own attributes; NULL where it is missing or empty."""
    found: ColumnElement[str | None] = func.nullif(customer.c.attrs[name].as_string(), "")
    return found


def _empty(content: Notification) -> Iterator[Problem]:
    if not content.title.strip():
        yield Problem("empty", _("Write a title."), "title")
    if not content.text.strip():
        yield Problem("empty", _("Write what the message says."), "text")
