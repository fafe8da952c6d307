"""App push: a notification on the phone, through the shop's own app.

The address is the device's token, which the shop's app leaves with the customer as the attribute `push_token`. FCM
carries 4,096 bytes. Label: (광고) and the sender in the title (정보통신망법 제50조 ④ holds for notifications too).
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ColumnElement, FromClause

from app.base.text import N_
from app.channels._notification import NotificationChannel, attribute


class Push(NotificationChannel):
    label: ClassVar[str] = N_("App push")
    icon: ClassVar[str] = "ph.bell-ringing"
    most_bytes: ClassVar[int] = 4_000

    def address(self, customer: FromClause) -> ColumnElement[str | None]:
        return attribute(customer, "push_token")


CHANNEL = Push()
