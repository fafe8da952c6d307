"""A message whose fixed words alone are over the limit of its channel.

Why is this bad?
    Whatever the variables hold, it never fits, so nobody would get it.
Bad
    a text message of 2,400 bytes
Good
    a text message of 180 bytes
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app import channels
from app.journey.graph import Journey
from app.lint._contract import Context, Finding, Level
from app.lint._messages import Message, finding, messages
from app.message.problem import Problem
from app.message.sender import Sender

CODE = "M04"
LEVEL: Level = "error"

_FILLED_IN = re.compile(r"\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


def check(journey: Journey, context: Context) -> Iterator[Finding]:
    for message in messages(context):
        for problem in _limits(message, context.sender or Sender()):
            if problem.code == "too_long":
                yield finding(journey, context, CODE, message, problem)


def _limits(message: Message, sender: Sender) -> tuple[Problem, ...]:
    channel = channels.channel(message.contact.channel)
    if channel.problems(message.contact.content, message.send.purpose):
        return ()  # another rule speaks of it
    content = channel.read(message.contact.content)
    fixed = {path: _fixed(source) for path, source in content.templates()}
    return channel.finish(content.filled(fixed), sender, message.send.purpose).problems


def _fixed(source: str) -> str:
    """The words that are in every message; none where a part may be left out or repeated."""
    return "" if "{%" in source else _FILLED_IN.sub("", source)
