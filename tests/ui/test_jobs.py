"""Long work beside the window: results, errors by kind, progress, cancel."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.base.errors import InputError
from app.ui.jobs import Jobs, Progress, Task
from app.ui.widgets.progress import say_progress


@pytest.fixture
def jobs(qapp: object) -> Jobs:
    return Jobs()


def test_the_result_arrives_on_the_window_s_thread(qtbot: QtBot, jobs: Jobs) -> None:
    threads: list[threading.Thread] = []

    def work(_task: Task) -> int:
        threads.append(threading.current_thread())
        return 42

    def done(value: int) -> None:
        assert value == 42
        threads.append(threading.current_thread())

    jobs.start(work, done)
    qtbot.waitUntil(lambda: not jobs.running)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_an_error_one_can_mend_goes_to_who_asked_and_a_bug_to_everyone(qtbot: QtBot, jobs: Jobs) -> None:
    told: list[Exception] = []
    heard: list[Exception] = []
    jobs.problem.connect(heard.append)

    def mend(_task: Task) -> None:
        raise InputError("that is no number")

    def bug(_task: Task) -> None:
        raise ZeroDivisionError

    jobs.start(mend, failed=told.append)
    jobs.start(bug, failed=told.append)
    qtbot.waitUntil(lambda: not jobs.running)
    assert [type(error) for error in told] == [InputError]
    assert [type(error) for error in heard] == [ZeroDivisionError]


def test_cancelled_work_stops_at_its_next_report_and_hands_nothing_over(qtbot: QtBot, jobs: Jobs) -> None:
    begun, results = threading.Event(), []

    def work(task: Task) -> None:
        begun.set()
        for number in range(100_000):
            task.report(number, 100_000)
            threading.Event().wait(0.001)

    job = jobs.start(work, results.append)
    assert begun.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: not jobs.running)
    assert results == []


def test_nothing_is_handed_to_an_owner_that_is_gone(qtbot: QtBot, jobs: Jobs) -> None:
    gate, results, owner = threading.Event(), [], QObject()
    jobs.start(lambda _task: gate.wait(5), results.append, owner=owner)
    owner.deleteLater()
    qtbot.wait(20)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.running)
    assert results == []


def test_progress_tells_rate_and_time_left() -> None:
    progress = Progress(done=2_000, total=10_000, seconds=4.0)
    assert progress.share == 0.2
    assert progress.rate == 500
    assert progress.left == 16
    assert say_progress(progress) == "10,000 중 2,000 · 1초에 500 · 약 16초 남음"


def test_progress_without_an_end_promises_none() -> None:
    assert Progress(done=5).left is None
    assert Progress(done=5).share is None
