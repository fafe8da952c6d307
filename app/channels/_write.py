"""From a content and a customer's values to the message that leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.channels._content import Content
from app.channels._contract import Channel, Purpose, Written
from app.message.problem import Problem
from app.message.sender import Sender
from app.message.template import Values, compiled


def write(
    channel: Channel[Any],
    content: Content,
    values: Values,
    sender: Sender,
    purpose: Purpose,
    message_id: str = "",
) -> Written | Problem:
    """The message for one customer, or why there is none: a value is missing, a limit is passed, a label impossible.

    Pure. `content` comes from `channel.read(…)`; its templates are compiled once for all customers. A `Written` that
    is returned is ready to leave (it may carry warnings). InputError if a template itself is not valid.
    """

    texts: dict[str, str] = {}
    for path, source in content.templates():
        text = compiled(source, sender.voice).render(values)
        if isinstance(text, Problem):
            return replace(text, field=path)
        texts[path] = text
    written = channel.finish(content.filled(texts), sender.for_message(message_id), purpose)
    return next((problem for problem in written.problems if problem.level == "error"), written)
