"""Conditions as SQL: one compilation for SQLite, PostgreSQL and the mirror.

`clause` is pure: from expressions (whose customer, as of when) to an expression that is TRUE or FALSE, never NULL. It
reads the tables it needs by EXISTS or by a correlated count along the key of `event` (customer, instant), and
brings its own aliases, so that it may stand in any statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import assert_never

from pydantic import TypeAdapter
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    between,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from app.base.errors import InputError
from app.base.text import _
from app.data import facts, tables
from app.data.facts import Fact
from app.journey.where import (
    All,
    Any,
    Attribute,
    Consent,
    Did,
    InAudience,
    Moment,
    Not,
    Test,
    Where,
    Window,
)

#: Saved audiences by id: the rule, or None for a list of members.
Audiences = Mapping[str, Where | None]
NONE: Audiences = MappingProxyType({})


def clause(
    where: Where,
    *,
    customer_id: ColumnElement[int],
    at: ColumnElement[int],
    entered: ColumnElement[int] | None = None,
    event_id: ColumnElement[int] | None = None,
    audiences: Audiences = NONE,
) -> ColumnElement[bool]:
    """Whether the condition holds for `customer_id` as of `at` (ms); both must not be NULL.

    `entered` (ms) and `event_id` belong to the passage through a journey; without them `since_entry` and `same` are
    InputErrors, and so are values of a wrong type, unknown audiences and audiences that contain each other.
    """
    return _compile(where, _Scope(customer_id, at, entered, event_id, audiences))


def select_members(where: Where, at: int, audiences: Audiences = NONE) -> Select[tuple[int]]:
    """The ids of all customers the condition holds for as of `at`. Nobody belongs who joined only later."""
    customer = tables.customer
    joined = or_(customer.c.joined_at.is_(None), customer.c.joined_at <= at)
    instant = literal(at, BigInteger)
    return select(customer.c.id).where(
        joined, clause(where, customer_id=customer.c.id, at=instant, audiences=audiences)
    )


def count(connection: Connection, where: Where, at: int, audiences: Audiences = NONE) -> int:
    """How many customers the condition holds for as of `at`."""
    members = select_members(where, at, audiences)
    return connection.scalar(members.with_only_columns(func.count())) or 0


def read_audiences(connection: Connection) -> Audiences:
    """The shop's saved audiences."""
    table = tables.audience
    rows = connection.execute(select(table.c.id, table.c.rule, table.c.static))
    return {row.id: None if row.static else _rules().validate_python(row.rule) for row in rows}


