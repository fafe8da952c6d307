"""What a benchmark says: who did how much in what time, beside what it should be."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """One run: `steps` of nodes and `messages` written, in `seconds` of the clock and of this process (`cpu`).

    `memory` is the most the process held, in MB (0: this system does not say); `least` the budget in steps/s.
    """

    name: str
    steps: int
    messages: int
    seconds: float
    cpu: float
    memory: float = 0.0
    least: int = 0

    @property
    def rate(self) -> float:
        """Steps per second of the clock."""
        return self.steps / self.seconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a benchmark found: `pairs` of (ours, the baseline), and further `facts`: (what, found, budget)."""

    title: str
    pairs: tuple[tuple[Score, Score], ...]
    facts: tuple[tuple[str, str, str], ...] = ()
    load: float = 0.0

    def lines(self) -> list[str]:
        """The outcome as a table."""
        head = f"{self.title} · median of several runs · load of the machine {self.load:.1f}"
        columns = f"{'':42}{'steps':>11}{'s':>8}{'steps/s':>12}{'per CPU s':>12}{'ratio':>8}{'memory':>10}  budget"
        rows = [line for ours, theirs in self.pairs for line in (_line(ours, theirs), _line(theirs))]
        return [head, columns, *rows, *(f"{what:42}{found:>11}  budget {wanted}" for what, found, wanted in self.facts)]


def _line(score: Score, beside: Score | None = None) -> str:
    ratio = f"{score.rate / beside.rate:.0f}×" if beside else ""
    memory = f"{score.memory:.0f} MB" if score.memory else ""
    budget = f"  ≥ {score.least:,}" if score.least else ""
    return (
        f"{score.name:42}{score.steps:>11,}{score.seconds:>8.2f}{score.rate:>12,.0f}"
        f"{score.steps / score.cpu:>12,.0f}{ratio:>8}{memory:>10}{budget}"
    )


@dataclass
class Watch:
    """Measures the clock and the processor time of this process inside each `with`, and adds it up."""

    seconds: float = 0.0
    cpu: float = 0.0

    def __enter__(self) -> Watch:
        self._begin = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_problem: object) -> None:
        self.seconds += time.perf_counter() - self._begin[0]
        self.cpu += time.process_time() - self._begin[1]


def median(runs: Sequence[Score]) -> Score:
    """The run in the middle, by its rate."""
    return sorted(runs, key=lambda score: score.rate)[len(runs) // 2]


def alone(work: Callable[..., Score], *arguments: Any) -> Score:
    """Do it in a process of its own, so that the memory measured is its own too."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, work, arguments).result()


def _measured(work: Callable[..., Score], arguments: tuple[Any, ...]) -> Score:
    return replace(work(*arguments), memory=_peak())


def _peak() -> float:
    """The most this process held, in MB. Linux keeps `ru_maxrss` over exec, so the parent's would count."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def load() -> float:
    """How many processes want to run, on average of the last minute; a figure on a busy machine is worth less."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
