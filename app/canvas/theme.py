"""Every colour, size and font the program shows, as one frozen value per appearance.

Colours are `#RRGGBB` text so that the palette, the style sheet and the painters can all be fed from here.
Ink on soft, and text on surface, keep at least 4.5:1; outlines and wires at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Tone:
    """The two colours of a kind or a state: `ink` for text and icons, `soft` for what lies behind them."""

    ink: str
    soft: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One appearance. Field names are the tokens of the design."""

    name: str
    canvas: str
    window: str
    surface: str
    surface2: str
    text: str
    text2: str
    text3: str
    border: str
    border_strong: str
    wire: str
    dot: str
    accent: str
    accent_soft: str
    accent_ink: str
    shadow: str
    shadow_strength: float
    tones: Mapping[str, Tone]

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on dark ground."""
        return self.name == "dark"

    def tone(self, name: str) -> Tone:
        """The colours of a kind or state; a name nobody knows is shown in the quiet colours of `exit`."""
        return self.tones.get(name) or self.tones["exit"]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in device-independent pixels, shared by both appearances."""

    radius_input: int = 6
    radius_button: int = 8
    radius_card: int = 12
    kicker: int = 11
    secondary: int = 12
    base: int = 13
    title: int = 14
    dialog: int = 16
    page: int = 20
    hero: int = 32


@dataclass(frozen=True, slots=True)
class Durations:
    """How long things move, in ms."""

    press: int = 120
    layout: int = 200
    fit: int = 320


SIZES = Sizes()
DURATIONS = Durations()

_KOREAN = {"win32": "Malgun Gothic", "darwin": "Apple SD Gothic Neo"}


def font_families(platform: str = sys.platform) -> tuple[str, ...]:
    """Families to try in order: Pretendard where somebody installed it, then the system's own Korean font."""
    own = _KOREAN.get(platform, "Noto Sans CJK KR")
    rest = ("Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans CJK KR", "Noto Sans KR")
    return ("Pretendard", "Pretendard Variable", own, *(family for family in rest if family != own))


def _tones(**pairs: tuple[str, str]) -> Mapping[str, Tone]:
    return MappingProxyType({name: Tone(*pair) for name, pair in pairs.items()})


LIGHT = Theme(
    name="light",
    canvas="#FAF9F6",
    window="#F5F3EE",
    surface="#FFFFFF",
    surface2="#F5F3EE",
    text="#1F1C17",
    text2="#5A5449",
    text3="#6F695D",
    border="#E5E1D8",
    border_strong="#918A7B",
    wire="#8C8577",
    dot="#D9D4C8",
    accent="#BC4412",
    accent_soft="#FDF0E9",
    accent_ink="#FFFFFF",
    shadow="#3A2E1C",
    shadow_strength=0.10,
    tones=_tones(
        ok=("#137A4B", "#E2F4EA"),
        warn=("#8F5B00", "#FCF0D6"),
        err=("#BF2A22", "#FCE9E7"),
        info=("#1F62C9", "#E6EFFC"),
        trigger=("#137A4B", "#E2F4EA"),
        time=("#8F5B00", "#FCF0D6"),
        logic=("#6640C4", "#EFEAFC"),
        split=("#A82C78", "#FBE8F3"),
        act=("#1F62C9", "#E6EFFC"),
        update=("#0B6E7D", "#E1F3F5"),
        goal=("#A8470F", "#FCEBDD"),
        exit=("#57524A", "#EFEDE8"),
    ),
)

DARK = Theme(
    name="dark",
    canvas="#171613",
    window="#131210",
    surface="#201E1A",
    surface2="#292621",
    text="#F3EFE7",
    text2="#B9B2A4",
    text3="#958E80",
    border="#37332C",
    border_strong="#756E60",
    wire="#6E685B",
    dot="#37342D",
    accent="#F58350",
    accent_soft="#3B2417",
    accent_ink="#1E0F06",
    shadow="#000000",
    shadow_strength=0.34,
    tones=_tones(
        ok=("#54C98F", "#16301F"),
        warn=("#EDB04C", "#33270F"),
        err=("#FF7D72", "#3B1D1A"),
        info=("#79AEFA", "#18283F"),
        trigger=("#54C98F", "#16301F"),
        time=("#EDB04C", "#33270F"),
        logic=("#B49BF8", "#292043"),
        split=("#F08FC4", "#3A1C2E"),
        act=("#79AEFA", "#18283F"),
        update=("#5CC6D6", "#12302F"),
        goal=("#FF9F6E", "#391F12"),
        exit=("#BBB4A6", "#2B2822"),
    ),
)

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK)})
