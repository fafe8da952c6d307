"""The canvas's fonts: pixel sizes, no hinting, tabular figures."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontMetricsF

from app.canvas.theme import font_families


@cache
def font(pixels: float, weight: int = 400) -> QFont:
    """A font of the canvas. Treat it as a constant."""
    made = QFont()
    made.setFamilies(list(font_families()))
    made.setPixelSize(round(pixels))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.02 * pixels)  # Hangul stands wide apart by itself
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def metrics(pixels: float, weight: int = 400) -> QFontMetricsF:
    """The measures of `font`."""
    return QFontMetricsF(font(pixels, weight))
