"""Split people at random by weight; everyone keeps their arm for good."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import case

from app.base.sentence import fill
from app.base.text import N_, _, ngettext
from app.data import dice
from app.nodes._contract import Move, NodeKind, Port
from app.nodes._wave import Wave


class Arm(BaseModel):
    """One arm: its port and its weight in per cent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(min_length=1, title=N_("Name"))
    weight: float = Field(ge=0, le=100, title=N_("Share"), json_schema_extra={"widget": "percent"})


class Split(NodeKind):
    group: ClassVar[str] = "path"
    rank: ClassVar[int] = 2
    label: ClassVar[str] = N_("A/B split")
    hint: ClassVar[str] = N_("Try several ways and see which works")
    icon: ClassVar[str] = "ph.shuffle"
    tone: ClassVar[str] = "split"

    arms: tuple[Arm, ...] = Field(
        default=(Arm(key="A", weight=50), Arm(key="B", weight=50)),
        min_length=2,
        title=N_("Ways to try"),
        json_schema_extra={"widget": "arms"},
    )
    salt: str = Field(
        default="",
        title=N_("Name of the draw"),
        description=N_("Splits with the same name here send a customer the same way. Leave it empty otherwise."),
        json_schema_extra={"advanced": True},
    )

    @field_validator("arms")
    @classmethod
    def _whole(cls, arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
        if len({arm.key for arm in arms}) < len(arms):
            raise ValueError(_("Each way needs a name of its own."))
        if abs(sum(arm.weight for arm in arms) - 100) > 0.005:
            raise ValueError(_("The shares must add up to 100 %."))
        return arms

    def ports(self) -> tuple[Port, ...]:
        return tuple(Port(arm.key, arm.key, f"{arm.weight:g}%") for arm in self.arms)

    def headline(self) -> str:
        return ngettext("Try {n} way", "Try {n} ways", len(self.arms)).format(n=len(self.arms))

    def subtitle(self) -> str:
        return fill(_("{shares} · for good"), shares=" : ".join(f"{arm.weight:g}" for arm in self.arms))

    def sentence(self) -> str:
        text = _("Customers are split by chance: {shares}. Each of them always goes the same way.")
        return fill(text, shares=", ".join(f"{arm.key} {arm.weight:g}%" for arm in self.arms))

    def step(self, wave: Wave) -> Move:
        number = dice.share(wave.customer_id, f"{wave.journey_id}/{self.salt or wave.node}")
        *bounds, _last = self.bounds()
        whens = [(number < bound, arm.key) for bound, arm in zip(bounds, self.arms, strict=False)]
        return wave.move(port=case(*whens, else_=self.arms[-1].key))

    def bounds(self) -> list[int]:
        """Where each arm's share of the 10,000 parts ends."""
        ends, total = [], 0.0
        for arm in self.arms:
            total += arm.weight
            ends.append(round(total * dice.PARTS / 100))
        return ends


KIND = Split
