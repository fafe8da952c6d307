"""`gilmok bench`: how fast is it here? The benchmarks are files of the checkout, in `tests/bench`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

import app
from app.base.errors import InputError
from app.base.text import _
from app.commands._cli import AsJson, answer, cli, told

#: Measures something of a size of its own choice or ours; the outcome is a dataclass that can say itself in `lines()`.
Bench = Callable[[int | None], Any]


@cli.command("bench")
def bench(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Which one; all by default.")] = "",
    customers: Annotated[int, typer.Option(min=0, help="How many customers (or cards); 0: as many as usual.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Measure speed beside what others do with the same work."""
    found = _benches(Path(app.__file__).parents[1])
    if name and name not in found:
        text = _("There is no benchmark called “{name}”. There are: {names}.")
        raise InputError(text.format(name=name, names=", ".join(found)))
    outcomes = {}
    for key in [name] if name else list(found):
        told(_("Measuring: {name}").format(name=key))
        outcomes[key] = found[key](customers or None)
    text = "\n\n".join("\n".join(outcome.lines()) for outcome in outcomes.values())
    answer(text, {key: asdict(outcome) for key, outcome in outcomes.items()}, as_json)


def _benches(root: Path) -> Mapping[str, Bench]:
    """The benchmarks of the checkout at `root` by name: the modules of `tests/bench` that have a `run`."""
    folder = root / "tests" / "bench"
    if not folder.is_dir():
        raise InputError(_("Benchmarks are part of the source code, and this Gilmok was installed without it."))
    sys.path.insert(0, str(root))
    names = [info.name for info in pkgutil.iter_modules([str(folder)]) if not info.name.startswith("test_")]
    modules = {name: importlib.import_module(f"tests.bench.{name}") for name in names}
    return {name: module.run for name, module in modules.items() if hasattr(module, "run")}
