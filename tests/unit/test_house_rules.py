"""Rules of the house that no linter knows: one clock, one dice box, nothing done at import, nothing of this machine."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "app").rglob("*.py"))
TEXTS = {
    ".py",
    ".toml",
    ".txt",
    ".md",
    ".json",
    ".po",
    ".html",
    ".css",
    ".qss",
    ".svg",
    ".sh",
    ".ps1",
    ".command",
    ".yml",
    "",
}
OTHERS = {".git", ".venv", "demo-out", "__pycache__", "build", "dist"}

TIME = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "func.now")
DICE = ("random", "uuid", "secrets")


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project, but not this one."""
    for file in sorted(ROOT.rglob("*")):
        parts = file.relative_to(ROOT).parts
        ours = not OTHERS & set(parts) and not any(
            p.endswith(("_cache", ".egg-info")) or p == ".hypothesis" for p in parts
        )
        if ours and file.is_file() and file.suffix in TEXTS and file != Path(__file__).resolve():
            yield file.relative_to(ROOT), file.read_text("utf-8", errors="replace")


def found(pattern: str, files: Iterator[tuple[Path, str]]) -> list[str]:
    """`file:line: text` of every line in which the pattern occurs."""
    wanted = re.compile(pattern)
    return [
        f"{file}:{number}: {line.strip()[:100]}"
        for file, text in files
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and the dotted name of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and the top-level name of every imported module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, (node.module or "").partition(".")[0]


def test_only_the_clock_module_asks_what_time_it_is() -> None:
    asked = [
        f"{module.relative_to(ROOT)}:{line}: {name}"
        for module in MODULES
        if module != ROOT / "app" / "base" / "clock.py"
        for line, name in calls(ast.parse(module.read_text("utf-8")))
        if any(name == asking or name.endswith("." + asking) for asking in TIME)
    ]
    assert asked == []


def test_only_the_ids_module_and_the_demo_shops_throw_dice() -> None:
    allowed = {ROOT / "app" / "base" / "ids.py", ROOT / "app" / "data" / "demo" / "chance.py"}  # the latter from a seed
    thrown = [
        f"{module.relative_to(ROOT)}:{line}: {name}"
        for module in MODULES
        if module not in allowed
        for line, name in imports(ast.parse(module.read_text("utf-8")))
        if name in DICE
    ]
    assert thrown == []


def test_importing_the_program_reads_and_writes_nothing(tmp_path: Path) -> None:
    script = f"""
import importlib, os, pkgutil, sys

root = {str(ROOT)!r}
own = lambda path: path.startswith(root) and not path.startswith(os.path.join(root, ".venv"))

def watch(event, args):
    if event == "open" and isinstance(args[0], str):
        path, _, flags = args
        if flags & (os.O_WRONLY | os.O_RDWR) or own(path) and not path.endswith((".py", ".pyc")):
            print(event, path)
    elif event in ("socket.connect", "sqlite3.connect", "subprocess.Popen", "os.mkdir", "os.system"):
        print(event, *args[:1])

import app
sys.addaudithook(watch)
for module in pkgutil.walk_packages(app.__path__, "app."):
    if "versions" not in module.name:
        importlib.import_module(module.name)
"""
    variables = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", GILMOK_HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=variables, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_nothing_is_left_for_later() -> None:
    assert found(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b", texts()) == []


def test_no_file_names_a_place_to_download_from() -> None:
    registries = r"pypi\.org|pythonhosted|debian\.org|npmjs|anaconda\.org|index-url|find-links|index_url"
    assert found(registries, texts()) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    folders = r"""(?<![\w.~*}])/(work|root|home|Users|mnt)/\w|\b[A-Z]:\\Users\\"""
    assert found(folders, texts()) == []
