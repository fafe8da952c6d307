"""Each gesture and its cancel, without a window."""

from __future__ import annotations

import pytest

from app.canvas.look import Seed
from app.canvas.preview import NOTHING
from app.canvas.tools.drop import Drop
from app.canvas.wishes import AddWish, Hint
from app.journey import edit
from app.journey.graph import Edge, Node
from tests import cart
from tests.unit.canvas.gestures import Hand

VOID = (1200.0, 100.0)


@pytest.fixture
def hand() -> Hand:
    return Hand()


def is_as_before(hand: Hand) -> bool:
    document = hand.document
    return document.journey == cart.cart() and not document.history.can_undo and hand.board.preview.moved == {}


# -- select ------------------------------------------------------------------------------------------------------------


def test_a_click_selects_a_card(hand: Hand) -> None:
    hand.click(hand.middle("wait"))
    assert hand.document.selection.nodes == {"wait"}


def test_a_click_on_nothing_clears_the_selection(hand: Hand) -> None:
    hand.click(hand.middle("wait"))
    hand.click(VOID)
    assert not hand.document.selection


def test_shift_adds_a_card_and_takes_it_away_again(hand: Hand) -> None:
    hand.click(hand.middle("wait"))
    hand.click(hand.middle("bought"), shift=True)
    assert hand.document.selection.nodes == {"wait", "bought"}
    hand.click(hand.middle("wait"), shift=True)
    assert hand.document.selection.nodes == {"bought"}


def test_a_click_on_one_of_several_selected_cards_leaves_only_that_one(hand: Hand) -> None:
    hand.document.select(["wait", "bought"])
    hand.click(hand.middle("wait"))
    assert hand.document.selection.nodes == {"wait"}


def test_a_click_on_a_wire_selects_the_wire(hand: Hand) -> None:
    route = hand.board.layout.routes[Edge("cart", "next", "wait")]
    x, y = route.points[0]
    hand.click((x + 6, y + 24))
    assert hand.document.selection.edges == {Edge("cart", "next", "wait")}


def test_a_right_press_selects_what_the_menu_is_about(hand: Hand) -> None:
    hand.document.select(["wait"])
    hand.press(hand.middle("goal"), "right")
    assert hand.document.selection.nodes == {"goal"}
    assert not hand.board.is_busy


def test_a_marquee_selects_what_it_touches_and_shift_keeps_the_rest(hand: Hand) -> None:
    hand.drag((100, 440), (300, 500))
    assert hand.document.selection.nodes == {"goal"}
    hand.drag((900, 600), (700, 700), shift=True)
    assert hand.document.selection.nodes == {"goal", "cheap"}
    assert hand.board.preview.marquee is None


def test_a_cancelled_marquee_brings_the_former_selection_back(hand: Hand) -> None:
    hand.document.select(["cart"])
    hand.press((100, 440))
    hand.move((300, 600))
    assert hand.document.selection.nodes == {"goal"}
    assert hand.board.cancel()
    assert hand.document.selection.nodes == {"cart"}
    assert hand.board.preview == NOTHING


# -- move --------------------------------------------------------------------------------------------------------------


def test_a_dragged_card_stays_on_the_grid_and_is_one_undo(hand: Hand) -> None:
    x, y = hand.middle("goal")
    hand.drag((x, y), (x - 101, y + 77))
    assert hand.at("goal") == (24, 552)
    hand.document.undo()
    assert hand.document.journey == cart.cart()


def test_nothing_is_written_until_the_card_is_let_go(hand: Hand) -> None:
    x, y = hand.middle("goal")
    hand.press((x, y))
    hand.move((x - 100, y + 80))
    assert hand.board.layout.boxes["goal"].rect.x != 128
    assert hand.at("goal") == (128, 472)


def test_a_cancelled_drag_puts_the_card_back(hand: Hand) -> None:
    hand.document.select(["cart"])
    x, y = hand.middle("goal")
    hand.press((x, y))
    hand.move((x + 200, y + 300))
    assert hand.board.cancel()
    assert is_as_before(hand)
    assert hand.board.layout.boxes["goal"].rect.x == 128
    assert hand.document.selection.nodes == {"cart"}


