"""What a provider is: it takes written messages and says, for each one, what became of it.

One bad recipient never fails its batch: everything about a single message is an `Outcome`. What concerns all of them
is raised before any was handed over: `SetupError` (key, permission, host) or `LaterError`. Once one has been handed
over nothing is raised any more; what was not tried is `later`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from app import channels
from app.base import secrets
from app.base.clock import MINUTE
from app.base.errors import InputError
from app.base.plugins import members
from app.base.text import _
from app.message.sender import Sender

Json = Any
Kind = Literal["accepted", "refused", "later", "unknown"]
#: Looks a secret of this shop and provider up by its name; None where there is none.
Secret = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A written message on its way to one recipient. `id` is our own name for it, `at` the instant it leaves (ms)."""

    id: str
    channel: str
    address: str
    subject: str
    body: str
    parts: Mapping[str, Json] = field(default_factory=dict)
    sender: Sender = field(default_factory=Sender)
    purpose: channels.Purpose = "ad"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message.

    accepted: the provider has it (`ref` is its name for it) · refused: this recipient is final (`code`, `text`) ·
    later: not taken, may be tried again after `after` ms · unknown: handed over, but no answer came. An unknown
    message is never sent again on a guess.
    """

    id: str
    kind: Kind
    ref: str = ""
    code: str = ""
    text: str = ""
    after: int = 0

    @classmethod
    def accepted(cls, message_id: str, ref: str) -> Self:
        return cls(message_id, "accepted", ref=ref)

    @classmethod
    def refused(cls, message_id: str, code: str, text: str) -> Self:
        return cls(message_id, "refused", code=code, text=text)

    @classmethod
    def later(cls, message_id: str, after: int = 5 * MINUTE, code: str = "", text: str = "") -> Self:
        return cls(message_id, "later", code=code, text=text, after=after)

    @classmethod
    def unknown(cls, message_id: str, code: str = "", text: str = "") -> Self:
        return cls(message_id, "unknown", code=code, text=text)


class Settings(BaseModel):
    """What a shop sets for a provider, secrets apart. Fields carry title and widget for the settings page."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Provider(ABC):
    """A way to deliver. A member package holds its settings model and one class of this kind as `PROVIDER`.

    `carries`: the keys of its channels. `secret_names`: name in the keyring → label (marked with N_).
    """

    key: ClassVar[str] = ""
    label: ClassVar[str]
    carries: ClassVar[tuple[str, ...]]
    settings_model: ClassVar[type[Settings]]
    secret_names: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @classmethod
    def name(cls) -> str:
        """What people call it, in the reader's language."""
        return _(cls.label)

    @classmethod
    @abstractmethod
    def connect(cls, settings: Any, shop: Path, secret: Secret) -> Self:
        """The provider for one shop (by its folder). Reads and opens nothing yet."""

    @abstractmethod
    def check(self) -> None:
        """Try it without sending anything; SetupError or LaterError that says what to do."""

    @abstractmethod
    def send(self, batch: Sequence[Outgoing]) -> Sequence[Outcome]:
        """Hand the messages over; one outcome each, in their order."""

    def lookup(self, ids: Iterable[str]) -> Mapping[str, Outcome] | None:
        """What the provider knows of messages by our ids; None where it cannot tell. An id it does not name never
        arrived."""
        return None

    def price(self, channel: str, form: str = "") -> float:
        """What one message costs in KRW; by default what the channel usually costs."""
        return channels.channel(channel).cost(form)


@cache
def providers() -> Mapping[str, type[Provider]]:
    """All providers by key."""
    import app.providers as package

    found: dict[str, type[Provider]] = {key: module.PROVIDER for key, module in members(package).items()}
    for key, provider in found.items():
        provider.key = key
    return MappingProxyType(found)


def open_provider(key: str, settings: Mapping[str, Json], shop: Path, secret: Secret | None = None) -> Provider:
    """The provider of a key with a shop's settings. InputError for an unknown key, or naming the wrong setting."""
    kind = providers().get(key)
    if kind is None:
        raise InputError(_("There is no provider called “{name}”.").format(name=key))
    try:
        read = kind.settings_model.model_validate(dict(settings))
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in (key, *first["loc"]))
        text = _("This setting of “{provider}” is not right.").format(provider=kind.name())
        raise InputError(text, where=place, detail=str(first["type"])) from problem
    return kind.connect(read, shop, secret or (lambda name: secrets.get(shop.name, key, name)))
