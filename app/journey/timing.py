"""When a customer can be where, counted from the entry. How long a node takes, the caller says."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping

from app.base.clock import DAY
from app.journey import walk
from app.journey.graph import Journey

Lingers = Callable[[str], int]


def earliest(journey: Journey, roots: Collection[str], lingers: Lingers) -> Mapping[str, int]:
    """The least time in ms from the entry at a root until the arrival at each reachable node."""
    leaving = walk.following(journey)
    found: dict[str, int] = {}
    ahead = [(0, root) for root in roots]
    heapq.heapify(ahead)
    while ahead:
        at, node = heapq.heappop(ahead)
        if node in found:
            continue
        found[node] = at
        for edge in leaving[node]:
            heapq.heappush(ahead, (at + lingers(node), edge.target))
    return found


def times_of_day(
    journey: Journey, root: str, at: int, lingers: Lingers, most: int = 64
) -> Mapping[str, frozenset[int]]:
    """The times of day (ms after midnight) at which customers who enter at `at` can arrive at each reachable node.

    A node at which there would be more than `most` of them is left out, and with it what follows: it may be any time.
    """
    leaving = walk.following(journey)
    found: dict[str, set[int]] = {root: {at % DAY}}
    ahead = [root]
    while ahead:
        node = ahead.pop()
        if len(found[node]) > most:
            continue
        after = {(time + lingers(node)) % DAY for time in found[node]}
        for edge in leaving[node]:
            known = found.setdefault(edge.target, set())
            if not after <= known:
                known |= after
                ahead.append(edge.target)
    vague = walk.reachable(journey, [node for node, times in found.items() if len(times) > most])
    return {node: frozenset(times) for node, times in found.items() if node not in vague}
