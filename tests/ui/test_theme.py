"""Both themes render whole, can be read, and Hangul is there."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication

from app.canvas.theme import THEMES, Theme
from app.ui import theme
from app.ui.desk import Desk


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("value", THEMES.values(), ids=str)
def test_the_sheet_leaves_no_token_open(value: Theme) -> None:
    sheet = theme.sheet(value)
    assert "$" not in sheet
    assert value.accent in sheet


@pytest.mark.parametrize("value", THEMES.values(), ids=str)
def test_texts_on_buttons_can_be_read_at_rest_and_pressed(value: Theme) -> None:
    sheet = theme.sheet(value)
    for state in ("", ":hover", ":pressed"):
        rule = re.search(rf'QPushButton\[kind="primary"\]{state} \{{ background: (#\w+)', sheet)
        assert rule, state
        assert contrast(value.accent_ink, rule[1]) >= 4.5, state


@pytest.mark.parametrize("value", THEMES.values(), ids=str)
def test_hints_can_be_read_on_every_ground(value: Theme) -> None:
    for ground in (value.surface, value.window, value.surface2):
        assert contrast(value.text3, ground) >= 4.5


def test_choosing_dark_changes_palette_and_sheet_at_once(qapp: QApplication, desk: Desk) -> None:
    light = qapp.styleSheet()
    desk.prefer(appearance="dark")
    assert theme.now().is_dark
    assert qapp.palette().window().color().name().upper() == theme.now().window
    assert qapp.styleSheet() != light


def test_hangul_can_be_written(qapp: QApplication) -> None:
    assert theme.hangul_family() is not None
