"""Message templates: Jinja2 in a sandbox, compiled once for each text, filled once for each recipient.

    Hello {{ name|default("고객") }}님, {{ product|을를 }} {{ price|money }}에 드려요.

Values are plain JSON: texts, numbers, lists and dictionaries (`cart.items`). A missing or empty (None) value is a
`Problem` of that one message, unless `default` or `if` provides for it. What a template may contain is in
`app.message.grammar`, what may stand after the bar in `app.message.filters`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Undefined, UndefinedError, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from app.base.errors import GilmokError, InputError
from app.base.text import _
from app.message.filters import filters, shown
from app.message.grammar import Use, examine
from app.message.problem import Problem
from app.message.sender import Voice

LONGEST_TEMPLATE = 10_000  #: characters of source
LONGEST_TEXT = 20_000  #: characters written

Values = Mapping[str, Any]


class _Missing(StrictUndefined):
    """A value nobody gave: false in an `if`, a problem wherever it is printed or used."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]  # StrictUndefined says it never returns
        return False

    @property
    def _undefined_message(self) -> str:  # what UndefinedError says: just the name
        return str(self._undefined_name)


class _Values(Context):
    """The variables of one message; one that is None counts as missing."""

    def resolve_or_missing(self, key: str) -> Any:
        value = self.parent.get(key)
        return missing if value is None else value


