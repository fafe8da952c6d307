"""What a channel is: its content, whom it reaches, which consent counts, the labels and limits it puts on."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Literal, TypeVar

from pydantic import ValidationError
from sqlalchemy import ColumnElement, FromClause

from app.base.errors import InputError
from app.base.plugins import members
from app.base.text import _
from app.channels._content import Content
from app.message.outline import outline
from app.message.problem import Problem, blocks
from app.message.sender import Sender
from app.message.template import check

Purpose = Literal["ad", "info"]
Json = Any
C = TypeVar("C", bound=Content)

_NOTHING: Mapping[str, Json] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it will leave: filled in, labelled, measured.

    `form` is what is billed (`sms`, `lms` …); `parts` is what else the provider needs, as JSON (`html`, `buttons`,
    `template`). A problem of level `error` keeps the message here.
    """

    subject: str
    body: str
    parts: Mapping[str, Json] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    form: str = ""

    @property
    def is_ready(self) -> bool:
        return not blocks(self.problems)


class Channel(Generic[C]):
    """One way to contact a customer. A member module holds its content model and one `CHANNEL` of this class.

    `consent` names the consent that counts (empty: none is needed). `quiet`: advertising is bound to the night rule;
    `curfew` are further hours (ms after midnight) in which the network itself takes nothing. `price` is the usual
    price of one message in KRW, `prices` those of its forms.
    """

    key: ClassVar[str] = ""
    label: ClassVar[str]
    icon: ClassVar[str]
    consent: ClassVar[str]
    purposes: ClassVar[tuple[Purpose, ...]] = ("ad", "info")
    quiet: ClassVar[bool] = True
    curfew: ClassVar[tuple[int, int] | None] = None
    price: ClassVar[float] = 0.0
    prices: ClassVar[Mapping[str, float]] = _NOTHING
    content: ClassVar[type[Content]]

    def name(self) -> str:
        """What people call it, in the reader's language."""
        return _(self.label)

    @abstractmethod
    def address(self, customer: FromClause) -> ColumnElement[str | None]:
        """Where it reaches a customer, from the columns of the customer table; NULL where it does not."""

    @abstractmethod
    def finish(self, content: C, sender: Sender, purpose: Purpose) -> Written:
        """The filled-in content with the labels and within the limits of the channel."""

    @abstractmethod
    def own_problems(self, content: C, sender: Sender | None, purpose: Purpose) -> Iterable[Problem]:
        """What is wrong with the content itself, beyond its templates. Without a `sender`, of what it says only."""

    def headline(self, content: C) -> str:
        """What the card shows of the content: by default its text."""
        return str(getattr(content, "text", ""))

    # -- the same for every channel ----------------------------------------------------------------------------------

    def read(self, content: Mapping[str, Json] | Content) -> C:
        """The content as this channel's model; InputError that names the first bad field."""
        if isinstance(content, self.content):
            return content  # type: ignore[return-value]
        try:
            return self.content.model_validate(_thawed(content))  # type: ignore[return-value]
        except ValidationError as problem:
            first = problem.errors()[0]
            raise InputError(
                _("This cannot stand in a message on “{channel}”.").format(channel=self.name()),
                where=".".join(str(part) for part in first["loc"]),
                detail=str(first["type"]),
            ) from problem

    def problems(
        self,
        content: Mapping[str, Json] | Content,
        purpose: Purpose,
        *,
        sender: Sender | None = None,
        known: Collection[str] | None = None,
    ) -> list[Problem]:
        """What is wrong with a content before anyone gets it. `known` are the variables there are (None: any)."""
        try:
            read = self.read(content)
        except InputError as problem:
            return [Problem("content", problem.text, field=problem.where)]
        found = list(self._template_problems(read, known))
        if purpose not in self.purposes:
            found.append(_wrong_purpose(self, purpose))
        return [*found, *self.own_problems(read, sender, purpose)]

    def summary(self, content: Mapping[str, Json] | Content) -> str:
        """The content in one line for its card; empty while nothing is written."""
        try:
            return outline(self.headline(self.read(content)))
        except InputError:
            return ""

    def cost(self, form: str = "") -> float:
        """The usual price in KRW of one message in a form."""
        return self.prices.get(form, self.price)

    def _template_problems(self, content: Content, known: Collection[str] | None) -> Iterator[Problem]:
        for path, source in content.templates():
            for found in check(source, known):
                yield Problem(found.code, found.text, path, found.line, found.level)


def _wrong_purpose(channel: Channel[Any], purpose: Purpose) -> Problem:
    text = (
        _("“{channel}” may not carry advertising. Choose another channel, or send information.")
        if purpose == "ad"
        else _("“{channel}” is for advertising only. Choose another channel for information.")
    )
    return Problem("purpose", text.format(channel=channel.name()))


def _thawed(value: Json) -> Json:
    """Plain dictionaries and lists, also from the frozen settings of a node."""
    if isinstance(value, Mapping):
        return {key: _thawed(item) for key, item in value.items()}
    return [_thawed(item) for item in value] if isinstance(value, list | tuple) else value


@cache
def channels() -> Mapping[str, Channel[Any]]:
    """All channels by key."""
    import app.channels as package

    found = {key: module.CHANNEL for key, module in members(package).items()}
    for key, channel in found.items():
        type(channel).key = key
    return MappingProxyType(found)


def channel(key: str) -> Channel[Any]:
    """The channel of a key; InputError if there is none."""
    found = channels().get(key)
    if found is None:
        raise InputError(_("There is no channel called “{name}”.").format(name=key))
    return found
