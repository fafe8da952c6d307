"""The canvas's bench runs. How fast it is, `gilmok bench canvas` tells; no test does."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.canvas.bench import BUDGET, journey_of, measure


def test_the_bench_measures_the_canvas_and_a_plain_scene(qtbot: QtBot) -> None:
    found = measure(64)
    for name in BUDGET:
        assert getattr(found.canvas, name) > 0
        assert getattr(found.plain, name) > 0
    assert len(found.lines()) == 1 + len(BUDGET)


def test_the_journey_of_the_bench_has_as_many_cards_as_it_says() -> None:
    assert len(journey_of(1000).nodes) == 1000