class _Environment(ImmutableSandboxedEnvironment):
    """Reaches into dictionaries and lists only, never into objects; multiplies only numbers."""

    intercepted_binops = frozenset({"*"})
    context_class = _Values

    def __init__(self, voice: Voice) -> None:
        super().__init__(
            undefined=_Missing, finalize=shown, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
        )
        self.globals = {}
        self.filters = dict(filters(voice))
        self.tests = {name: self.tests[name] for name in ("defined", "undefined", "in")}

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping):
            value = obj.get(attribute)
            return self.undefined(obj=obj, name=attribute) if value is None else value
        if isinstance(obj, LoopContext):
            return getattr(obj, attribute)
        return obj if isinstance(obj, Undefined) else self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, int) and isinstance(obj, list | tuple):
            return obj[argument] if -len(obj) <= argument < len(obj) else self.undefined(obj=obj, name=str(argument))
        return self.getattr(obj, str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            raise SecurityError("only numbers can be multiplied")
        return super().call_binop(context, operator, left, right)


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A template that is ready to be filled; `uses` are its variables in reading order."""

    source: str
    uses: tuple[Use, ...]
    _environment: _Environment
    _write: Callable[[Context], Iterator[str]]

    def names(self) -> frozenset[str]:
        """The variables used, dotted: `name`, `cart.total`."""
        return frozenset(use.name for use in self.uses)

    def render(self, values: Values) -> str | Problem:
        """The text for one recipient, or what is missing for it."""
        try:
            return self._text(_Values(self._environment, values, None, {}))  # type: ignore[arg-type]
        except UndefinedError as problem:
            return self._gap(str(problem))
        except (TypeError, ValueError, ArithmeticError, SecurityError, GilmokError):
            return Problem("value_unfit", _("A value does not fit the place where it is used."))

    def _text(self, context: Context) -> str | Problem:
        written, length = [], 0
        for piece in self._write(context):
            length += len(piece)
            if length > LONGEST_TEXT:
                return Problem("too_long", _("The message would be longer than {n} letters.").format(n=LONGEST_TEXT))
            written.append(piece)
        return "".join(written)

    def _gap(self, part: str) -> Problem:
        """`part` is what was looked for in vain: one part of a dotted name."""
        use = next((use for use in self.uses if part in use.name.split(".")), Use(part, 0, True))
        text = _("This customer has no value for “{name}”.").format(name=use.name)
        return Problem("value_missing", text, line=use.line)


def compiled(source: str, voice: Voice | None = None) -> Compiled:
    """The template ready to be filled; the same text is compiled once. InputError with the line if it is not valid."""
    return _compiled(source, voice or Voice())


@lru_cache(maxsize=512)
def _compiled(source: str, voice: Voice) -> Compiled:
    environment = _environment(voice)
    tree = _parsed(source, environment)
    uses = examine(tree, environment.filters)
    try:
        code = environment.compile(tree)
    except (SyntaxError, ValueError, RecursionError, OverflowError) as problem:
        raise _unreadable(1, problem) from problem
    module: dict[str, Any] = {"environment": environment, "__file__": "<template>"}
    exec(code, module)  # noqa: S102  as jinja2.Template.from_code does; `root` is then called without its wrapping
    return Compiled(source, uses, environment, module["root"])


@lru_cache(maxsize=16)
def _environment(voice: Voice) -> _Environment:
    return _Environment(voice)


def _parsed(source: str, environment: _Environment) -> nodes.Template:
    if len(source) > LONGEST_TEMPLATE:
        raise InputError(_("The text is longer than {n} letters. Make it shorter.").format(n=LONGEST_TEMPLATE))
    try:
        return environment.parse(source)
    except TemplateSyntaxError as problem:
        raise _unreadable(problem.lineno, problem) from problem
    except (ValueError, RecursionError, OverflowError) as problem:
        raise _unreadable(1, problem) from problem


def _unreadable(line: int, problem: Exception) -> InputError:
    return InputError(
        _("What stands between the braces cannot be read. Write it like {example}.").format(
            example='{{ name|josa("은/는") }}'
        ),
        where=_("line {line}").format(line=line),
        detail=str(problem),
    )


def names(source: str) -> frozenset[str]:
    """The variables a template uses, dotted; InputError if it is not valid."""
    return compiled(source).names()


def check(source: str, known: Collection[str] | None = None) -> list[Problem]:
    """What is wrong with a template whose variables may be `known` (dotted; `attrs.*` stands for any part of attrs).

    Without `known`, any variable may. A template that cannot be read is one problem. A particle written straight after
    a variable is a warning: it will not agree with every value.
    """
    try:
        template = compiled(source)
    except InputError as problem:
        return [Problem("template", problem.text, line=_line(problem))]
    unknown = [] if known is None else _unknown_names(template.uses, known)
    return [*unknown, *_loose_particles(source)]


def _unknown_names(uses: Iterable[Use], known: Collection[str]) -> list[Problem]:
    unknown = {use.name: use for use in uses if not _is_known(use.name, known)}
    return [_unknown(use, known) for use in unknown.values()]


def _line(problem: InputError) -> int:
    found = re.search(r"\d+", problem.where)
    return int(found[0]) if found else 0


def _is_known(name: str, known: Collection[str]) -> bool:
    """A known name, a part of an open group (`attrs.*`), or a group that holds known names."""
    if name in known:
        return True
    groups = [".".join(name.split(".")[:depth]) + ".*" for depth in range(1, name.count(".") + 1)]
    return any(group in known for group in groups) or any(item.startswith(f"{name}.") for item in known)


def _unknown(use: Use, known: Collection[str]) -> Problem:
    near = difflib.get_close_matches(use.name, sorted(known), n=1, cutoff=0.6)
    text = _("There is no variable called “{name}”.").format(name=use.name)
    if near:
        text += " " + _("Did you mean “{near}”?").format(near=near[0])
    return Problem("variable_unknown", text, line=use.line)


_LOOSE = re.compile(r"\}\}(은|는|이|가|을|를|과|와|으로|로|이랑|랑)(?=[\s,.!?~]|$)|\}\}(을\(를\)|은\(는\)|이\(가\))")


def _loose_particles(source: str) -> Iterator[Problem]:
    for found in _LOOSE.finditer(source):
        yield Problem(
            "particle",
            _("“{particle}” does not fit every value. Write it as a filter, as in {example}.").format(
                particle=found[1] or found[2], example='{{ name|josa("은/는") }}'
            ),
            line=source.count("\n", 0, found.start()) + 1,
            level="warning",
        )
