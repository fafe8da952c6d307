"""The goal is reached: the passage counts as a conversion and ends."""

from __future__ import annotations

from typing import ClassVar

from app.base.text import N_, _
from app.nodes._contract import Move, NodeKind, Port
from app.nodes._wave import Wave


class Goal(NodeKind):
    group: ClassVar[str] = "end"
    rank: ClassVar[int] = 1
    label: ClassVar[str] = N_("Goal")
    hint: ClassVar[str] = N_("What you wanted has happened")
    icon: ClassVar[str] = "ph.target"
    tone: ClassVar[str] = "goal"

    def ports(self) -> tuple[Port, ...]:
        return ()

    def subtitle(self) -> str:
        return _("The journey ends well here")

    def sentence(self) -> str:
        return _("Whoever comes here counts as a success and leaves the journey.")

    def step(self, wave: Wave) -> Move:
        return wave.move(port="", reason="goal")


KIND = Goal