@cache
def _rules() -> TypeAdapter[Where]:
    return TypeAdapter(Where)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whose condition it is, as of when, and the audiences we are inside of."""

    customer_id: ColumnElement[int]
    at: ColumnElement[int]
    entered: ColumnElement[int] | None
    event_id: ColumnElement[int] | None
    audiences: Audiences
    inside: tuple[str, ...] = ()


def _compile(where: Where, scope: _Scope) -> ColumnElement[bool]:
    match where:
        case All():
            return and_(true(), *(_compile(part, scope) for part in where.of))
        case Any():
            return or_(false(), *(_compile(part, scope) for part in where.of))
        case Not():
            return not_(_compile(where.of, scope))
        case Attribute():
            return _attribute(where.test, scope)
        case Did():
            return _did(where, scope)
        case Moment():
            return _moment(where, scope)
        case Consent():
            return _consent(where, scope)
        case InAudience():
            return _audience(where.audience, scope)
        case _:
            assert_never(where)


# -- facts about the customer ----------------------------------------------------------------------------------------

_OPPOSITE = {"is_not": "is", "unknown": "known"}


def _attribute(test: Test, scope: _Scope) -> ColumnElement[bool]:
    """A customer without a row has no attributes: the opposites are asked outside the look-up."""
    if scope.customer_id is tables.customer.c.id:
        return facts.passes(test, _about(tables.customer, test.name))
    if test.op in _OPPOSITE:
        return not_(_attribute(test.model_copy(update={"op": _OPPOSITE[test.op]}), scope))
    person = tables.customer.alias()
    return _exists(person, person.c.id == scope.customer_id, facts.passes(test, _about(person, test.name)))


def _about(person: FromClause, name: str) -> Fact:
    return Fact(person, facts.CUSTOMER, "attrs", name)


def _consent(where: Consent, scope: _Scope) -> ColumnElement[bool]:
    given = tables.consent.alias()
    return _exists(
        given,
        given.c.customer_id == scope.customer_id,
        given.c.channel == where.channel,
        given.c.purpose == where.purpose,
        given.c.at <= scope.at,
        given.c.until_at > scope.at,
        given.c.granted.is_(true() if where.granted else false()),
    )


def _audience(name: str, scope: _Scope) -> ColumnElement[bool]:
    if name in scope.inside:
        ring = " → ".join([*scope.inside[scope.inside.index(name) :], name])
        raise InputError(_("These audiences contain each other: {ring}.").format(ring=ring), where=name)
    if name not in scope.audiences:
        raise InputError(_("There is no audience called “{name}” in this shop.").format(name=name), where=name)
    rule = scope.audiences[name]
    if rule is not None:
        return _compile(rule, replace(scope, entered=None, event_id=None, inside=(*scope.inside, name)))
    member = tables.audience_member.alias()
    return _exists(
        member,
        member.c.customer_id == scope.customer_id,
        member.c.audience_id == name,
        or_(member.c.since.is_(None), member.c.since <= scope.at),
    )


# -- what the customer did -------------------------------------------------------------------------------------------


def _did(where: Did, scope: _Scope) -> ColumnElement[bool]:
    least = where.at_least if where.at_least is not None else 0 if where.at_most is not None else 1
    if least == 0 and where.at_most is None:
        return true()
    event, conditions = _events(where.event, where.having, scope)
    conditions += [*_window(event, where.window, scope), *_same(event, where.same, scope)]
    if least <= 1 and where.at_most is None:
        return _exists(event, *conditions)
    if where.at_most == 0:
        return false() if least else not_(_exists(event, *conditions))
    times = select(func.count()).select_from(event).where(*conditions).correlate_except(event).scalar_subquery()
    return times >= least if where.at_most is None else between(times, least, where.at_most)


def _moment(where: Moment, scope: _Scope) -> ColumnElement[bool]:
    """By two EXISTS rather than a minimum or maximum: a look-up in the key ends at the first row."""
    event, conditions = _events(where.event, where.having, scope)
    border = scope.at - where.ago
    recent = _exists(event, *conditions, event.c.at > border)
    older = _exists(event, *conditions, event.c.at <= border)
    match where.which, where.op:
        case "last", "within":
            return recent
        case "first", "before":
            return older
        case "last", _:
            return and_(older, not_(recent))
        case _:
            return and_(recent, not_(older))


def _events(kind: str, having: tuple[Test, ...], scope: _Scope) -> tuple[FromClause, list[ColumnElement[bool]]]:
    """The customer's events of a kind up to the instant, with the properties asked for."""
    event = tables.event.alias()
    properties = (facts.passes(test, Fact(event, facts.EVENT, "props", test.name)) for test in having)
    return event, [
        event.c.customer_id == scope.customer_id,
        event.c.kind == kind,
        event.c.at <= scope.at,
        *properties,
    ]


def _window(event: FromClause, window: Window, scope: _Scope) -> Iterator[ColumnElement[bool]]:
    if window.within is not None:
        yield event.c.at > scope.at - window.within
    if window.since_entry:
        if scope.entered is None:
            raise InputError(_("“Since entering the journey” has a meaning only inside a journey."))
        yield event.c.at > scope.entered
    if window.start is not None:
        yield event.c.at >= window.start
    if window.end is not None:
        yield event.c.at < window.end


def _same(event: FromClause, names: tuple[str, ...], scope: _Scope) -> Iterator[ColumnElement[bool]]:
    if not names:
        return
    if scope.event_id is None:
        raise InputError(_("“The same as at the start” has a meaning only in a journey that an event starts."))
    origin = tables.event.alias()
    yield (
        select(true())
        .where(
            origin.c.customer_id == scope.customer_id,
            origin.c.id == scope.event_id,
            *(origin.c[name] == event.c[name] for name in names),
        )
        .correlate_except(origin)
        .exists()
    )


def _exists(table: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(1).select_from(table).where(*conditions).correlate_except(table))
