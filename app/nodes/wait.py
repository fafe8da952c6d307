"""Wait for a while."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from app.base.clock import HOUR
from app.base.duration import Duration, say_duration
from app.base.sentence import fill
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
        return fill(_("Wait {length}"), length=say_duration(self.length))

    def subtitle(self) -> str:
        return _("Each from their arrival")

    def sentence(self) -> str:
        return fill(_("Each customer waits here for {length}, then goes on."), length=say_duration(self.length))

    def step(self, wave: Wave) -> Move:
        return wave.move(at=wave.ready_at + self.length)

    def lingers(self) -> int:
        return self.length


KIND = Wait
