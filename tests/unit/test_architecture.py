"""The house stands as drawn: layers, the pure core, no clock or dice elsewhere, nothing done at import."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = [
    c["name"] for c in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
]

#: For each contract, a line that breaks it, and the module to write it into.
VIOLATIONS = {
    "layers point down": ("app/journey/graph.py", "import app.data.tables"),
    "Qt only in canvas and ui": ("app/data/tables.py", "import PySide6.QtCore"),
    "journeys and messages know no database and no network": ("app/journey/graph.py", "import sqlalchemy"),
    "the canvas asks no database": ("app/canvas/document.py", "import sqlalchemy"),
    "the window and the worker meet only in the database": ("app/ui/theme.py", "import app.runtime.worker"),
    "no cycles within the core and the engine": ("app/base/errors.py", "import app.base.clock"),
}


def lint(folder: Path) -> dict[str, str]:
    """What import-linter says of the tree in `folder`: KEPT or BROKEN for each contract."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", said.stdout, re.MULTILINE))
    assert verdicts, said.stdout + said.stderr
    return verdicts


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the tree to break."""
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_tree_keeps_every_contract() -> None:
    assert lint(ROOT) == dict.fromkeys(CONTRACTS, "KEPT")


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_violation_breaks_its_contract(contract: str, copy: Path) -> None:
    module, line = VIOLATIONS[contract]
    with (copy / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    assert lint(copy)[contract] == "BROKEN"


def test_a_new_package_needs_a_layer(copy: Path) -> None:
    (copy / "app" / "annex").mkdir()
    (copy / "app" / "annex" / "__init__.py").touch()
    assert lint(copy)["layers point down"] == "BROKEN"


def test_every_package_below_the_canvas_starts_without_qt() -> None:
    script = """
import importlib, pkgutil, sys
import app
for package in pkgutil.iter_modules(app.__path__):
    if package.name in ("__main__", "canvas", "ui"):
        continue
    importlib.import_module("app." + package.name)
    for module in pkgutil.walk_packages(sys.modules["app." + package.name].__path__, f"app.{package.name}."):
        if "versions" not in module.name:
            importlib.import_module(module.name)
print(*(name for name in sys.modules if name.partition(".")[0] in ("PySide6", "shiboken6", "qtawesome")))
"""
    assert python(script) == ""


def test_the_command_line_starts_without_qt_and_without_heavy_libraries() -> None:
    script = "import sys, app.__main__; print(*({'PySide6', 'pyarrow', 'duckdb', 'holidays'} & set(sys.modules)))"
    assert python(script) == ""


def python(script: str) -> str:
    """What a Python of its own prints."""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
