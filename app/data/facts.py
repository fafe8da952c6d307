"""A named fact of a customer or an event as SQL, and the tests a condition puts to it.

A fact is a column or a key of a JSON bag. Its type is part of the test: a number asked of a stored text is simply not
there. No test ever yields NULL, so that NOT is exact. Numbers compare as doubles, texts by code point.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import ColumnElement, Double, FromClause, Integer, Text, and_, bindparam, false, func, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement, GenericFunction

from app.base.errors import InputError
from app.base.text import _
from app.journey.where import Test

Type = Literal["text", "number", "flag"]

_TEXTS = ("key", "name", "phone", "email", "birthday", "gender", "grade", "city", "country", "zone", "source")
_EVENT_TEXTS = ("product_id", "category", "order_id", "session_id", "url")


def _columns(texts: tuple[str, ...], numbers: tuple[str, ...]) -> Mapping[str, Type]:
    return MappingProxyType({**dict.fromkeys(texts, "text"), **dict.fromkeys(numbers, "number")})


#: These are columns of `customer`; any other name is a key of its `attrs`.
CUSTOMER: Mapping[str, Type] = _columns(_TEXTS, ("joined_at",))
#: These are columns of `event`; any other name is a key of its `props`.
EVENT: Mapping[str, Type] = _columns(_EVENT_TEXTS, ("value", "quantity"))

_ORDER: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {"at_least": operator.ge, "at_most": operator.le, "more": operator.gt, "less": operator.lt}
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One named value of `table`: a typed column of it, or a key of its JSON column `bag`."""

    table: FromClause
    columns: Mapping[str, Type]
    bag: str
    name: str

    def known(self) -> ColumnElement[bool]:
        """There is a value; a JSON null is none."""
        if self.name in self.columns:
            return self.table.c[self.name].is_not(None)
        return func.coalesce(json_kind(*self._stored()), "null") != "null"

    def as_(self, kind: Type) -> ColumnElement[Any]:
        """The value where it is of this type, else NULL; InputError where it never is."""
        if self.name not in self.columns:
            return _JSON_AS[kind](*self._stored())
        if self.columns[self.name] != kind:
            raise _mismatch(self.name, self.columns[self.name])
        return self.table.c[self.name]

    def sure(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """The condition on this fact, FALSE where it is NULL; on a column in a form that an index can serve."""
        if self.name in self.columns:
            return and_(self.table.c[self.name].is_not(None), condition)
        return func.coalesce(condition, false())

    def _stored(self) -> tuple[ColumnElement[Any], ColumnElement[str], ColumnElement[str]]:
        """The JSON column, the key, and the key as a JSON path: constants of the statement, not parameters."""
        if not self.name or any(sign in '"\\' or ord(sign) < 32 for sign in self.name):
            raise InputError(_("The name of an attribute may not be empty or hold quotes."), where=self.name)
        key, path = (
            bindparam(None, text, Text(), literal_execute=True, unique=True) for text in (self.name, f'$."{self.name}"')
        )
        return self.table.c[self.bag], key, path


def passes(test: Test, fact: Fact) -> ColumnElement[bool]:
    """The test as SQL; never NULL. InputError if its value does not fit its operator or the column."""
    match test.op:
        case "known":
            return fact.known()
        case "unknown":
            return not_(fact.known())
        case "is_not":
            return not_(_equals(fact, test.value))
        case "is":
            return _equals(fact, test.value)
        case "one_of":
            return _one_of(fact, test.value if isinstance(test.value, tuple) else (test.value,))
        case "contains" | "starts":
            return _part(fact, test)
        case _:
            return _ordered(fact, test)


def _equals(fact: Fact, value: object) -> ColumnElement[bool]:
    kind, wanted = _typed(value, fact.name)
    return fact.sure(fact.as_(kind) == wanted)


def _one_of(fact: Fact, values: tuple[object, ...]) -> ColumnElement[bool]:
    """As lists, not as a chain of ORs: SQLite takes a chain of a thousand at most."""
    wanted: dict[Type, list[Any]] = {}
    for value in values:
        kind, one = _typed(value, fact.name)
        wanted.setdefault(kind, []).append(one)
    return or_(false(), *(fact.sure(fact.as_(kind).in_(several)) for kind, several in wanted.items()))


def _part(fact: Fact, test: Test) -> ColumnElement[bool]:
    kind, wanted = _typed(test.value, fact.name)
    if kind != "text" or wanted == "":
        raise InputError(_("Write the text that “{name}” should contain.").format(name=fact.name), where=fact.name)
    found = fact.as_("text")
    inside = func.substr(found, 1, len(wanted)) == wanted if test.op == "starts" else strpos(found, wanted) > 0
    return fact.sure(inside)


def _ordered(fact: Fact, test: Test) -> ColumnElement[bool]:
    kind, wanted = _typed(test.value, fact.name)
    if kind == "flag":
        raise InputError(_("“{name}” is compared with yes or no; use “is”.").format(name=fact.name), where=fact.name)
    found = fact.as_(kind)
    compared = by_code_point(found) if kind == "text" else found
    return fact.sure(_ORDER[test.op](compared, wanted))


def _typed(value: object, name: str) -> tuple[Type, Any]:
    """The type of a condition's own value, and the value as SQL compares it."""
    match value:
        case bool():
            return "flag", int(value)
        case int() | float() if abs(value) < 1e300:
            return "number", float(value)
        case str():
            return "text", value
        case _:
            raise InputError(
                _("The condition on “{name}” needs one value to compare with.").format(name=name), where=name
            )


def _mismatch(name: str, kind: Type) -> InputError:
    if kind == "number":
        text = _("“{name}” is a number; compare it with a number.")
    else:
        text = _("“{name}” is a text; it cannot be compared with a number or with yes or no.")
    return InputError(text.format(name=name), where=name)


# -- what the three databases spell differently ------------------------------------------------------------------------


class strpos(GenericFunction[int]):  # noqa: N801  a function's own name
    """Where a text begins inside another, from 1; 0 if it is not there."""

    type = Integer()
    inherit_cache = True


@compiles(strpos, "sqlite")
def _instr(element: strpos, compiler: Any, **options: Any) -> str:
    return f"instr{compiler.process(element.clause_expr, **options)}"


class by_code_point(FunctionElement[str]):  # noqa: N801
    """A text that orders by code point, whatever language the server was set up for."""

    type = Text()
    inherit_cache = True


@compiles(by_code_point)
def _plain(element: by_code_point, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(by_code_point, "postgresql")
def _collated(element: by_code_point, compiler: Any, **options: Any) -> str:
    return f'({compiler.process(element.clauses, **options)} COLLATE "C")'


class _Json(FunctionElement[Any]):
    """A reading of one key of a JSON column: arguments are the column, the key, the path. NULL where there is none."""

    inherit_cache = True
    sqlite: str
    postgresql: str
    duckdb: str


class json_kind(_Json):  # noqa: N801
    """The type of the stored value in the database's own word; `null` (in lower case) for a JSON null."""

    type = Text()
    inherit_cache = True
    sqlite = "json_type({bag}, {path})"
    postgresql = "jsonb_typeof({bag} -> {key})"
    duckdb = "lower(json_type({bag}, {path}))"


class json_text(_Json):  # noqa: N801
    """The stored text."""

    type = Text()
    inherit_cache = True
    sqlite = "CASE json_type({bag}, {path}) WHEN 'text' THEN json_extract({bag}, {path}) END"
    postgresql = "CASE jsonb_typeof({bag} -> {key}) WHEN 'string' THEN {bag} ->> {key} END"
    duckdb = "CASE json_type({bag}, {path}) WHEN 'VARCHAR' THEN json_extract_string({bag}, {path}) END"


class json_number(_Json):  # noqa: N801
    """The stored number, as a double."""

    type = Double()
    inherit_cache = True
    sqlite = (
        "CASE WHEN json_type({bag}, {path}) IN ('integer', 'real') THEN CAST(json_extract({bag}, {path}) AS REAL) END"
    )
    postgresql = "CASE jsonb_typeof({bag} -> {key}) WHEN 'number' THEN CAST({bag} ->> {key} AS DOUBLE PRECISION) END"
    duckdb = (
        "CASE WHEN json_type({bag}, {path}) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') "
        "THEN TRY_CAST(json_extract_string({bag}, {path}) AS DOUBLE) END"
    )


class json_flag(_Json):  # noqa: N801
    """The stored yes (1) or no (0)."""

    type = Integer()
    inherit_cache = True
    sqlite = "CASE json_type({bag}, {path}) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END"
    postgresql = "CASE {bag} -> {key} WHEN 'true'::jsonb THEN 1 WHEN 'false'::jsonb THEN 0 END"
    duckdb = (
        "CASE WHEN json_type({bag}, {path}) = 'BOOLEAN' "
        "THEN CASE json_extract_string({bag}, {path}) WHEN 'true' THEN 1 ELSE 0 END END"
    )


_JSON_AS: Mapping[Type, type[_Json]] = MappingProxyType({"text": json_text, "number": json_number, "flag": json_flag})


@compiles(_Json)
def _json(element: _Json, compiler: Any, **options: Any) -> str:
    bag, key, path = (str(compiler.process(clause, **options)) for clause in element.clauses)
    return str(getattr(element, compiler.dialect.name).format(bag=bag, key=key, path=path))
