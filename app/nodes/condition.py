"""Ask questions in order; the first that holds decides the way, `else` takes the rest."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import case

from app.base.sentence import fill
from app.base.text import N_, _, ngettext
from app.journey import say
from app.journey.where import Did, Where, Window
from app.nodes._contract import Move, NodeKind, Port
from app.nodes._wave import Wave


class Branch(BaseModel):
    """One question: whoever it holds for leaves by the port `key`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(default="yes", min_length=1, title=N_("Way"))
    label: str = Field(default="", title=N_("Name on the canvas"))
    where: Where = Field(
        default=Did(event="purchase", window=Window(since_entry=True)),
        title=N_("Who goes this way"),
        json_schema_extra={"widget": "where"},
    )


class Condition(NodeKind):
    group: ClassVar[str] = "path"
    rank: ClassVar[int] = 1
    label: ClassVar[str] = N_("Condition")
    hint: ClassVar[str] = N_("Different ways for different customers")
    icon: ClassVar[str] = "ph.git-branch"
    tone: ClassVar[str] = "logic"

    branches: tuple[Branch, ...] = Field(
        default=(Branch(),), min_length=1, title=N_("Questions"), json_schema_extra={"widget": "branches"}
    )
    otherwise: str = Field(default="", title=N_("Name of the other way"))

    @field_validator("branches")
    @classmethod
    def _distinct(cls, branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
        keys = [branch.key for branch in branches]
        if len(set(keys)) < len(keys) or "else" in keys:
            raise ValueError(_("Each way out needs a name of its own, and none may be called “else”."))
        return branches

    def ports(self) -> tuple[Port, ...]:
        named = tuple(Port(branch.key, branch.label or self._word(branch)) for branch in self.branches)
        return (*named, Port("else", self.otherwise or (_("No") if len(named) == 1 else _("Others"))))

    def headline(self) -> str:
        return _("Does this fit?") if len(self.branches) == 1 else _("Which of these fits?")

    def subtitle(self) -> str:
        if len(self.branches) == 1:
            return fill(_("For {who}"), who=say.people(self.branches[0].where))
        ways = len(self.ports())
        return ngettext("{n} way · the first that fits", "{n} ways · the first that fits", ways).format(n=ways)

    def sentence(self) -> str:
        *labels, other = (port.label for port in self.ports())
        people = [say.people(branch.where) for branch in self.branches]
        if len(people) == 1:
            text = _("“{label}” is the way for {people}, “{other}” for all others.")
            return fill(text, label=labels[0], people=people[0], other=other)
        ways = (
            fill(_("“{label}” for {people}"), label=label, people=who)
            for label, who in zip(labels, people, strict=True)
        )
        text = _("Customers take the first way that fits: {ways}; all others take “{other}”.")
        return fill(text, ways=", ".join(ways), other=other)

    def step(self, wave: Wave) -> Move:
        whens = [(wave.holds(branch.where), branch.key) for branch in self.branches]
        return wave.move(port=case(*whens, else_="else"))

    def _word(self, branch: Branch) -> str:
        return _("Yes") if len(self.branches) == 1 else branch.key


KIND = Condition
