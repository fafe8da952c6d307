"""Conditions: a small typed tree that says which customers are meant.

One tree, three readers: `app.data.audience` compiles it to SQL for every database, `app.journey.say` puts it in
words, and the tests judge both with a plain evaluator. A condition is always meant *as of* an instant: no event,
consent or membership later than it is seen, one at the instant itself is. Of a customer's attributes only today's
value is known. `entered` is the instant the customer entered the journey (where there is one).
Every condition holds or does not hold; there is no third answer.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.base.clock import FOREVER
from app.base.duration import Duration

Value = str | int | float | bool
Op = Literal["is", "is_not", "contains", "starts", "at_least", "at_most", "more", "less", "one_of", "known", "unknown"]

#: More than any person writes, less than any database refuses.
_MOST_VALUES, _MOST_CLAUSES, _MOST_TIMES = 10_000, 500, 1_000_000


class _Clause(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Test(_Clause):
    """Compare one named value. `one_of` takes a list; `known` / `unknown` take none; any other takes one value.

    `is_not` and `unknown` are the exact opposites of `is` and `known`: an unknown value passes those two and no other.
    Texts compare exactly (case too) and order by code point, so ISO dates order by time; `at_least` and its kin take
    numbers or texts, `contains` and `starts` take a text that is not empty. A stored value of another type than the
    test's is not equal and passes no comparison (but it is known); asking a number of a text column is an InputError
    before any SQL runs. An empty list holds for nobody.
    """

    __test__ = False  # not a pytest class

    name: str
    op: Op = "is"
    value: Value | Annotated[tuple[Value, ...], Field(max_length=_MOST_VALUES)] | None = None


class Window(_Clause):
    """Which events count: those that lie in all the bounds given.

    `within`: the last … before the instant; an event exactly so long ago no longer counts, one at the instant itself
    does. `since_entry`: strictly after the customer entered the journey. `start` and `end` are absolute instants (ms);
    one at `start` counts, one at `end` does not, so that adjoining periods share nothing.
    """

    within: Duration | None = None
    since_entry: bool = False
    start: int | None = Field(default=None, ge=0, le=FOREVER)
    end: int | None = Field(default=None, ge=0, le=FOREVER)


class Attribute(_Clause):
    """A fact about the customer: a column of `customer` (`grade`, `city` …) or a key of its `attrs`."""

    kind: Literal["attribute"] = "attribute"
    test: Test


class Did(_Clause):
    """Did (or, under `Not` or with `at_most` 0, did not) do something, so many times, in a window.

    `event` is a kind such as `purchase`; `having` tests properties of the event (`category`, `value`, or any key of
    its `props`), all of which must hold. `at_least` and `at_most` are inclusive; without either, at least once.
    `same` names properties that must equal those of the event that started the journey (`product_id`, `order_id`);
    a property that event does not have equals nothing. The starting event itself counts unless the window is
    `since_entry`.
    """

    kind: Literal["did"] = "did"
    event: str
    at_least: int | None = Field(default=None, ge=0, le=_MOST_TIMES)
    at_most: int | None = Field(default=None, ge=0, le=_MOST_TIMES)
    window: Window = Window()
    having: tuple[Test, ...] = ()
    same: tuple[Literal["product_id", "category", "order_id"], ...] = ()


class Moment(_Clause):
    """When the customer first or last did something: less than `ago` before the instant (`within`) or not (`before`).

    The border is that of `Window`: exactly `ago` is `before`. Someone who never did it passes neither.
    """

    kind: Literal["moment"] = "moment"
    which: Literal["first", "last"]
    event: str
    op: Literal["within", "before"]
    ago: Duration
    having: tuple[Test, ...] = ()


class Consent(_Clause):
    """The customer agreed to be contacted on a channel for a purpose (`ad`, `night_ad`, `info`).

    With `granted` false: the customer said no. Someone who never answered passes neither.
    """

    kind: Literal["consent"] = "consent"
    channel: str
    purpose: str = "ad"
    granted: bool = True


class InAudience(_Clause):
    """The customer belongs to a saved audience (by id), by its rule as of the same instant, or by its list of members.

    The rule of an audience knows no journey: `since_entry` and `same` have no meaning there.
    """

    kind: Literal["audience"] = "audience"
    audience: str


class All(_Clause):
    """Every one of the clauses holds; an empty list holds for everyone."""

    kind: Literal["all"] = "all"
    of: Annotated[tuple[Where, ...], Field(max_length=_MOST_CLAUSES)] = ()


class Any(_Clause):
    """At least one of the clauses holds; an empty list holds for nobody."""

    kind: Literal["any"] = "any"
    of: Annotated[tuple[Where, ...], Field(max_length=_MOST_CLAUSES)] = ()


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
