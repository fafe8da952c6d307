"""What a node's card shows, from its kind; and what the palette offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import channels, nodes
from app.base.errors import InputError
from app.base.text import _
from app.canvas.look import CardView, Port, Seed
from app.journey.graph import Node


def look(node: Node) -> CardView:
    """The card of a node. Settings that cannot be read still give a card: it says what is missing."""
    kind = nodes.kinds().get(node.kind)
    if kind is None:
        return CardView(kicker=node.kind, title=node.title or node.kind, subtitle=_("Unknown kind of step"))
    try:
        meaning = nodes.parse(node)
    except InputError as problem:
        return CardView(
            kicker=_(kind.label),
            title=node.title or _(kind.label),
            subtitle=problem.text,
            icon=kind.icon,
            tone=kind.tone,
            ports=_ports(node, kind),
            takes_in=not issubclass(kind, nodes.Start),
        )
    return CardView(
        kicker=meaning.kicker(),
        title=node.title or meaning.headline(),
        subtitle=meaning.subtitle(),
        icon=icon_of(node),
        tone=kind.tone,
        ports=tuple(Port(*port) for port in meaning.ports()),
        takes_in=not isinstance(meaning, nodes.Start),
        pauses=meaning.lingers() > 0,
    )


def icon_of(node: Node) -> str:
    """The icon of a node: the channel's for messages, else the kind's."""
    contact = node.settings.get("contact") or {}
    channel = channels.channels().get(str(contact.get("channel")))
    return channel.icon if channel else nodes.kinds()[node.kind].icon


def _ports(node: Node, kind: type[nodes.NodeKind]) -> tuple[Port, ...]:
    """The ports of settings that cannot be read: those the kind begins with."""
    try:
        return tuple(Port(*port) for port in kind().ports())
    except ValueError:
        return (Port("next"),)


@dataclass(frozen=True, slots=True)
class Offer:
    """One entry of the palette: what is dragged, how it looks, in which group it stands."""

    group: str
    label: str
    hint: str
    icon: str
    tone: str
    seed: Seed


def offers() -> list[Offer]:
    """Everything the palette offers, in its order: each node kind, and each channel one can send on."""
    found: list[Offer] = []
    for key, kind in nodes.kinds().items():
        if key == "send":
            found.extend(_messages(kind))
        else:
            found.append(Offer(kind.group, _(kind.label), _(kind.hint), kind.icon, kind.tone, Seed(key)))
    return found


def _messages(kind: type[nodes.NodeKind]) -> Sequence[Offer]:
    return [
        Offer(
            group=kind.group,
            label=channel.name(),
            hint=_(kind.hint),
            icon=channel.icon,
            tone=kind.tone,
            seed=Seed("send", {"contact": {"channel": key}}),
        )
        for key, channel in channels.channels().items()
    ]
