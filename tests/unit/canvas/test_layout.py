"""Where things lie, what is hit, where the arrow keys go, what guides and camera-free geometry say."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.canvas import geometry, steps
from app.canvas.geometry import CARD_WIDTH, Point, Rect
from app.canvas.guides import Rails
from app.canvas.layout import Layout
from app.journey import edit
from app.journey.graph import Edge
from tests import cart
from tests.unit.canvas.gestures import Hand


@pytest.fixture
def layout() -> Layout:
    return Hand().board.layout


@pytest.mark.parametrize(
    ("count", "shares"), [(1, [0.5]), (2, [0.25, 0.75]), (3, [0.25, 0.5, 0.75]), (4, [0.2, 0.4, 0.6, 0.8])]
)
def test_ports_are_spread_along_the_lower_edge(count: int, shares: list[float]) -> None:
    card = Rect(0, 0, CARD_WIDTH, 72)
    assert [geometry.out_port(card, i, count) for i in range(count)] == [
        Point(pytest.approx(CARD_WIDTH * share), 72) for share in shares
    ]


def test_a_card_grows_with_its_problem_and_its_numbers(layout: Layout) -> None:
    hand = Hand()
    assert hand.board.layout.boxes["goal"].rect.h == 72
    hand.document.set_counts(cart.counts())
    assert hand.board.layout.boxes["goal"].rect.h == 108
    hand.document.set_findings({"goal": cart.FINDINGS["cheap"]})
    assert hand.board.layout.boxes["goal"].rect.h == 144


def test_siblings_fork_at_the_same_height(layout: Layout) -> None:
    yes = layout.routes[Edge("bought", "yes", "goal")].points
    no = layout.routes[Edge("bought", "no", "test")].points
    assert yes[1].y == no[1].y == yes[0].y + 20


def test_wires_are_upright_whatever_the_ends() -> None:
    for end in (Point(0, 300), Point(80, 300), Point(80, 30), Point(80, -300), Point(0, 25)):
        points = geometry.way(Point(0, 0), end, 500)
        assert points[0] == (0, 0)
        assert points[-1] == end
        assert all(a.x == b.x or a.y == b.y for a, b in pairwise(points))


def test_a_loop_runs_back_right_of_every_card_in_its_way() -> None:
    hand = Hand(edit.connect(cart.cart(), "scarce", "next", "wait"))
    loop = hand.board.layout.routes[Edge("scarce", "next", "wait")]
    lane = max(point.x for point in loop.points)
    crossed = [box for box in hand.board.layout.boxes.values() if box.rect.x <= lane <= box.rect.right]
    assert lane > hand.board.layout.boxes["wait"].rect.right
    assert not [box for box in crossed if box.rect.bottom > 164 and box.rect.y < 724]


def test_a_port_is_hit_before_its_card_and_more_easily_from_afar(layout: Layout) -> None:
    x, y = layout.boxes["bought"].out_port("yes")
    assert layout.hit(x + 9, y - 4, 1.0).port == "yes"
    assert layout.hit(x + 18, y - 4, 1.0).part == "card"
    assert layout.hit(x + 18, y - 4, 0.5).port == "yes"


def test_what_did_not_move_is_not_routed_again(layout: Layout) -> None:
    moved = layout.moved({"goal": (0.0, 600.0)})
    assert moved.routes[Edge("cart", "next", "wait")] is layout.routes[Edge("cart", "next", "wait")]
    assert moved.boxes["wait"] is layout.boxes["wait"]
    assert moved.routes[Edge("bought", "yes", "goal")].points[-1] == (124, 600)


def test_a_pill_sits_beside_its_port_and_never_beyond_the_middle_of_its_leg(layout: Layout) -> None:
    route = layout.routes[Edge("bought", "yes", "goal")]
    start, end = route.points[1], route.points[2]
    assert route.pill(40).x == start.x - 34
    assert route.pill(4000).x == (start.x + end.x) / 2
    assert route.pill(40).y == start.y


def test_arrow_keys_follow_the_wires(layout: Layout) -> None:
    assert steps.first(layout) == "cart"
    assert steps.neighbour(layout, "cart", "down") == "wait"
    assert steps.neighbour(layout, "wait", "up") == "cart"
    assert steps.neighbour(layout, "goal", "right") == "test"
    assert steps.neighbour(layout, "cheap", "left") == "scarce"
    assert steps.neighbour(layout, "goal", "left") == "goal"
    assert steps.first(Layout.of({}, {})) == ""


def test_guides_reach_six_px_on_the_screen(layout: Layout) -> None:
    rails = Rails(layout, ["goal"])
    card = layout.boxes["goal"].rect
    assert rails.settle(card.at(326, 900), 1.0)[0].x == 320
    assert rails.settle(card.at(328, 900), 1.0)[0].x == 328
    assert rails.settle(card.at(331, 900), 0.5)[0].x == 320


def test_a_point_along_a_wire_lies_on_it(layout: Layout) -> None:
    points = layout.routes[Edge("bought", "yes", "goal")].points
    for share in (0, 0.2, 0.5, 0.9, 1):
        at = geometry.along(points, share)
        assert geometry.distance(points, at.x, at.y) == pytest.approx(0, abs=1e-9)
    assert geometry.along(points, 0) == points[0]
    assert geometry.along(points, 1) == points[-1]
