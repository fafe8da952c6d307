"""The judge of conditions: what `app.journey.where` means, for one person, in plain Python over plain lists."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.journey import where as w

Row = Mapping[str, Any]

CUSTOMER_COLUMNS = {
    "key", "name", "phone", "email", "birthday", "gender", "grade", "city", "country", "zone", "source", "joined_at",
}  # fmt: skip
EVENT_COLUMNS = {"product_id", "category", "order_id", "session_id", "url", "value", "quantity"}
ORDER = {"at_least": operator.ge, "at_most": operator.le, "more": operator.gt, "less": operator.lt}


@dataclass
class Person:
    """Everything the shop knows of one customer: rows as dicts, in any order."""

    id: int
    customer: Row | None
    events: Sequence[Row] = ()
    consents: Sequence[Row] = ()
    memberships: Sequence[Row] = ()


@dataclass
class Passage:
    """As of when, and since when in the journey, started by which event."""

    at: int
    entered: int | None = None
    event_id: int | None = None
    audiences: Mapping[str, w.Where | None] = field(default_factory=dict)


def holds(where: w.Where, person: Person, passage: Passage) -> bool:
    match where:
        case w.All():
            return all(holds(part, person, passage) for part in where.of)
        case w.Any():
            return any(holds(part, person, passage) for part in where.of)
        case w.Not():
            return not holds(where.of, person, passage)
        case w.Attribute():
            return passes(where.test, fact(person.customer, where.test.name, CUSTOMER_COLUMNS, "attrs"))
        case w.Did():
            return _did(where, person, passage)
        case w.Moment():
            return _moment(where, person, passage)
        case w.Consent():
            return any(
                row["channel"] == where.channel
                and row["purpose"] == where.purpose
                and row["at"] <= passage.at < row["until_at"]
                and row["granted"] is where.granted
                for row in person.consents
            )
        case w.InAudience():
            rule = passage.audiences[where.audience]
            if rule is not None:
                return holds(rule, person, passage)
            return any(
                row["audience_id"] == where.audience and (row["since"] is None or row["since"] <= passage.at)
                for row in person.memberships
            )
    raise AssertionError(where)


def fact(row: Row | None, name: str, columns: set[str], bag: str) -> Any:
    if row is None:
        return None
    return row.get(name) if name in columns else (row.get(bag) or {}).get(name)


def passes(test: w.Test, found: Any) -> bool:
    match test.op:
        case "known":
            return found is not None
        case "unknown":
            return found is None
        case "is":
            return equal(found, test.value)
        case "is_not":
            return not equal(found, test.value)
        case "one_of":
            assert isinstance(test.value, tuple)
            return any(equal(found, value) for value in test.value)
        case "contains":
            return isinstance(found, str) and str(test.value) in found
        case "starts":
            return isinstance(found, str) and found.startswith(str(test.value))
        case _:
            return comparable(found, test.value) and ORDER[test.op](found, test.value)


def comparable(found: Any, value: Any) -> bool:
    """Both texts, both numbers or both yes / no; 1 is not True."""
    kinds = [bool if isinstance(x, bool) else float if isinstance(x, int | float) else type(x) for x in (found, value)]
    return kinds[0] is kinds[1] and kinds[0] in (bool, float, str)


def equal(found: Any, value: Any) -> bool:
    return comparable(found, value) and bool(found == value)


def _events(kind: str, having: Sequence[w.Test], person: Person, passage: Passage) -> list[Row]:
    return [
        event
        for event in person.events
        if event["kind"] == kind
        and event["at"] <= passage.at
        and all(passes(test, fact(event, test.name, EVENT_COLUMNS, "props")) for test in having)
    ]


def _did(where: w.Did, person: Person, passage: Passage) -> bool:
    origin = next((event for event in person.events if event["id"] == passage.event_id), {})
    times = sum(
        _in(where.window, event["at"], passage)
        and all(event[name] is not None and event[name] == origin.get(name) for name in where.same)
        for event in _events(where.event, where.having, person, passage)
    )
    least = where.at_least
    if least is None:
        least = 1 if where.at_most is None else 0
    return least <= times and (where.at_most is None or times <= where.at_most)


def _in(window: w.Window, at: int, passage: Passage) -> bool:
    if window.within is not None and at <= passage.at - window.within:
        return False
    if window.since_entry and (passage.entered is None or at <= passage.entered):
        return False
    if window.start is not None and at < window.start:
        return False
    return window.end is None or at < window.end


def _moment(where: w.Moment, person: Person, passage: Passage) -> bool:
    ages = [passage.at - event["at"] for event in _events(where.event, where.having, person, passage)]
    if not ages:
        return False
    age = max(ages) if where.which == "first" else min(ages)
    return age < where.ago if where.op == "within" else age >= where.ago
