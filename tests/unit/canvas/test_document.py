"""The document: history, selection, looks; and the changes a person can make."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.base.clock import VirtualClock
from app.base.errors import InputError
from app.canvas import changes, clipboard
from app.canvas.document import Change, Document
from app.canvas.geometry import Point
from app.canvas.look import Counts, Figure, Port, Seed
from app.journey.graph import Edge
from tests import cart


@pytest.fixture
def document() -> Document:
    return Document(cart.cart(), cart.look, VirtualClock(1_000_000))


def test_watchers_hear_what_changed_and_can_leave(document: Document) -> None:
    heard: list[Change] = []
    leave = document.watch(heard.append)
    document.select(["wait"])
    document.select(["wait"])
    changes.rename(document, "wait", "잠깐")
    document.set_findings(cart.FINDINGS)
    leave()
    document.undo()
    assert heard == [Change.SELECTION, Change.JOURNEY, Change.LOOKS]


def test_an_edit_that_changes_nothing_is_no_step(document: Document) -> None:
    changes.rename(document, "goal", "")
    changes.move(document, {"goal": (128, 472)})
    assert not document.history.can_undo


def test_steps_of_the_history_have_names(document: Document) -> None:
    changes.move(document, {"goal": (0, 0), "test": (500, 0)})
    assert document.history.undo_label == "단계 2개 옮기기"


def test_nudges_in_a_row_are_one_step(document: Document) -> None:
    for y in (480, 488, 496):
        changes.move(document, {"goal": (128, y)}, merge_key="nudge goal")
    document.undo()
    assert document.journey == cart.cart()


def test_delete_heals_and_forgets_the_selection(document: Document) -> None:
    document.select(["wait"])
    changes.delete(document)
    assert Edge("cart", "next", "bought") in document.journey.edges
    assert not document.selection
    document.undo()
    assert document.journey == cart.cart()


def test_plain_delete_leaves_the_gap(document: Document) -> None:
    document.select(["wait"])
    changes.delete(document, heal=False)
    assert document.journey.out("cart") == {}


def test_a_selected_wire_is_deleted_alone(document: Document) -> None:
    edge = Edge("cart", "next", "wait")
    document.select(edges=[edge])
    changes.delete(document)
    assert edge not in document.journey.edges
    assert document.journey.nodes == cart.cart().nodes


def test_copies_come_beside_with_new_ids_and_their_wires(document: Document) -> None:
    document.select(["bought", "goal"])
    changes.duplicate(document)
    fresh = document.selection.nodes
    assert len(fresh) == 2
    assert not fresh & cart.cart().nodes.keys()
    assert [edge.port for edge in document.journey.edges if edge.source in fresh] == ["yes"]
    assert {document.journey.nodes[key].at for key in fresh} == {(344, 328), (152, 496)}


def test_copied_steps_can_be_pasted_into_another_journey(document: Document) -> None:
    document.select(["test", "scarce"])
    text = changes.copied(document)
    other = Document(cart.cart(), cart.look)
    changes.paste(other, text, Point(2000, 2000))
    assert len(other.selection.nodes) == 2
    assert all(other.journey.nodes[key].at[0] > 1500 for key in other.selection.nodes)
    other.undo()
    assert other.journey == cart.cart()


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "안녕하세요",
        "[]",
        "null",
        '{"format": "other"}',
        '{"format": "gilmok-steps", "version": 99, "nodes": [], "edges": []}',
        '{"format": "gilmok-steps", "version": 1, "nodes": [], "edges": []}',
        '{"format": "gilmok-steps", "version": 1, "nodes": [{"id": "a"}], "edges": []}',
        '{"format": "gilmok-steps", "version": 1, "edges": [], "nodes":'
        ' [{"id": "a", "kind": "wait", "settings": {}, "title": "", "at": [1e99, NaN]}]}',
        "[" * 100_000,
    ],
)
def test_pasting_rubbish_says_so_and_changes_nothing(document: Document, rubbish: str) -> None:
    with pytest.raises(InputError, match="붙여넣을 단계가 없어요"):
        changes.paste(document, rubbish)
    assert document.journey is document.history.now
    assert not document.history.can_undo


def test_steps_survive_the_clipboard(document: Document) -> None:
    document.select(document.journey.nodes)
    fragment = clipboard.read(changes.copied(document))
    assert fragment.nodes == tuple(document.journey.nodes.values())
    assert fragment.edges == document.journey.edges


def test_a_new_step_can_follow_on_a_port(document: Document) -> None:
    key = changes.add(document, Seed("leave"), (0, 0), ("scarce", "next"))
    assert Edge("scarce", "next", key) in document.journey.edges
    assert document.selection.only == key


def test_cards_wear_findings_numbers_and_times(document: Document) -> None:
    document.set_findings(cart.FINDINGS)
    document.set_counts(cart.counts())
    document.set_times(cart.TIMES)
    assert document.view("cheap").problems[0].text == "수신거부 문구가 빠졌어요"
    assert document.view("goal").figures == (Figure("5,716", "전환"),)
    assert document.view("wait").shoulder == "3시간"
    assert document.flow(Edge("bought", "yes", "goal")) == "예 31%"
    document.set_counts(None)
    assert document.view("goal").figures == ()
    assert document.flow(Edge("bought", "yes", "goal")) == "예"


def test_a_card_that_did_not_change_is_not_looked_at_again(document: Document) -> None:
    before = document.view("goal")
    changes.rename(document, "wait", "잠깐")
    assert document.view("goal") is before
    assert document.view("wait").title == "잠깐"


def test_numbers_of_people_become_heads_and_shares() -> None:
    journey = cart.cart()
    forked = {Edge("bought", "yes", "goal"): 314, Edge("bought", "no", "test"): 686}
    passed = {**forked, Edge("cart", "next", "wait"): 1234, Edge("wait", "next", "bought"): 1000}
    counts = Counts.of(journey, {"cart": 1234, "wait": 1234}, passed)
    assert counts.figures["cart"][0].number == "1,234"
    assert counts.flows[Edge("bought", "yes", "goal")] == "31%"
    assert counts.flows[Edge("wait", "next", "bought")] == "1,000"
    assert counts.flows[Edge("cart", "next", "wait")] == ""  # the card above says it already


def test_a_share_stands_on_an_edge_until_there_are_numbers() -> None:
    arms = replace(cart.look(cart.cart().nodes["test"]), ports=(Port("a", "A", "50%"), Port("b", "B", "50%")))
    document = Document(cart.cart(), lambda node: arms if node.id == "test" else cart.look(node))
    edge = next(edge for edge in document.journey.edges if edge.source == "test")
    assert document.flow(edge) == "A 50%"
    document.set_counts(Counts(flows={edge: "48%"}))
    assert document.flow(edge) == "A 48%"


def test_undo_keeps_only_what_is_still_there_selected(document: Document) -> None:
    key = changes.add(document, Seed("leave"), (0, 0))
    document.select([key, "goal"])
    document.undo()
    assert document.selection.nodes == {"goal"}


def test_the_document_knows_whether_it_is_saved(document: Document) -> None:
    changes.rename(document, "wait", "잠깐")
    assert not document.history.is_clean
    document.mark_saved()
    assert document.history.is_clean
