"""The states of a message as people see them: a few groups, a colour, an icon."""

from __future__ import annotations

from dataclasses import dataclass

from app.base.text import N_

#: State → (tone, icon).
LOOKS = {
    "queued": ("info", "ph.clock"),
    "cleared": ("info", "ph.clock"),
    "ready": ("info", "ph.paper-plane-tilt"),
    "sending": ("info", "ph.paper-plane-tilt"),
    "sent": ("ok", "ph.check-circle"),
    "delivered": ("ok", "ph.check-circle"),
    "no_address": ("exit", "ph.prohibit"),
    "no_consent": ("exit", "ph.prohibit"),
    "capped": ("exit", "ph.prohibit"),
    "refused": ("err", "ph.x-circle"),
    "broken": ("err", "ph.x-circle"),
    "unknown": ("warn", "ph.question"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """States that are shown together under one word."""

    key: str
    label: str
    states: tuple[str, ...]


GROUPS = (
    Group("all", N_("All"), ()),
    Group("sent", N_("Sent"), ("sent", "delivered")),
    Group("waiting", N_("Waiting"), ("queued", "cleared", "ready", "sending")),
    Group("held", N_("Held back"), ("no_address", "no_consent", "capped")),
    Group("trouble", N_("Needs you"), ("refused", "broken", "unknown")),
)

#: Why it came to this state, as a whole sentence.
WHY = {
    "queued": N_("It waits for its time. Advertising does not leave at night."),
    "cleared": N_("It waits for its time. Advertising does not leave at night."),
    "ready": N_("It may leave, and does as soon as sending is switched on."),
    "sending": N_("It has been handed over; the answer is still to come."),
    "sent": N_("It left, and the other side accepted it."),
    "delivered": N_("It has arrived."),
    "no_address": N_("Nothing was sent: there is no address for this channel."),
    "no_consent": N_("Nothing was sent: the customer has not agreed to this."),
    "capped": N_("Nothing was sent: this customer has had enough messages for now."),
    "refused": N_("It was handed over, and refused."),
    "broken": N_("Nothing was sent: the text could not be completed for this customer."),
    "unknown": N_("It was handed over, but nobody can say what became of it. It is never sent again on a guess."),
}
