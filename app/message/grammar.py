"""What a message template may contain, checked on its syntax tree before anything is compiled.

A template prints values, chooses with `if`, and repeats with `for`. Everything else Jinja2 can do (calls, macros,
imports, assignments, `attr`, string formatting) is refused with its line: not because the sandbox would not stop most
of it, but because nobody writing to customers needs it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from jinja2 import nodes

from app.base.errors import InputError
from app.base.josa import forms
from app.base.text import _

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const),
    *(nodes.Filter, nodes.Test, nodes.Keyword, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Concat),
    *(nodes.List, nodes.Tuple),
)
_TESTS = frozenset({"defined", "undefined"})
_LOOP = frozenset({"index", "first", "last", "length"})
_MOST_NESTED = 12
_MOST_LOOPS = 2


class Use(NamedTuple):
    """A variable that a template uses: `cart.total` in a line; `needed` unless something stands in for it."""

    name: str
    line: int
    needed: bool


def examine(tree: nodes.Template, filters: Collection[str]) -> tuple[Use, ...]:
    """The variables a template uses, in reading order; InputError (with the line) for what it may not contain."""
    return tuple(_walk(tree, _Scope(filters)))


class _Scope(NamedTuple):
    """What is known at one place of the tree: loop variables, and what an `if` around it has asked for."""

    filters: Collection[str]
    local: frozenset[str] = frozenset()
    depth: int = 0
    loops: int = 0
    needed: bool = True
    guarded: frozenset[str] = frozenset()


def _walk(node: nodes.Node, scope: _Scope) -> Iterator[Use]:
    if not isinstance(node, _ALLOWED):
        raise _refused(node, _("This is not possible in a message. Only values, “if” and “for” are."))
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        yield from _variable(node, scope)
    elif isinstance(node, nodes.Filter):
        yield from _filter(node, scope)
    elif isinstance(node, nodes.For):
        yield from _loop(node, scope)
    else:
        yield from _inside(node, scope)


def _inside(node: nodes.Node, scope: _Scope) -> Iterator[Use]:
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        raise _refused(node, _("There is no test called “{name}”.").format(name=node.name))
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        node.expr2 = nodes.Const("", lineno=node.lineno)
    if isinstance(node, nodes.If):
        yield from _choice(node, _deeper(node, scope))
        return
    inner = scope._replace(needed=False) if isinstance(node, nodes.Test) else scope
    for child in node.iter_child_nodes():
        yield from _walk(child, inner)


def _choice(node: nodes.If, scope: _Scope) -> Iterator[Use]:
    asked = list(_walk(node.test, scope._replace(needed=False)))
    yield from asked
    inner = scope._replace(guarded=scope.guarded | {use.name for use in asked})
    for child in node.body:
        yield from _walk(child, inner)
    for child in (*node.elif_, *node.else_):
        yield from _walk(child, scope)


def _variable(node: nodes.Name | nodes.Getattr | nodes.Getitem, scope: _Scope) -> Iterator[Use]:
    path = list(_path(node))
    if path[0] == "loop" and "loop" in scope.local:
        if len(path) != 2 or path[1] not in _LOOP:
            raise _refused(node, _("A loop knows only index, first, last and length."))
    elif path[0] not in scope.local:
        name = ".".join(path)
        is_guarded = any(name == known or name.startswith(f"{known}.") for known in scope.guarded)
        yield Use(name, node.lineno, scope.needed and not is_guarded)


def _path(node: nodes.Node) -> Iterator[str]:
    """The parts of `cart.items[0].name`, outermost first; nothing but names and numbers may stand in it."""
    if isinstance(node, nodes.Name):
        yield _part(node, node.name)
    elif isinstance(node, nodes.Getattr):
        yield from _path(node.node)
        yield _part(node, node.attr)
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        yield from _path(node.node)
        if not isinstance(node.arg.value, int):
            yield _part(node, str(node.arg.value))
    else:
        raise _refused(node, _("Only a variable can have a part, as in cart.total."))


def _part(node: nodes.Node, name: str) -> str:
    if name.startswith("_") or name in {"mro", "self"}:
        raise _refused(
            node, _("“{name}” reaches into the program. A message may only use variables.").format(name=name)
        )
    return name


def _filter(node: nodes.Filter, scope: _Scope) -> Iterator[Use]:
    if node.node is None or node.name.startswith("_") or node.name not in scope.filters:
        raise _refused(node, _("There is no filter called “{name}”.").format(name=node.name))
    if node.dyn_args or node.dyn_kwargs:
        raise _refused(node, _("This is not possible in a message. Only values, “if” and “for” are."))
    if node.name == "josa":
        _examine_particle(node)
    inner = scope._replace(needed=False) if node.name == "default" else scope
    yield from _walk(node.node, inner)
    for argument in (*node.args, *node.kwargs):
        yield from _walk(argument, scope)


def _examine_particle(node: nodes.Filter) -> None:
    wanted = node.args[0] if len(node.args) == 1 else None
    try:
        forms(wanted.value if isinstance(wanted, nodes.Const) else "")
    except (ValueError, AttributeError):
        raise _refused(node, _('Name the particle, as in name|josa("은/는").')) from None


def _loop(node: nodes.For, scope: _Scope) -> Iterator[Use]:
    scope = _deeper(node, scope)
    if scope.loops >= _MOST_LOOPS:
        raise _refused(node, _("Only two loops may stand inside each other."))
    if node.recursive or not isinstance(node.target, nodes.Name):
        raise _refused(node, _("This is not possible in a message. Only values, “if” and “for” are."))
    yield from _walk(node.iter, scope)
    _part(node, node.target.name)
    inner = scope._replace(local=scope.local | {node.target.name, "loop"}, loops=scope.loops + 1)
    for child in (*([node.test] if node.test else []), *node.body):
        yield from _walk(child, inner)
    for child in node.else_:
        yield from _walk(child, scope)
    node.iter = nodes.Filter(node.iter, "_each", [], [], None, None, lineno=node.lineno)


def _deeper(node: nodes.Node, scope: _Scope) -> _Scope:
    if scope.depth >= _MOST_NESTED:
        raise _refused(node, _("Too many “if” and “for” inside each other."))
    return scope._replace(depth=scope.depth + 1)


def _refused(node: nodes.Node, text: str) -> InputError:
    return InputError(text, where=_("line {line}").format(line=node.lineno), detail=type(node).__name__)
