"""The inspector: the settings of the chosen step, or of the whole journey while none is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from app import nodes
from app.base.errors import InputError
from app.base.text import _, ngettext
from app.canvas import changes
from app.canvas.document import Change, Document
from app.journey import edit
from app.journey.graph import Node, thawed
from app.ui import theme
from app.ui.fields import Facts, Slot, slots
from app.ui.form import Form
from app.ui.icons import icon
from app.ui.pages.editor.rules import rules_form
from app.ui.widgets.banner import Banner
from app.ui.widgets.plain import button, column, empty, line, row, scroll, text

Json = Any
WIDTH = 344


class Inspector(QFrame):
    """Shows what is selected and edits it in place; each field's edits are one step of the history."""

    def __init__(self, document: Document, facts: Facts) -> None:
        super().__init__()
        self.setProperty("ground", "right")
        self.setFixedWidth(WIDTH)
        self._document = document
        self._facts = facts
        self._shown: Node | None = None
        self._form: Form | None = None
        self._inside: QVBoxLayout = column(gap=14, margins=(18, 16, 18, 18))
        around = QWidget()
        around.setLayout(self._inside)
        self.setLayout(column(scroll(around, "surface"), gap=0))
        self._unwatch = document.watch(self._follow)
        self.rebuild()

    def close_watch(self) -> None:
        """Stop following the document; the page goes."""
        self._unwatch()

    def enter(self) -> None:
        """Put the keyboard into the first field of what is shown."""
        if self._form and self._form.fields:
            next(iter(self._form.fields.values())).setFocus()

    def learn(self, facts: Facts) -> None:
        """What the shop's data offers has become known: show it."""
        self._facts = facts
        self.rebuild()

    def rebuild(self) -> None:
        """Show what is selected now, from the beginning."""
        empty(self._inside)
        self._shown = self._form = None
        chosen = self._document.selection
        if chosen.only:
            self._show_node(self._document.journey.nodes[chosen.only])
        elif len(chosen.nodes) > 1:
            self._show_many(len(chosen.nodes))
        else:
            self._show_journey()
        self._inside.addStretch(1)

    # -- one step ----------------------------------------------------------------------------------------------------

    def _show_node(self, node: Node) -> None:
        kind = nodes.kinds().get(node.kind)
        self._shown = node
        self._inside.addLayout(self._head(node))
        self._sentence = text("", "secondary", wrap=True)
        self._inside.addWidget(self._sentence)
        if kind:
            made = slots(kind, thawed(node.settings), self._set, self._facts)
            self._form = Form([slot for slot in made if not _is_advanced(kind, slot)])
            self._inside.addWidget(self._form)
            self._advanced(kind, made)
        self._notes: QVBoxLayout = column(gap=8)
        self._inside.addLayout(self._notes)
        self._inside.addWidget(line())
        self._inside.addLayout(
            row(
                button(_("Duplicate"), lambda: changes.duplicate(self._document), kind="ghost", sign="ph.copy"),
                button(_("Delete"), lambda: changes.delete(self._document), kind="ghost", sign="ph.trash"),
                None,
                gap=4,
            )
        )
        self._refresh(node)

    def _head(self, node: Node) -> Any:
        view, colours = self._document.view(node.id), theme.now().tone(self._document.view(node.id).tone)
        tile = QLabel()
        tile.setPixmap(icon(view.icon, colours.ink).pixmap(22, 22))
        tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        tile.setFixedSize(44, 44)
        tile.setStyleSheet(f"background: {colours.soft}; border-radius: {22 if view.tone == 'trigger' else 11}px;")
        self._kicker = text(view.kicker, "kicker")
        self._kicker.setStyleSheet(f"color: {colours.ink}; padding-left: 6px;")
        self.title = QLineEdit(node.title or view.title)
        self.title.setAccessibleName(_("Name of this step"))
        self.title.setToolTip(_("Click to rename"))
        self.title.setStyleSheet(
            "QLineEdit { border: 1px solid transparent; background: transparent; font-size: 16px; font-weight: 650;"
            f" padding: 0 3px; min-height: 26px; }} QLineEdit:hover {{ border-color: {theme.now().border}; }}"
            f"QLineEdit:focus {{ border-color: {theme.now().accent}; }}"
        )
        self.title.textEdited.connect(self._rename)
        return row(tile, column(self._kicker, self.title, gap=0), gap=12)

    def _advanced(self, kind: type[nodes.NodeKind], made: list[Slot]) -> None:
        hidden = [slot for slot in made if _is_advanced(kind, slot)]
        if hidden:
            form = Form(hidden)
            form.hide()
            more = button(_("More settings"), kind="link")
            more.clicked.connect(lambda: form.setVisible(not form.isVisible()))
            self._inside.addLayout(row(more, None))
            self._inside.addWidget(form)

    def _set(self, name: str, value: Json) -> None:
        node = self._shown
        if node is None:
            return
        settings = {**thawed(node.settings), name: value}
        edited = edit.set_settings(self._document.journey, node.id, settings)
        self._shown = edited.nodes[node.id]
        self._document.edit(edited, _("Change the settings"), merge_key=f"{node.id}.{name}")

    def _rename(self, words: str) -> None:
        node = self._shown
        if node is None:
            return
        edited = edit.rename_node(self._document.journey, node.id, words)
        self._shown = edited.nodes[node.id]
        self._document.edit(edited, _("Rename"), merge_key=f"{node.id}.title")

    def _refresh(self, node: Node) -> None:
        """What follows from the settings: sentence, kicker, problems."""
        view = self._document.view(node.id)
        self._kicker.setText(view.kicker)
        try:
            self._sentence.setText(nodes.parse(node).sentence())
        except InputError:
            self._sentence.setText("")
        self._sentence.setVisible(bool(self._sentence.text()))
        wrong = {str(problem.path[0]): problem.text for problem in nodes.problems(node) if problem.path}
        if self._form:
            self._form.show_problems(wrong)
            self._form.refresh(thawed(node.settings))
        empty(self._notes)
        for problem in view.problems:
            self._notes.addWidget(Banner(problem.text, "err" if problem.level == "error" else "warn"))

    # -- nothing, or many --------------------------------------------------------------------------------------------

    def _show_many(self, n: int) -> None:
        self._inside.addWidget(text(ngettext("{n} step chosen", "{n} steps chosen", n).format(n=n), "dialog"))
        self._inside.addLayout(
            row(
                button(_("Duplicate"), lambda: changes.duplicate(self._document), sign="ph.copy"),
                button(_("Delete"), lambda: changes.delete(self._document), kind="danger", sign="ph.trash"),
                None,
            )
        )

    def _show_journey(self) -> None:
        self._inside.addWidget(rules_form(self._document))

    # -- following ---------------------------------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if Change.SELECTION in change or self._is_stale():
            self.rebuild()
        elif self._shown is not None:
            self._refresh(self._shown)

    def _is_stale(self) -> bool:
        """Whether somebody else (undo, the canvas) changed what the form shows."""
        if self._shown is None:
            return bool(self._document.selection.only)
        now = self._document.journey.nodes.get(self._shown.id)
        return now is None or (now.settings, now.title) != (self._shown.settings, self._shown.title)


def _is_advanced(kind: type[nodes.NodeKind], slot: Slot) -> bool:
    extra = kind.model_fields[slot.name].json_schema_extra
    return isinstance(extra, Mapping) and bool(extra.get("advanced"))
