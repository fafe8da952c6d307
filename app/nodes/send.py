"""Send a message; where it cannot go, try the next channel of the chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from app import channels
from app.base.sentence import fill
from app.base.text import N_, _
from app.nodes._contract import Move, NodeKind
from app.nodes._wave import Wave


class Contact(BaseModel):
    """One channel and what is said on it; the content's fields are those of the channel."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: str = Field(default="brand_message", title=N_("Channel"), json_schema_extra={"widget": "channel"})
    content: Mapping[str, Any] = Field(default={}, title=N_("Message"), json_schema_extra={"widget": "content"})

    @field_validator("channel")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in channels.channels():
            raise ValueError(_("There is no channel called “{name}”.").format(name=name))
        return name

    def summary(self) -> str:
        """The message in one line, as the card shows it; empty while nothing is written."""
        return channels.channel(self.channel).summary(self.content)


class Send(NodeKind):
    group: ClassVar[str] = "do"
    rank: ClassVar[int] = 1
    label: ClassVar[str] = N_("Send")
    hint: ClassVar[str] = N_("A message on a channel the customer agreed to")
    icon: ClassVar[str] = "ph.chat-circle-text"
    tone: ClassVar[str] = "act"

    contact: Contact = Field(default=Contact(), title=N_("Message"))
    purpose: Literal["ad", "info"] = Field(
        default="ad",
        title=N_("Nature"),
        description=N_("Whatever invites to buy is advertising: it goes to those who agreed, at lawful hours."),
        json_schema_extra={"choices": {"ad": N_("Advertising"), "info": N_("Information")}},
    )
    fallback: tuple[Contact, ...] = Field(
        default=(), max_length=3, title=N_("If it cannot be sent"), json_schema_extra={"widget": "contacts"}
    )

    def contacts(self) -> tuple[Contact, ...]:
        """The chain in the order in which it is tried."""
        return (self.contact, *self.fallback)

    def kicker(self) -> str:
        return f"{_(self.label)} · {channels.channel(self.contact.channel).name()}"

    def headline(self) -> str:
        return channels.channel(self.contact.channel).name()

    def subtitle(self) -> str:
        return self.contact.summary() or _("Write the message")

    def sentence(self) -> str:
        first, *others = (channels.channel(contact.channel) for contact in self.contacts())
        if self.purpose == "info":
            text = _("Sends information ({channel}), at any hour.")
        elif not first.consent:
            text = _("Shows advertising ({channel}), at any hour.")
        elif first.quiet:
            text = _("Sends advertising ({channel}) to those who agreed to it. At night it waits for the morning.")
        else:
            text = _("Sends advertising ({channel}) to those who agreed to it, at any hour.")
        chain = " → ".join(channel.name() for channel in others)
        instead = _("Where that fails, it tries: {channels}.") if others else ""
        return fill(f"{text} {instead}", channel=first.name(), channels=chain)

    def step(self, wave: Wave) -> Move:
        chain = [contact.channel for contact in self.contacts()]
        return wave.move("next", None, *wave.messages(chain, self.purpose))


KIND = Send
