"""Web push: a notification from the shop's site, in the browser that agreed to it.

The address is the browser's subscription (JSON with `endpoint` and `keys`), which the site leaves with the customer as
the attribute `webpush`. A record of RFC 8291 safely carries 3,993 bytes. Labelled as app push is.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ColumnElement, FromClause

from app.base.text import N_
from app.channels._notification import NotificationChannel, attribute


class WebPush(NotificationChannel):
    label: ClassVar[str] = N_("Web push")
    icon: ClassVar[str] = "ph.bell"
    most_bytes: ClassVar[int] = 3_900

    def address(self, customer: FromClause) -> ColumnElement[str | None]:
        return attribute(customer, "webpush")


CHANNEL = WebPush()
