"""The Korean catalogue says everything the program says, with the same placeholders."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "resources" / "locale" / "ko").glob("*.po"))
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}

Msgid = str | tuple[str, str]


def said() -> dict[Msgid, list[str]]:
    """Every text of the program with the places that say it."""
    places: dict[Msgid, list[str]] = defaultdict(list)
    for module in sorted((ROOT / "app").rglob("*.py")):
        with module.open("rb") as source:
            for line, msgid, _, _ in extract("python", source, KEYWORDS):
                key = (msgid[0], msgid[1]) if isinstance(msgid, tuple) else msgid
                places[key].append(f"{module.relative_to(ROOT)}:{line}")
    return {msgid: where for msgid, where in places.items() if msgid}


def translated() -> dict[Msgid, list[tuple[str, Message]]]:
    """Every entry of the Korean catalogue with the files that hold it."""
    entries: dict[Msgid, list[tuple[str, Message]]] = defaultdict(list)
    for po in CATALOGUES:
        with po.open("rb") as stream:
            for entry in read_po(stream, locale="ko", abort_invalid=True):
                if entry.id:
                    key = (entry.id[0], entry.id[1]) if isinstance(entry.id, list | tuple) else entry.id
                    entries[key].append((po.name, entry))
    return entries


def korean(entry: Message) -> list[str]:
    """The Korean forms of an entry."""
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or ())


def placeholders(text: str) -> set[str]:
    """The names between braces."""
    return set(re.findall(r"\{(\w+)[^}]*\}", text))


def test_every_text_has_its_korean() -> None:
    known = {msgid for msgid, found in translated().items() for _, entry in found if all(korean(entry))}
    missing = [f"{where[0]}: {msgid}" for msgid, where in said().items() if msgid not in known]
    assert missing == []


def test_no_korean_is_left_of_a_text_that_is_gone() -> None:
    known = said()
    gone = [f"{found[0][0]}: {msgid}" for msgid, found in translated().items() if msgid not in known]
    assert gone == []


def test_a_translation_has_the_placeholders_of_its_text() -> None:
    wrong = []
    for msgid, found in translated().items():
        wanted = placeholders(msgid if isinstance(msgid, str) else msgid[1])
        wrong += [f"{po}: {text}" for po, entry in found for text in korean(entry) if placeholders(text) != wanted]
    assert wrong == []


def test_a_text_is_translated_the_same_everywhere() -> None:
    ways = {msgid: {tuple(korean(entry)) for _, entry in found} for msgid, found in translated().items()}
    assert {msgid: way for msgid, way in ways.items() if len(way) > 1} == {}


def test_no_translation_is_a_guess() -> None:
    guessed = [f"{po}: {msgid}" for msgid, found in translated().items() for po, entry in found if entry.fuzzy]
    assert guessed == []


@pytest.mark.parametrize(("name", "texts"), [("_", 1), ("N_", 1), ("ngettext", 2)])
def test_no_text_is_put_together_before_it_is_looked_up(name: str, texts: int) -> None:
    wrong = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in sorted((ROOT / "app").rglob("*.py"))
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args[:texts])
    ]
    assert wrong == []
