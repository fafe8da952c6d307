"""How a card looks: shadow, tile, three lines of text, problem, numbers, shoulder. Drawn at (0, 0), in scene px."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.base.text import _, ngettext
from app.canvas import icons
from app.canvas.geometry import CARD_WIDTH, HEADER, ROW, card_height
from app.canvas.look import Badge, CardView, Figure
from app.canvas.paint import ink
from app.canvas.paint.fonts import font, metrics
from app.canvas.theme import SIZES, Theme

#: What a card's picture needs around the card: for its shadow, its shoulder and its ports.
BLEED = 18.0

_PAD = 15.0
_TILE = 40.0
_TEXT_LEFT = _PAD + _TILE + 12.0
_TEXT_WIDTH = CARD_WIDTH - _TEXT_LEFT - 10.0
_PORT = 4.25  # radius of the small ring where wires arrive


class _Line(NamedTuple):
    """A line of the header: its baseline, size and weight."""

    baseline: float
    pixels: float
    weight: int


_KICKER = _Line(22.5, SIZES.kicker, 600)
_TITLE = _Line(41.0, SIZES.title, 650)
_SUBTITLE = _Line(59.0, SIZES.secondary, 400)


def draw_card(painter: QPainter, view: CardView, theme: Theme) -> None:
    """The whole card."""
    body = QRectF(0, 0, CARD_WIDTH, card_height(view))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shadow = _shadow(body.height(), theme.shadow, theme.shadow_strength, painter.deviceTransform().m11())
    painter.drawPixmap(body.adjusted(-BLEED, -BLEED, BLEED, BLEED), shadow, QRectF(shadow.rect()))
    _body(painter, view, body, theme)
    _header(painter, view, theme)
    _rows(painter, view, body, theme)
    if view.shoulder:
        draw_shoulder(painter, view.shoulder, theme)
    if view.takes_in:
        draw_in_port(painter, QPointF(CARD_WIDTH / 2, 0.5), theme, theme.border_strong)


def draw_brief(painter: QPainter, view: CardView, theme: Theme) -> None:
    """The card from further away: tile and title, large enough to be read at a third of their size."""
    body = QRectF(0, 0, CARD_WIDTH, card_height(view))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rim = _rim(view, theme)
    painter.setPen(QPen(ink.color(theme.border_strong if rim == theme.border else rim), 1.6, _stroke(view)))
    painter.setBrush(ink.brush(theme.surface))
    painter.drawRoundedRect(body, SIZES.radius_card, SIZES.radius_card)
    middle = body.height() / 2
    _tile(painter, view, QRectF(14, middle - 24, 48, 48), theme)
    measure = metrics(21, 650)
    painter.setFont(font(21, 650))
    painter.setPen(ink.color(theme.text))
    text = measure.elidedText(view.title, Qt.TextElideMode.ElideRight, CARD_WIDTH - 74 - 12)
    painter.drawText(QPointF(74, middle + (measure.ascent() - measure.descent()) / 2), text)
    if view.problems:
        level = _level(view.problems)
        painter.setPen(ink.NO_PEN)
        painter.setBrush(ink.brush(theme.tone(level).ink))
        painter.drawEllipse(QPointF(CARD_WIDTH - 14, 14), 6, 6)


@lru_cache(maxsize=24)
def _shadow(height: float, token: str, strength: float, scale: float) -> QPixmap:
    """The soft shadow of a card with `BLEED` around it, out of thin layers; the same for all cards of one height."""
    picture = QPixmap(round((CARD_WIDTH + 2 * BLEED) * scale), round((height + 2 * BLEED) * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.setPen(ink.NO_PEN)
    layers = 7
    for layer in range(layers):
        spread = layer * 1.5 - 1.5
        rect = QRectF(BLEED, BLEED + 2.5, CARD_WIDTH, height).adjusted(-spread, -spread, spread, spread)
        painter.setBrush(ink.brush(token, strength / layers * (1 - layer / (layers + 2))))
        painter.drawRoundedRect(rect, SIZES.radius_card + spread, SIZES.radius_card + spread)
    painter.end()
    return picture


def _body(painter: QPainter, view: CardView, body: QRectF, theme: Theme) -> None:
    painter.setBrush(ink.brush(theme.surface))
    painter.setPen(QPen(ink.color(_rim(view, theme)), 1, _stroke(view)))
    painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), SIZES.radius_card - 0.5, SIZES.radius_card - 0.5)


def _rim(view: CardView, theme: Theme) -> str:
    if any(problem.level == "error" for problem in view.problems):
        return theme.tone("err").ink
    return theme.border_strong if view.is_off else theme.border


def _stroke(view: CardView) -> Qt.PenStyle:
    return Qt.PenStyle.DashLine if view.is_off else Qt.PenStyle.SolidLine


def _header(painter: QPainter, view: CardView, theme: Theme) -> None:
    _tile(painter, view, QRectF(_PAD, (HEADER - _TILE) / 2, _TILE, _TILE), theme)
    kicker = _("Skipped · {kicker}").format(kicker=view.kicker) if view.is_off else view.kicker
    _text(painter, kicker, _KICKER, theme.text3 if view.is_off else theme.tone(view.tone).ink)
    _text(painter, view.title, _TITLE, theme.text)
    _text(painter, view.subtitle, _SUBTITLE, theme.text2)


def _tile(painter: QPainter, view: CardView, rect: QRectF, theme: Theme) -> None:
    tone = theme.tone(view.tone)
    radius = rect.width() / 2 if not view.takes_in else rect.width() / 4  # only starts are round
    painter.setPen(ink.NO_PEN)
    painter.setBrush(ink.brush(tone.soft))
    painter.drawRoundedRect(rect, radius, radius)
    inset = rect.width() * 0.225  # glyphs do not fill their square: this makes 20 px of 40
    icons.draw_icon(painter, rect.adjusted(inset, inset, -inset, -inset), view.icon, ink.color(tone.ink))


def _text(painter: QPainter, text: str, line: _Line, token: str) -> None:
    elided = metrics(line.pixels, line.weight).elidedText(text, Qt.TextElideMode.ElideRight, _TEXT_WIDTH)
    painter.setFont(font(line.pixels, line.weight))
    painter.setPen(ink.color(token))
    painter.drawText(QPointF(_TEXT_LEFT, line.baseline), elided)


def _rows(painter: QPainter, view: CardView, body: QRectF, theme: Theme) -> None:
    if view.problems:
        _chip(painter, view.problems, theme)
    if view.figures:
        top = body.bottom() - ROW
        painter.setPen(ink.pen(theme.border))
        painter.drawLine(QPointF(1, top), QPointF(CARD_WIDTH - 1, top))
        _figures(painter, view.figures, top, theme)


def _level(problems: tuple[Badge, ...]) -> str:
    return "err" if any(problem.level == "error" for problem in problems) else "warn"


def _chip(painter: QPainter, problems: tuple[Badge, ...], theme: Theme) -> None:
    level = _level(problems)
    tone = theme.tone(level)
    worst = next(problem for problem in problems if (problem.level == "error") == (level == "err"))
    rect = QRectF(12, HEADER - 1, CARD_WIDTH - 24, 25)
    painter.setPen(ink.NO_PEN)
    painter.setBrush(ink.brush(tone.soft))
    painter.drawRoundedRect(rect, 6, 6)
    icon = "ph.x-circle-fill" if level == "err" else "ph.warning-fill"
    icons.draw_icon(painter, QRectF(rect.x() + 8, rect.y() + 5, 15, 15), icon, ink.color(tone.ink))
    painter.setFont(font(11, 600))
    painter.setPen(ink.color(tone.ink))
    text = metrics(11, 600).elidedText(_chip_text(worst, problems), Qt.TextElideMode.ElideRight, rect.width() - 36)
    painter.drawText(QPointF(rect.x() + 28, rect.y() + 16.5), text)


def _chip_text(worst: Badge, problems: tuple[Badge, ...]) -> str:
    more = len(problems) - 1
    if not more:
        return worst.text
    return ngettext("{text} · {n} more", "{text} · {n} more", more).format(text=worst.text, n=more)


def _figures(painter: QPainter, figures: tuple[Figure, ...], top: float, theme: Theme) -> None:
    x, baseline = _PAD, top + 22.5
    for figure in figures:
        x = _run(painter, figure.number, QPointF(x, baseline), 13, 700, theme.text)
        x = _run(painter, figure.word, QPointF(x + 5, baseline), 11, 400, theme.text3) + 18


def _run(painter: QPainter, text: str, at: QPointF, pixels: float, weight: int, token: str) -> float:
    """Draw a piece of a line; returns where it ends."""
    painter.setFont(font(pixels, weight))
    painter.setPen(ink.color(token))
    painter.drawText(at, text)
    return at.x() + metrics(pixels, weight).horizontalAdvance(text)


def draw_shoulder(painter: QPainter, text: str, theme: Theme) -> None:
    """The pill on the card's top right."""
    width = metrics(11, 550).horizontalAdvance(text) + 16
    draw_pill(painter, QRectF(CARD_WIDTH - 12 - width, -10, width, 20), text, theme)


def draw_pill(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    """A small round label."""
    painter.setPen(ink.pen(theme.border))
    painter.setBrush(ink.brush(theme.surface))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setFont(font(11, 550))
    painter.setPen(ink.color(theme.text2))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def pill_width(text: str) -> float:
    """How wide a pill with this text is."""
    return metrics(11, 550).horizontalAdvance(text) + 18


def draw_in_port(painter: QPainter, at: QPointF, theme: Theme, token: str) -> None:
    """The small ring at which wires arrive."""
    painter.setPen(ink.pen(token, 1.5))
    painter.setBrush(ink.brush(theme.surface))
    painter.drawEllipse(at, _PORT, _PORT)
