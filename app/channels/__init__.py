"""The channels: one file each, found by looking into this package. The file's name is the channel's key.

A channel says what its content is, where it reaches a customer, which consent counts, and puts on the labels and
limits that law and network ask for. Who delivers it is another matter: see `app.providers`.
"""

from __future__ import annotations

from app.channels._content import Button, Content, line, lines
from app.channels._contract import Channel, Purpose, Written, channel, channels
from app.channels._gate import Hours, due_at, verdict
from app.channels._write import write

__all__ = [
    "Button",
    "Channel",
    "Content",
    "Hours",
    "Purpose",
    "Written",
    "channel",
    "channels",
    "due_at",
    "line",
    "lines",
    "verdict",
    "write",
]