def test_a_second_button_cancels_the_drag(hand: Hand) -> None:
    x, y = hand.middle("goal")
    hand.press((x, y))
    hand.move((x + 200, y + 300))
    hand.press((x + 200, y + 300), "right")
    assert not hand.board.is_busy
    hand.release((x + 200, y + 300))
    assert is_as_before(hand)


def test_a_trembling_click_moves_nothing(hand: Hand) -> None:
    x, y = hand.middle("goal")
    hand.drag((x, y), (x + 3, y - 3))
    assert is_as_before(hand)


def test_all_selected_cards_move_together(hand: Hand) -> None:
    hand.document.select(["scarce", "cheap"])
    x, y = hand.middle("cheap")
    hand.drag((x, y), (x + 80, y + 400))
    assert hand.at("cheap") == (744, 1032)
    assert hand.at("scarce") == (440, 1032)


def test_a_card_near_the_line_of_others_snaps_to_it_and_shows_a_guide(hand: Hand) -> None:
    x, y = hand.middle("goal")
    hand.press((x, y))
    hand.move((x + 50, y + 500), (x + 188, y + 500))  # 4 px left of the middle of the cards above
    assert hand.board.layout.boxes["goal"].rect.x == 320
    assert [guide.at for guide in hand.board.preview.guides if guide.is_upright] == [444]


def test_alt_leaves_grid_and_guides_alone(hand: Hand) -> None:
    x, y = hand.middle("goal")
    hand.drag((x, y), (x - 101, y + 77), alt=True)
    assert hand.at("goal") == (27, 549)


def test_an_undo_during_a_drag_ends_the_drag(hand: Hand) -> None:
    x, y = hand.middle("goal")
    hand.drag((x, y), (x - 104, y + 80))
    hand.press(hand.middle("wait"))
    hand.move(VOID)
    hand.document.undo()
    assert not hand.board.is_busy
    hand.release(VOID)
    assert hand.document.journey == cart.cart()


def test_a_lone_card_let_go_on_a_wire_goes_into_it() -> None:
    journey = edit.add_node(cart.cart(), Node("late", "wait", at=(900, 100)))
    hand = Hand(journey)
    x, y = hand.board.layout.routes[Edge("wait", "next", "bought")].seam
    hand.drag(hand.middle("late"), (x + 5, y))
    assert {Edge("wait", "next", "late"), Edge("late", "next", "bought")} <= set(hand.document.journey.edges)
    hand.document.undo()
    assert hand.document.journey == journey


# -- wire --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def loose() -> Hand:
    """The cart journey with an open “no”."""
    return Hand(edit.disconnect(cart.cart(), Edge("bought", "no", "test")))


def test_a_wire_let_go_on_a_card_connects_it(loose: Hand) -> None:
    loose.drag(loose.port("bought", "no"), loose.middle("test"))
    assert Edge("bought", "no", "test") in loose.document.journey.edges
    loose.document.undo()
    assert Edge("bought", "no", "test") not in loose.document.journey.edges


def test_a_wire_jumps_to_an_in_port_nearby(loose: Hand) -> None:
    x, y = loose.board.layout.boxes["test"].in_port
    loose.press(loose.port("bought", "no"))
    loose.move((x + 15, y - 15))
    assert loose.board.preview.wire
    assert loose.board.preview.wire.target == "test"
    loose.move((x + 20, y - 20))
    assert loose.board.preview.wire.target == ""


def test_while_wiring_only_legal_cards_stay_bright(loose: Hand) -> None:
    loose.press(loose.port("bought", "no"))
    loose.move((600, 450))
    assert loose.board.preview.bright is not None
    assert "cart" not in loose.board.preview.bright
    assert "test" in loose.board.preview.bright


def test_a_wire_to_the_start_is_refused_with_a_reason(loose: Hand) -> None:
    before = loose.document.journey
    loose.drag(loose.port("bought", "no"), loose.middle("cart"))
    assert loose.document.journey is before
    assert loose.wishes == [Hint("여정이 시작되는 곳이라 여기로 들어올 수는 없어요.")]


def test_a_loop_without_a_pause_is_refused_but_one_through_a_wait_is_not(hand: Hand) -> None:
    hand.drag(hand.port("scarce", "next"), hand.middle("test"))
    assert isinstance(hand.wishes[-1], Hint)
    hand.drag(hand.port("scarce", "next"), hand.middle("wait"))
    assert Edge("scarce", "next", "wait") in hand.document.journey.edges


