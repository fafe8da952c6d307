"""Checking ends well for any drawing, however unfinished."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app import lint, nodes
from app.journey import edit
from app.journey.graph import Journey, Node
from tests.strategies import journeys


@st.composite
def drafts(draw: st.DrawFn) -> Journey:
    """A journey most of whose settings are right: those a card has when it is new."""
    journey = draw(journeys(min_nodes=1))
    for key in journey.nodes:
        kind = draw(st.sampled_from([*nodes.kinds(), ""]))
        if kind:
            bare = Node(key, kind, title=journey.nodes[key].title)
            journey = journey.with_(nodes={**journey.nodes, key: bare})
    return journey


@given(drafts())
def test_any_drawing_can_be_checked_and_errors_come_first(journey: Journey) -> None:
    findings = lint.check(journey)
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels)  # error, warning
    assert all(finding.text for finding in findings)
    assert all(set(finding.nodes) <= set(journey.nodes) for finding in findings)
    assert lint.check(journey) == findings


@given(drafts())
def test_every_fix_takes_its_own_finding_away_and_breaks_nothing(journey: Journey) -> None:
    findings = lint.check(journey)
    for finding in findings:
        if finding.fix:
            mended = finding.fix(journey)
            assert lint.check(mended).count(finding) < findings.count(finding)  # two wires may be wrong in one way
            assert all(edge.source in mended.nodes and edge.target in mended.nodes for edge in mended.edges)


@given(drafts())
def test_where_a_card_stands_changes_no_finding(journey: Journey) -> None:
    moved = edit.move_nodes(journey, dict.fromkeys(journey.nodes, (1.0, 2.0)))
    assert lint.check(moved) == lint.check(journey)
