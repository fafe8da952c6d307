"""Wait for a while."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from app.base.clock import HOUR
from app.base.duration import Duration, say_duration
from app.base.text import N_, _
from app.nodes._contract import Move, NodeKind
from app.nodes._wave import Wave


class Wait(NodeKind):
    group: ClassVar[str] = "time"
    rank: ClassVar[int] = 1
    label: ClassVar[str] = N_("Wait")
    hint: ClassVar[str] = N_("Let some time pass")
    icon: ClassVar[str] = "ph.hourglass-medium"
    tone: ClassVar[str] = "time"

    length: Duration = Field(default=3 * HOUR, gt=0, title=N_("How long"), json_schema_extra={"widget": "duration"})

    def headline(self) -> str:
        return _("Wait {length}").format(length=say_duration(self.length))

    def subtitle(self) -> str:
        return _("Counted from the moment each customer arrives")

    def sentence(self) -> str:
        return _("Everyone waits {length} here, then goes on.").format(length=say_duration(self.length))

    def step(self, wave: Wave) -> Move:
        return wave.move(at=wave.ready_at + self.length)

    def lingers(self) -> int:
        return self.length


KIND = Wait
