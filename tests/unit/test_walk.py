"""The shape of a journey: order, circles, reach, what lies on every way; and the times along it."""

from __future__ import annotations

from app.base.clock import DAY, HOUR
from app.journey import timing, walk
from app.journey.graph import Edge, Journey, Node


def drawn(*ways: str) -> Journey:
    """A journey from texts such as `a b`: b follows a. Each way out of a node has a port of its own."""
    pairs = [way.split() for way in ways]
    nodes = dict.fromkeys(name for pair in pairs for name in pair)
    edges = tuple(Edge(source, f"port{index}", target) for index, (source, target) in enumerate(pairs))
    return Journey("j", "J", {name: Node(name, "wait") for name in nodes}, edges)


def test_a_fork_comes_before_its_ways_and_a_join_after_them() -> None:
    assert walk.order(drawn("a b", "b yes", "b no", "yes end", "no end")) == ("a", "b", "yes", "no", "end")


def test_several_starts_come_in_their_own_order() -> None:
    assert walk.order(drawn("a x", "b x"))[:2] == ("a", "b")


def test_the_edge_that_closes_a_circle_is_the_back_edge_seen_from_the_start() -> None:
    journey = drawn("start wait", "wait ask", "ask wait", "ask end")
    assert walk.back_edges(journey) == {Edge("ask", "port2", "wait")}
    assert walk.order(journey) == ("start", "wait", "ask", "end")


def test_a_circle_that_nothing_leads_into_still_has_an_order() -> None:
    journey = drawn("a b", "b a", "s t")
    assert len(walk.back_edges(journey)) == 1
    assert set(walk.order(journey)) == set("abst")


def test_circles_are_found_in_the_journeys_order_and_only_without_the_given_nodes() -> None:
    journey = drawn("a b", "b a", "x y", "y z", "z x")
    assert walk.cycles(journey) == [("a", "b"), ("x", "y", "z")]
    assert walk.cycles(journey, without=["y"]) == [("a", "b")]


def test_reach_goes_along_the_edges_and_round_circles() -> None:
    journey = drawn("a b", "b a", "b c", "x c")
    assert walk.reachable(journey, ["a"]) == set("abc")
    assert walk.reachable(journey, []) == set()


def test_only_what_lies_on_every_way_must_be_passed() -> None:
    journey = drawn("a fork", "fork coupon", "fork plain", "coupon send", "plain send", "send end")
    above = walk.must_pass(journey, ["a"])
    assert above["end"] == {"a", "fork", "send", "end"}
    assert above["coupon"] == {"a", "fork", "coupon"}


def test_with_two_starts_neither_must_be_passed() -> None:
    above = walk.must_pass(drawn("a x", "b x", "x y", "far y2"), ["a", "b"])
    assert above["y"] == {"x", "y"}
    assert "far" not in above


def test_without_a_start_nothing_is_passed() -> None:
    assert walk.must_pass(drawn("a b"), []) == {}


def test_a_very_long_journey_breaks_nothing() -> None:
    journey = drawn(*(f"{n} {n + 1}" for n in range(3000)))
    assert walk.order(journey)[-1] == "3000"
    assert len(walk.must_pass(journey, ["0"])["3000"]) == 3001
    assert walk.cycles(journey) == []


def test_the_earliest_time_takes_the_shortest_way() -> None:
    journey = drawn("a slow", "a b", "slow end", "b end", "end a")
    lengths = {"slow": DAY, "b": HOUR}
    times = timing.earliest(journey, ["a"], lambda node: lengths.get(node, 0))
    assert times == {"a": 0, "slow": 0, "b": 0, "end": HOUR}


def test_times_of_day_are_gathered_over_all_ways() -> None:
    journey = drawn("a slow", "a b", "slow end", "b end")
    lengths = {"slow": DAY + 2 * HOUR, "b": HOUR}
    times = timing.times_of_day(journey, "a", 23 * HOUR, lambda node: lengths.get(node, 0))
    assert times["end"] == {0, HOUR}


def test_a_circle_of_odd_length_may_come_at_any_time() -> None:
    journey = drawn("a b", "b c", "c b", "c end")
    times = timing.times_of_day(journey, "a", 0, lambda node: 7 * 60_000 if node == "b" else 0)
    assert set(times) == {"a"}
