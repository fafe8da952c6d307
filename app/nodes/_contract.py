"""What a node kind is: settings, ports, words, step."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import ColumnElement, Select, Table

from app.base.errors import InputError
from app.base.plugins import members
from app.base.text import N_, _
from app.journey import graph

if TYPE_CHECKING:
    from app.nodes._wave import Arrivals, Wave

#: The groups of the palette in their order: key → label.
GROUPS: Mapping[str, str] = {
    "start": N_("Start"),
    "time": N_("Time"),
    "path": N_("Paths"),
    "do": N_("Send"),
    "end": N_("End"),
}


class Port(NamedTuple):
    """A named way out. `label` is shown on the edge, already translated; empty when there is only one way.

    `share` is the part of the people who will go here, if the settings say it.
    """

    key: str
    label: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """Rows that a step leaves behind: column → expression over the wave, one row for each enrollment (`where` …)."""

    table: Table
    values: Mapping[str, ColumnElement[Any]]
    where: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """How a wave goes on: by which port each enrollment leaves, at which instant, which rows come with it.

    `port`: a text expression, or a constant. `at`: NULL keeps the enrollment here. `reason`: why, for `explain`.
    """

    port: ColumnElement[str] | str
    at: ColumnElement[int]
    writes: tuple[Write, ...] = ()
    reason: ColumnElement[str] | str | None = None


class NodeKind(BaseModel):
    """The settings of one node, and what a node with such settings does.

    Subclasses are pydantic models: fields carry `title` and `description` (marked with N_) and may name a widget in
    `json_schema_extra={"widget": …}`; the inspector is built from them. Looks: `icon` is a Phosphor name and `tone` a
    colour token of the theme.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str] = ""
    group: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str] = ""
    icon: ClassVar[str]
    tone: ClassVar[str]

    def ports(self) -> tuple[Port, ...]:
        """The ways out, left to right; none for a node at which people leave."""
        return (Port("next"),)

    def kicker(self) -> str:
        """The small line above the title: what kind of node it is."""
        return _(self.label)

    def headline(self) -> str:
        """The title while the user has not given one."""
        return _(self.label)

    @abstractmethod
    def subtitle(self) -> str:
        """The configured meaning in a few words, or what is still missing."""

    @abstractmethod
    def sentence(self) -> str:
        """What the node will do, as a whole sentence."""

    @abstractmethod
    def step(self, wave: Wave) -> Move:
        """Where everyone in the wave goes. Pure: no SQL is executed, no clock is read."""

    def lingers(self) -> int:
        """The least time in ms a passage takes: 0 for anything but waits. Cycles need a node where it is more."""
        return 0


class Start(NodeKind):
    """A kind at which people enter."""

    @abstractmethod
    def entrants(self, arrivals: Arrivals) -> Select[Any]:
        """Who would enter: customer_id, at (instant), key (text), event_id (or NULL), in any order."""

    def idle(self, arrivals: Arrivals) -> bool:
        """Whether plainly nobody can enter in this span, so that looking for them can be spared."""
        return arrivals.seq is not None and arrivals.seq[0] == arrivals.seq[1]


@cache
def kinds() -> Mapping[str, type[NodeKind]]:
    """All kinds by key, in the order of the palette."""
    import app.nodes as package

    found: dict[str, type[NodeKind]] = {}
    for key, module in members(package).items():
        kind: type[NodeKind] = module.KIND
        kind.kind = key
        found[key] = kind
    order = list(GROUPS)
    return dict(sorted(found.items(), key=lambda item: (order.index(item[1].group), getattr(item[1], "rank", 9))))


class FieldProblem(NamedTuple):
    """Something is wrong with one setting: its path such as `("branches", 0, "where")`, and what, in words."""

    path: tuple[str | int, ...]
    text: str


def parse(node: graph.Node) -> NodeKind:
    """The node's settings as its kind; InputError that names the node and the first bad setting."""
    kind = kinds().get(node.kind)
    if kind is None:
        raise InputError(_("There is no kind of step called “{kind}”.").format(kind=node.kind), where=node.id)
    try:
        return kind.model_validate(graph.thawed(node.settings))
    except ValidationError as problem:
        first = _problems(problem)[0]
        place = ".".join(str(part) for part in (node.id, *first.path))
        raise InputError(first.text, where=place, detail=str(problem)) from problem


def problems(node: graph.Node) -> tuple[FieldProblem, ...]:
    """What is wrong with the node's settings; empty when nothing is. An unknown kind is one problem."""
    kind = kinds().get(node.kind)
    if kind is None:
        return (FieldProblem((), _("There is no kind of step called “{kind}”.").format(kind=node.kind)),)
    try:
        kind.model_validate(graph.thawed(node.settings))
    except ValidationError as problem:
        return _problems(problem)
    return ()


_WORDS = {
    "missing": N_("This is needed."),
    "extra_forbidden": N_("There is no such setting."),
    "literal_error": N_("Choose one of the values on offer."),
    "string_too_short": N_("Write something here."),
    "string_too_long": N_("This is too long."),
    "too_short": N_("Add at least one."),
    "too_long": N_("These are too many."),
    "union_tag_invalid": N_("There is no such kind of condition."),
    "union_tag_not_found": N_("The condition does not say of which kind it is."),
    "greater_than": N_("This is too little."),
    "greater_than_equal": N_("This is too little."),
    "less_than": N_("This is too much."),
    "less_than_equal": N_("This is too much."),
    "int_parsing": N_("This must be a whole number."),
    "int_type": N_("This must be a whole number."),
    "int_from_float": N_("This must be a whole number."),
    "float_parsing": N_("This must be a number."),
    "float_type": N_("This must be a number."),
    "finite_number": N_("This must be a number."),
    "string_type": N_("This must be text."),
    "bool_parsing": N_("This must be yes or no."),
    "bool_type": N_("This must be yes or no."),
    "tuple_type": N_("This must be a list."),
    "dict_type": N_("This must be a group of settings."),
    "mapping_type": N_("This must be a group of settings."),
    "model_type": N_("This must be a group of settings."),
    "model_attributes_type": N_("This must be a group of settings."),
}


def _problems(problem: ValidationError) -> tuple[FieldProblem, ...]:
    return tuple(FieldProblem(_place(error["loc"]), _say(error)) for error in problem.errors())


def _place(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Drop the discriminator tags that pydantic puts into the path of a union."""
    return tuple(part for part in path if part not in {"attribute", "did", "moment", "consent", "audience"})


def _say(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return _(_WORDS.get(error["type"], "")) or str(error["msg"])
