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

    def headline(self) -> str:
        return _("Goal reached")

    def subtitle(self) -> str:
        return _("Counts as a success and ends")

    def sentence(self) -> str:
        return _("Customers who get here count as a success, and their journey ends.")

    def step(self, wave: Wave) -> Move:
        return wave.move(port="", reason="goal")


KIND = Goal
