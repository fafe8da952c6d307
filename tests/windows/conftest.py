"""A real display for tests marked `window`: the one there is, or an Xvfb of their own.

Run them with `-m window`: Qt has one platform per process, and the other tests use the offscreen one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def display() -> Iterator[str]:
    """The X display's name. Skipped where there is none and Xvfb is not installed, but not in CI."""
    if os.environ.get("DISPLAY"):
        yield os.environ["DISPLAY"]
        return
    program = shutil.which("Xvfb")
    if program is None:
        assert not os.environ.get("CI"), "Xvfb is not installed, and CI may not skip its tests"
        pytest.skip("There is no display and no Xvfb (Debian: apt install xvfb)")
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-terminate"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    yield os.environ["DISPLAY"]
    server.terminate()
    server.wait()
