"""A way out of the journey, with a reason."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from app.base.sentence import fill
from app.base.text import N_, _
from app.nodes._contract import Move, NodeKind, Port
from app.nodes._wave import Wave


class Leave(NodeKind):
    group: ClassVar[str] = "end"
    rank: ClassVar[int] = 2
    label: ClassVar[str] = N_("Leave")
    hint: ClassVar[str] = N_("The journey is over for this customer")
    icon: ClassVar[str] = "ph.sign-out"
    tone: ClassVar[str] = "exit"

    reason: str = Field(default="", max_length=80, title=N_("Reason"), description=N_("For your own reports"))

    def ports(self) -> tuple[Port, ...]:
        return ()

    def headline(self) -> str:
        return _("Leave the journey")

    def subtitle(self) -> str:
        return self.reason or _("The journey ends here")

    def sentence(self) -> str:
        if self.reason:
            return fill(_("Customers who get here leave the journey. Reason: {reason}"), reason=self.reason)
        return _("Customers who get here leave the journey.")

    def step(self, wave: Wave) -> Move:
        return wave.move(port="", reason=self.reason or "leave")


KIND = Leave