def test_a_wire_let_go_on_nothing_asks_what_to_add_there(loose: Hand) -> None:
    loose.drag(loose.port("bought", "no"), VOID)
    assert loose.wishes == [AddWish((1072, 96), ("bought", "no"))]


def test_a_click_on_a_port_asks_what_to_add_below_it(loose: Hand) -> None:
    loose.click(loose.port("bought", "no"))
    assert loose.wishes == [AddWish((384, 440), ("bought", "no"))]


def test_a_cancelled_wire_leaves_nothing_behind(loose: Hand) -> None:
    before = loose.document.journey
    loose.press(loose.port("bought", "no"))
    loose.move(loose.middle("test"))
    assert loose.board.cancel()
    loose.release(loose.middle("test"))
    assert loose.document.journey is before
    assert loose.board.preview.wire is None
    assert loose.wishes == []


# -- drop --------------------------------------------------------------------------------------------------------------

WAIT = Seed("wait")


def test_a_dropped_card_lies_under_the_pointer_on_the_grid(hand: Hand) -> None:
    hand.board.begin(Drop(hand.board, WAIT))
    hand.move((1203, 301))
    hand.release((1203, 301))
    (key,) = hand.document.selection.nodes
    assert hand.at(key) == (1080, 264)
    hand.document.undo()
    assert hand.document.journey == cart.cart()


def test_a_card_dropped_on_a_wire_is_inserted_and_what_follows_makes_room_in_one_undo(hand: Hand) -> None:
    hand.board.begin(Drop(hand.board, WAIT))
    hand.move((460, 160), (450, 164))
    assert hand.board.preview.seam
    hand.release((450, 164))
    (key,) = hand.document.selection.nodes
    assert {Edge("cart", "next", key), Edge(key, "next", "wait")} <= set(hand.document.journey.edges)
    rects = [box.rect for box in hand.board.layout.boxes.values()]
    assert not any(a.overlaps(b) for a in rects for b in rects if a is not b)
    hand.document.undo()
    assert hand.document.journey == cart.cart()


def test_a_card_dropped_on_an_open_port_is_connected(loose: Hand) -> None:
    loose.board.begin(Drop(loose.board, WAIT))
    place = loose.port("bought", "no")
    loose.move(place)
    loose.release(place)
    (key,) = loose.document.selection.nodes
    assert Edge("bought", "no", key) in loose.document.journey.edges


def test_a_start_is_offered_no_wire(hand: Hand) -> None:
    hand.board.begin(Drop(hand.board, Seed("trigger")))
    hand.move((450, 164))
    assert hand.board.preview.seams == ()


def test_a_drag_that_leaves_the_canvas_adds_nothing(hand: Hand) -> None:
    hand.board.begin(Drop(hand.board, WAIT))
    hand.move((450, 164))
    assert hand.board.cancel()
    assert is_as_before(hand)
    assert hand.board.preview == NOTHING


# -- pan ---------------------------------------------------------------------------------------------------------------


def test_the_middle_button_moves_the_paper(hand: Hand) -> None:
    hand.press((500, 500), "middle")
    hand.move((520, 470), (530, 460))
    assert hand.scrolled == [30, -40]


def test_space_moves_the_paper_even_over_a_card(hand: Hand) -> None:
    x, y = hand.middle("wait")
    hand.press((x, y), space=True)
    hand.move((x + 9, y), space=True)
    hand.release((x + 9, y), space=True)
    assert hand.scrolled == [9, 0]
    assert is_as_before(hand)


def test_a_cancelled_pan_moves_the_paper_back(hand: Hand) -> None:
    hand.press((500, 500), "middle")
    hand.move((520, 470))
    hand.board.cancel()
    assert hand.scrolled == [0, 0]


def test_hover_tells_what_is_under_the_pointer(hand: Hand) -> None:
    hand.move(hand.port("bought", "yes"))
    assert (hand.board.preview.hover.part, hand.board.preview.hover.port) == ("port", "yes")
    hand.move(VOID)
    assert hand.board.preview.hover.part == "void"
