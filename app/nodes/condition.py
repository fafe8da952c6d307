"""Ask questions in order; the first that holds decides the way, `else` takes the rest."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator
from sqlalchemy import case

from app.base.text import N_, _, ngettext
from app.journey import say
from app.journey.where import Did, Where, Window
from app.nodes._contract import Move, NodeKind, Port
from app.nodes._wave import Wave


class Branch(BaseModel):
    """One question: whoever it holds for leaves by the port `key`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(default="yes", min_length=1, title=N_("Way out"))
    label: str = Field(default="", title=N_("Name on the canvas"))
    where: Where = Field(
        default=Did(event="purchase", window=Window(since_entry=True)),
        title=N_("The question"),
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
        return (*named, Port("else", self.otherwise or (_("No") if len(named) == 1 else _("Everyone else"))))

    def subtitle(self) -> str:
        if len(self.branches) == 1:
            return say.say(self.branches[0].where)
        return ngettext("{n} way", "{n} ways", len(self.branches) + 1).format(n=len(self.branches) + 1)

    def sentence(self) -> str:
        questions = " → ".join(
            _("“{label}” if {where}").format(label=port.label, where=say.say(branch.where))
            for branch, port in zip(self.branches, self.ports(), strict=False)
        )
        return _("Each customer takes the first way that fits: {questions}; everyone else takes “{other}”.").format(
            questions=questions, other=self.ports()[-1].label
        )

    def step(self, wave: Wave) -> Move:
        whens = [(wave.holds(branch.where), branch.key) for branch in self.branches]
        return wave.move(port=case(*whens, else_="else"))

    def _word(self, branch: Branch) -> str:
        return _("Yes") if len(self.branches) == 1 else branch.key


KIND = Condition
