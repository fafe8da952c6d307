"""One Theme value → palette, style sheet, focus ring and fonts, set once on the application."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleFactory, QStyleOption, QWidget

from app.base import paths
from app.base.settings import Appearance
from app.canvas.theme import DARK, LIGHT, SIZES, Theme, font_families

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface2",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent_ink",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Light: "surface2",
}


def palette(theme: Theme) -> QPalette:
    """What widgets without a rule of their own are painted with."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, QColor(getattr(theme, token)))
        if token.startswith("text"):
            made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.text3))
    return made


def sheet(theme: Theme) -> str:
    """The style sheet of the whole program in this theme."""
    text = (paths.resources() / "theme" / "window.qss").read_text(encoding="utf-8")
    return Template(text).substitute(_tokens(theme))


def _tokens(theme: Theme) -> dict[str, str]:
    colours = {name: value for name in Theme.__slots__ if isinstance(value := getattr(theme, name), str)}
    tones = {f"{name}_{part}": getattr(tone, part) for name, tone in theme.tones.items() for part in ("ink", "soft")}
    sizes = {
        name: str(getattr(SIZES, name))
        for name in ("radius_input", "radius_button", "radius_card", "kicker", "secondary", "base", "title", "dialog")
    } | {"page": str(SIZES.page), "hero": str(SIZES.hero)}
    accent = QColor(theme.accent)
    shades = {
        "accent_hover": accent.lighter(112).name() if theme.is_dark else accent.darker(108).name(),
        "accent_down": accent.darker(118).name(),
    }
    return colours | tones | sizes | shades


class Ring(QProxyStyle):
    """Fusion, with a focus ring of the accent colour for whoever moves by keyboard."""

    def __init__(self) -> None:
        super().__init__(QStyleFactory.create("Fusion"))
        self.colour = LIGHT.accent

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element is not QStyle.PrimitiveElement.PE_FrameFocusRect:
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.colour), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(widget.rect() if widget else option.rect).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, SIZES.radius_button, SIZES.radius_button)
        painter.restore()


class Skin(QObject):
    """The appearance in use. Follows the system's light and dark while told to; `changed` carries the new Theme."""

    changed = Signal(object)

    def __init__(self, app: QApplication, appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._appearance: Appearance = appearance
        self._ring = Ring()
        app.setStyle(self._ring)
        app.setFont(base_font())
        self.theme = self._wanted()
        self._apply()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._refresh)

    @property
    def appearance(self) -> Appearance:
        """What the person chose: system, light or dark."""
        return self._appearance

    def choose(self, appearance: Appearance) -> None:
        """Change the appearance now."""
        self._appearance = appearance
        self._refresh()

    def _wanted(self) -> Theme:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if self._appearance == "dark" or (self._appearance == "system" and dark) else LIGHT

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is not self.theme:
            self.theme = wanted
            self._apply()
            self.changed.emit(wanted)

    def _apply(self) -> None:
        self._ring.colour = self.theme.accent
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(sheet(self.theme))
        self._app.setProperty("theme", self.theme)


def now() -> Theme:
    """The theme in use. Widgets read it when they are made: the window is made anew when it changes."""
    app = QApplication.instance()
    return (app and app.property("theme")) or LIGHT


def base_font() -> QFont:
    """The program's font at base size, with figures of one width where the font has them."""
    font = QFont()
    font.setFamilies(list(font_families()))
    font.setPixelSize(SIZES.base)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def hangul_family() -> str | None:
    """The first family of ours that can really write Hangul, or any other that can; None: the screen shows boxes."""
    able = QFontDatabase.families(QFontDatabase.WritingSystem.Korean)
    return next((family for family in font_families() if family in able), able[0] if able else None)
