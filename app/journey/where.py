"""Conditions: a small typed tree that says which customers are meant.

One tree, three readers: `app.data.audience` compiles it to SQL for every database, `app.journey.say` puts it in
words, and the tests judge both with a plain evaluator. A condition is always meant *as of* an instant: nothing
later than it is seen. `entered` is the instant the customer entered the journey (where there is one).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.base.duration import Duration

Value = str | int | float | bool
Op = Literal["is", "is_not", "contains", "starts", "at_least", "at_most", "more", "less", "one_of", "known", "unknown"]


class _Clause(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Test(_Clause):
    """Compare one named value. `one_of` takes a list; `known` / `unknown` take none.

    An unknown value passes no test but `unknown` and `is_not`. Texts compare exactly (case too); comparing a text
    with a number is an InputError before any SQL runs.
    """

    __test__ = False  # not a pytest class

    name: str
    op: Op = "is"
    value: Value | tuple[Value, ...] | None = None


class Window(_Clause):
    """Which events count: `within` the last … of the instant, since `entry`, or between two absolute instants (ms).

    Half open at its start: an event exactly `within` ago no longer counts; one at the instant itself does.
    `since_entry` counts events strictly after the customer entered.
    """

    within: Duration | None = None
    since_entry: bool = False
    start: int | None = None
    end: int | None = None


class Attribute(_Clause):
    """A fact about the customer: a column of `customer` (`grade`, `city` …) or a key of its `attrs`."""

    kind: Literal["attribute"] = "attribute"
    test: Test


class Did(_Clause):
    """Did (or, under `Not` or with `at_most` 0, did not) do something, so many times, in a window.

    `event` is a kind such as `purchase`; `having` tests properties of the event (`category`, `value`, or any key of
    its `props`), all of which must hold. `at_least` and `at_most` are inclusive; without either, at least once.
    `same` names properties that must equal those of the event that started the journey (`product_id`, `order_id`).
    """

    kind: Literal["did"] = "did"
    event: str
    at_least: int | None = Field(default=None, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    window: Window = Window()
    having: tuple[Test, ...] = ()
    same: tuple[Literal["product_id", "category", "order_id"], ...] = ()


class Moment(_Clause):
    """When the customer first or last did something: at most / more than `ago` before the instant.

    Someone who never did it passes neither.
    """

    kind: Literal["moment"] = "moment"
    which: Literal["first", "last"]
    event: str
    op: Literal["within", "before"]
    ago: Duration
    having: tuple[Test, ...] = ()


class Consent(_Clause):
    """The customer agreed to be contacted on a channel for a purpose (`ad`, `night_ad`, `info`)."""

    kind: Literal["consent"] = "consent"
    channel: str
    purpose: str = "ad"
    granted: bool = True


class InAudience(_Clause):
    """The customer belongs to a saved audience (by id)."""

    kind: Literal["audience"] = "audience"
    audience: str


class All(_Clause):
    """Every one of the clauses holds; an empty list holds for everyone."""

    kind: Literal["all"] = "all"
    of: tuple[Where, ...] = ()


class Any(_Clause):
    """At least one of the clauses holds; an empty list holds for nobody."""

    kind: Literal["any"] = "any"
    of: tuple[Where, ...] = ()


class Not(_Clause):
    """The clause does not hold."""

    kind: Literal["not"] = "not"
    of: Where


Where = Annotated[
    Attribute | Did | Moment | Consent | InAudience | All | Any | Not,
    Field(discriminator="kind"),
]

for _model in (All, Any, Not):
    _model.model_rebuild()

EVERYONE = All()
