"""Qt, the screen, Hangul: asked of `app.ui.probe` in another process, so that a crash is a finding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import app
from app.base.text import _
from app.commands.doctor.check import Check

_PATIENCE = 60  # seconds; the first start of Qt on a cold disk is slow
_WITHOUT_SCREEN = ("offscreen", "minimal", "vnc")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other process said (nothing when it failed), and its last words."""

    facts: Mapping[str, Any] | None
    why: str = ""


def checks() -> Iterator[Check]:
    """Qt, the screen, Hangul."""
    shown = ask() if _has_screen() else None
    seen = shown if shown and shown.facts else ask(QT_QPA_PLATFORM="offscreen")
    yield _qt(seen)
    if seen.facts:
        yield _screen(shown)
        yield _hangul(seen.facts)


def ask(**environment: str) -> Answer:
    """Run the probe; what it says, or why it could not."""
    variables = os.environ | {"PYTHONPATH": str(Path(app.__file__).parents[1]), "PYTHONUTF8": "1"} | environment
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.ui.probe"],
            env=variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
        return (
            Answer(json.loads(done.stdout.splitlines()[-1]))
            if done.returncode == 0
            else Answer(None, _last(done.stderr))
        )
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as problem:
        return Answer(None, type(problem).__name__)


def _last(stderr: str) -> str:
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    telling = [line for line in lines if "rror" in line or "could not" in line.lower()]
    return (telling or lines or [""])[-1][:200]


def _has_screen() -> bool:
    variables = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, variables))


def _qt(seen: Answer) -> Check:
    if seen.facts:
        return Check("qt", "ok", _("Qt {version}").format(version=seen.facts["qt"]))
    text = _("Qt does not start, so there is no window ({why})").format(why=seen.why)
    return Check("qt", "error", text, _("Set Gilmok up again: python3 start.py setup"))


def _screen(shown: Answer | None) -> Check:
    if shown and shown.facts and shown.facts["platform"] not in _WITHOUT_SCREEN:
        width, height = shown.facts["screen"]
        return Check("screen", "ok", _("Screen {width} × {height}").format(width=width, height=height))
    if shown and not shown.facts:
        text = _("The window cannot open on this screen ({why})").format(why=shown.why)
        return Check("screen", "error", text, _("Set Gilmok up again: python3 start.py setup"))
    text = _("There is no screen: commands and the worker run, the window does not.")
    return Check("screen", "warn", text, _("Log in at the computer itself to see the window."))


def _hangul(facts: Mapping[str, Any]) -> Check:
    if facts["hangul"]:
        return Check("hangul", "ok", _("Hangul in {family}").format(family=facts["family"]))
    text = _("No font on this computer can write Hangul: the screen would show boxes.")
    return Check("hangul", "error", text, _("Install a Korean font such as Noto Sans CJK KR (Debian: fonts-noto-cjk)."))
