"""The tokens can be read: contrast after WCAG 2.2."""

from __future__ import annotations

import pytest

from app.canvas.theme import DARK, LIGHT, Theme, font_families

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(token: str) -> float:
    parts = [int(token[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@BOTH
def test_text_can_be_read_on_every_ground(theme: Theme) -> None:
    for ink in (theme.text, theme.text2, theme.text3):
        for ground in (theme.surface, theme.canvas, theme.surface2, theme.window):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(theme.accent_ink, theme.accent) >= 4.5


@BOTH
def test_every_tone_can_be_read_on_its_soft_ground_and_on_cards(theme: Theme) -> None:
    for name, tone in theme.tones.items():
        assert contrast(tone.ink, tone.soft) >= 4.5, name
        assert contrast(tone.ink, theme.surface) >= 4.5, name


@BOTH
def test_outlines_and_wires_can_be_seen(theme: Theme) -> None:
    for line, ground in (
        (theme.wire, theme.canvas),
        (theme.border_strong, theme.surface),
        (theme.accent, theme.canvas),
    ):
        assert contrast(line, ground) >= 3, (line, ground)


def test_both_appearances_know_the_same_tones() -> None:
    assert LIGHT.tones.keys() == DARK.tones.keys()
    assert LIGHT.tone("no such kind") == LIGHT.tones["exit"]


@pytest.mark.parametrize(
    ("platform", "own"), [("win32", "Malgun Gothic"), ("darwin", "Apple SD Gothic Neo"), ("linux", "Noto Sans CJK KR")]
)
def test_each_system_shows_hangul_in_its_own_font(platform: str, own: str) -> None:
    families = font_families(platform)
    assert families[0] == "Pretendard"
    assert families[2] == own
    assert len(set(families)) == len(families)
