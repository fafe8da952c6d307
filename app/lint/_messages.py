"""What the rules about messages share: every message of a journey, and what its channel says of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from app import channels
from app.base.sentence import fill
from app.base.text import _
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.message.problem import Problem
from app.nodes.send import Contact, Send

#: The codes of `app.channels` that have a rule of their own.
TEMPLATE = frozenset({"template", "variable_unknown", "particle"})
IDENTITY = frozenset({"opt_out_missing", "sender_incomplete"})


class Message(NamedTuple):
    """One channel of the chain of a send node; `path` leads to its content within the node's settings."""

    node: str
    send: Send
    contact: Contact
    path: tuple[str | int, ...]


def messages(context: Context) -> Iterator[Message]:
    """Every message of the journey, each fallback on its own."""
    for key, kind in context.kinds.items():
        if isinstance(kind, Send):
            yield Message(key, kind, kind.contact, ("contact", "content"))
            for index, contact in enumerate(kind.fallback):
                yield Message(key, kind, contact, ("fallback", index, "content"))


def problems(message: Message, context: Context) -> list[Problem]:
    """What the channel says of the message."""
    channel = channels.channel(message.contact.channel)
    return channel.problems(
        message.contact.content, message.send.purpose, sender=context.sender, known=context.variables
    )


def with_codes(
    journey: Journey, context: Context, code: str, only: Collection[str], level: Level | None = None
) -> Iterator[Finding]:
    """The problems with some of the channel's codes, as findings; at a level of ours, or their own."""
    for message in messages(context):
        for problem in problems(message, context):
            if problem.code in only:
                yield finding(journey, context, code, message, problem, level)


def finding(
    journey: Journey, context: Context, code: str, message: Message, problem: Problem, level: Level | None = None
) -> Finding:
    """A problem of a message as a finding that names the step and the channel."""
    text = fill(
        _("“{node}” ({channel}): {problem}"),
        node=context.name(journey.nodes[message.node]),
        channel=channels.channel(message.contact.channel).name(),
        problem=problem.text,
    )
    inside = (int(part) if part.isdigit() else part for part in problem.field.split(".") if part)
    return Finding(code, (message.node,), level or problem.level, text, path=(*message.path, *inside))
