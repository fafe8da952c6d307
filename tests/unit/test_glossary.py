"""The glossary speaks of what is there."""

from __future__ import annotations

import importlib
import pkgutil
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

import app

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
DOCS = PROJECT.parent / "docs"
ROWS = [
    tuple(cell.strip() for cell in line.strip("|\n").split("|"))
    for line in (DOCS / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| name |", "| package |"))
]
WORDS = [row for row in ROWS if len(row) == 4]
PACKAGES = [row for row in ROWS if len(row) == 2]


def named(text: str) -> str:
    """The dotted name between backquotes."""
    match = re.fullmatch(r"`(app(?:\.\w+)+)`", text)
    assert match, text
    return match[1]


def found(name: str) -> object:
    """The module, or what stands in one, of a dotted name."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[length:]:
            thing = getattr(thing, attribute)
        return thing
    raise AssertionError(name)


@pytest.mark.parametrize("row", WORDS, ids=[row[0] for row in WORDS])
def test_a_word_names_something_in_the_code(row: tuple[str, ...]) -> None:
    assert found(named(row[2])) is not None
    assert all(row)


def test_a_name_that_is_gone_would_be_noticed() -> None:
    with pytest.raises(AttributeError):
        found("app.nodes.Wavelet")


def test_every_word_stands_there_once() -> None:
    words = Counter(word for row in WORDS for word in row[0].split(", "))
    things = Counter(named(row[2]) for row in WORDS)
    assert [word for word, count in (words + things).items() if count > 1] == []


def test_every_package_is_described_from_the_top_layer_down() -> None:
    packages = {f"app.{info.name}" for info in pkgutil.iter_modules(app.__path__) if info.ispkg}
    described = [named(package) for package, _purpose in PACKAGES]
    assert (set(described), len(described)) == (packages, len(packages))
    layers = tomllib.loads(PROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]["layers"]
    height = {f"app.{name}": -number for number, layer in enumerate(layers) for name in layer.split(" | ")}
    assert described == sorted(described, key=lambda package: -height[package])


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_a_link_between_documents_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_document_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"({page})" not in index} == set()
