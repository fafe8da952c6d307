"""Any gestures in any order: the canvas shows the document, undo leads back to the start and redo to the end."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.canvas import changes
from app.canvas.look import Seed
from app.canvas.tools.drop import Drop
from tests import cart
from tests.unit.canvas.gestures import Hand

#: Places on and around the cards, so that most gestures meet something.
PLACES = st.tuples(st.integers(0, 118).map(lambda n: n * 8.0), st.integers(0, 100).map(lambda n: n * 8.0))
HELD = st.fixed_dictionaries({key: st.booleans() for key in ("shift", "alt")})
SEEDS = st.sampled_from(["wait", "send", "condition", "goal", "trigger"]).map(Seed)
PICKS = st.integers(0, 1000)


class Gestures(RuleBasedStateMachine):
    """A hand that does anything."""

    def __init__(self) -> None:
        super().__init__()
        self.hand = Hand()

    def card(self, pick: int) -> str:
        cards = list(self.hand.board.layout.boxes)
        return cards[pick % len(cards)] if cards else ""

    @rule(start=PLACES, end=PLACES, held=HELD)
    def drag_anywhere(self, start: Any, end: Any, held: Any) -> None:
        self.hand.drag(start, end, **held)

    @rule(pick=PICKS, end=PLACES, held=HELD)
    def drag_a_card(self, pick: int, end: Any, held: Any) -> None:
        if card := self.card(pick):
            self.hand.drag(self.hand.middle(card), end, **held)

    @rule(pick=PICKS, port=PICKS, other=PICKS)
    def wire_two_cards(self, pick: int, port: int, other: int) -> None:
        card = self.card(pick)
        ports = self.hand.board.layout.boxes[card].view.ports if card else ()
        if ports:
            key = ports[port % len(ports)].key
            self.hand.drag(self.hand.port(card, key), self.hand.middle(self.card(other)))

    @rule(seed=SEEDS, at=PLACES)
    def drop_a_card(self, seed: Seed, at: Any) -> None:
        self.hand.board.begin(Drop(self.hand.board, seed))
        self.hand.move((at[0] + 30, at[1] + 30), at)
        self.hand.release(at)

    @rule(start=PLACES, end=PLACES)
    def begin_and_cancel(self, start: Any, end: Any) -> None:
        before, chosen = self.hand.document.journey, self.hand.document.selection
        self.hand.press(start)
        self.hand.move(end)
        is_click_on_wire = not self.hand.board.is_busy
        self.hand.board.cancel()
        assert self.hand.document.journey is before
        assert is_click_on_wire or self.hand.document.selection == chosen

    @rule(heal=st.booleans())
    def delete(self, heal: bool) -> None:
        changes.delete(self.hand.document, heal=heal)

    @rule()
    def duplicate(self) -> None:
        if len(self.hand.document.journey.nodes) < 40:
            changes.duplicate(self.hand.document)

    @rule()
    def undo(self) -> None:
        self.hand.document.undo()

    @rule()
    def redo(self) -> None:
        self.hand.document.redo()

    @invariant()
    def the_canvas_shows_the_document(self) -> None:
        board, journey = self.hand.board, self.hand.document.journey
        assert not board.is_busy
        assert {key: (box.rect.x, box.rect.y) for key, box in board.layout.boxes.items()} == {
            key: node.at for key, node in journey.nodes.items()
        }
        assert board.layout.routes.keys() == set(journey.edges)
        assert self.hand.document.selection.nodes <= journey.nodes.keys()
        for edge, route in board.layout.routes.items():
            assert route.points[0] == board.layout.boxes[edge.source].out_port(edge.port)
            assert route.points[-1] == board.layout.boxes[edge.target].in_port

    def teardown(self) -> None:
        document = self.hand.document
        while document.history.can_redo:
            document.redo()
        end = document.journey
        while document.history.can_undo:
            document.undo()
        assert document.journey == cart.cart()
        self.the_canvas_shows_the_document()
        while document.history.can_redo:
            document.redo()
        assert document.journey is end
        self.the_canvas_shows_the_document()


Gestures.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestGestures = Gestures.TestCase
