"""Write a message for one customer: the node's content, its templates filled, the channel's labels on it."""

from __future__ import annotations

from functools import lru_cache

from app import channels
from app.base.errors import InputError
from app.base.text import _
from app.channels import Content, Written
from app.message.problem import Problem
from app.message.sender import Sender
from app.nodes.send import Send
from app.providers import Outgoing
from app.runtime.plan import Plan
from app.runtime.values import Letter


def compose(letter: Letter, plan: Plan, sender: Sender) -> Outgoing | Problem:
    """The message as it leaves, or why this one customer does not get it."""
    if letter.address is None:
        return Problem("address", _("The address has vanished since the message was planned."))
    purpose: channels.Purpose = "ad" if letter.purpose == "ad" else "info"
    try:
        content = _content(plan, letter.node, letter.attempt)
        written = channels.write(channels.channel(letter.channel), content, letter.values, sender, purpose, letter.id)
    except InputError as problem:  # an old version that today's checks would refuse: the others go on
        return Problem("content", problem.text, field=problem.where)
    return written if isinstance(written, Problem) else _outgoing(letter, written, sender, purpose)


@lru_cache(maxsize=1024)
def _content(plan: Plan, node: str, attempt: int) -> Content:
    """The content of one attempt of a send node; a plan is one object for the life of a worker."""
    kind = plan.kinds[node]
    if not isinstance(kind, Send):
        raise TypeError(f"node {node} of version {plan.version_id} sends nothing")
    contact = kind.contacts()[attempt]
    read: Content = channels.channel(contact.channel).read(contact.content)
    return read


def _outgoing(letter: Letter, written: Written, sender: Sender, purpose: channels.Purpose) -> Outgoing:
    return Outgoing(
        id=letter.id,
        channel=letter.channel,
        address=letter.address or "",
        subject=written.subject,
        body=written.body,
        parts={**written.parts, "form": written.form} if written.form else written.parts,
        sender=sender,
        purpose=purpose,
        at=letter.due_at,
    )
