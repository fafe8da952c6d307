"""The mends that several rules offer."""

from __future__ import annotations

from app.base.ids import new_id
from app.journey import edit
from app.journey.graph import Edge, Journey, Node
from app.lint._contract import Fix

_BELOW = 180.0  # px between a card and the way out that is put under it
_BESIDE = 288.0


def cut(edge: Edge) -> Fix:
    """Take one connection off."""
    return lambda journey: edit.disconnect(journey, edge) if edge in journey.edges else journey


def remove(node: str) -> Fix:
    """Take one step out, and close the gap."""
    return lambda journey: edit.remove_nodes(journey, [node]) if node in journey.nodes else journey


def let_leave(node: str, ports: tuple[str, ...]) -> Fix:
    """Put a way out behind each of the ports that is still open."""

    def mend(journey: Journey) -> Journey:
        if node not in journey.nodes:
            return journey
        x, y = journey.nodes[node].at
        still_open = [port for port in ports if port not in journey.out(node)]
        for index, port in enumerate(still_open):
            leave = Node(new_id(), "leave", at=(x + index * _BESIDE, y + _BELOW))
            journey = edit.connect(edit.add_node(journey, leave), node, port, leave.id)
        return journey

    return mend
