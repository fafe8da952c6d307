"""What every lint rule must have: documentation, a code of its own, cases that fail and cases that pass."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from app import lint
from app.base.text import use_language
from app.journey import file
from app.journey.graph import Journey
from app.message.sender import Sender

CASES = Path(__file__).parents[1] / "cases" / "lint"
RULES = list(lint.rules())
SECTIONS = ["Why is this bad?", "Bad", "Good"]


def cases(kind: str) -> list[Any]:
    """(rule, case) of every case file; a rule without a file is reported by its own test."""
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.json"))
        for case in json.loads(path.read_text("utf-8"))[kind]
    ]


def drawn(case: dict[str, Any]) -> Journey:
    """The journey of a case; an edge is written `source port target`."""
    document = {
        "gilmok": file.VERSION,
        "id": "case",
        "name": case["name"],
        "settings": case.get("settings", {}),
        "nodes": [{"id": key, "kind": kind, "settings": sets} for key, (kind, sets) in case["nodes"].items()],
        "edges": [dict(zip(("source", "port", "target"), edge.split(), strict=True)) for edge in case["edges"]],
    }
    return file.read(json.dumps(document))


def found(rule: str, case: dict[str, Any], journey: Journey | None = None) -> list[lint.Finding]:
    sender = Sender(**case["sender"]) if "sender" in case else None
    context = lint.Context(sender=sender, variables=case.get("variables"), audiences=case.get("audiences"))
    code = lint.rules()[rule].CODE
    return [finding for finding in lint.check(journey or drawn(case), context) if finding.code == code]


@pytest.mark.parametrize(("rule", "case"), cases("fails"))
def test_the_rule_finds_what_is_bad_and_says_so_in_both_languages(rule: str, case: dict[str, Any]) -> None:
    said = {}
    for language in ("ko", "en"):
        use_language(language)
        findings = found(rule, case)
        assert [list(finding.nodes) for finding in findings] == case["finds"]
        assert all(bool(finding.fix) == bool(finding.fix_label) for finding in findings)
        said[language] = [finding.text for finding in findings]
    assert all(korean != english for korean, english in zip(said["ko"], said["en"], strict=True))


@pytest.mark.parametrize(("rule", "case"), cases("passes"))
def test_the_rule_says_nothing_of_what_is_good(rule: str, case: dict[str, Any]) -> None:
    assert found(rule, case) == []


@pytest.mark.parametrize(("rule", "case"), cases("fails"))
def test_a_fix_mends_what_it_was_offered_for(rule: str, case: dict[str, Any]) -> None:
    journey = drawn(case)
    for finding in found(rule, case):
        if finding.fix:
            assert finding not in found(rule, case, finding.fix(journey))
            cleared = journey.with_(nodes={}, edges=())
            assert finding.fix(cleared) is cleared, "a fix offered before the step was deleted does no harm"


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_is_documented(rule: str) -> None:
    doc = inspect.getdoc(lint.rules()[rule]) or ""
    lines = doc.splitlines()
    assert lines[0].endswith(".")
    assert [line for line in lines if line in SECTIONS] == SECTIONS
    for section in SECTIONS:
        assert lines[lines.index(section) + 1].startswith("    ")


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_has_cases_that_fail_and_cases_that_pass(rule: str) -> None:
    written = json.loads((CASES / f"{rule}.json").read_text("utf-8"))
    assert written["fails"]
    assert written["passes"]
    assert all(case["finds"] for case in written["fails"])


def test_every_case_file_belongs_to_a_rule() -> None:
    assert sorted(path.stem for path in CASES.iterdir()) == sorted(RULES)


def test_no_two_rules_have_one_code() -> None:
    codes = [rule.CODE for rule in lint.rules().values()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[A-Z]\d\d", code) for code in codes)
