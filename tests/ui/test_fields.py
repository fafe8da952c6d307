"""Forms built from the settings of node kinds, and the condition editor."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app import nodes
from app.journey.graph import Node
from app.ui import fields
from app.ui.fields import Facts, Slot, slots
from app.ui.fields._did import DidForm
from app.ui.fields.arms import Arms
from app.ui.fields.contact import ContactField
from app.ui.fields.where import WhereField, joined, split
from app.ui.form import Form
from app.ui.widgets.choice import Choice
from app.ui.widgets.duration import DurationField

NONE = Qt.MouseButton.NoButton
DID = {"kind": "did", "event": "purchase", "window": {"since_entry": True}}
FACTS = Facts(shop="모아상점", example={"name": "김서연", "product": "무선 이어폰", "price": 89000, "shop": "모아상점"})


def _slot(value: Any, told: list[Any], **more: Any) -> Slot:
    return Slot("x", "X", value, told.append, FACTS, **more)


@pytest.mark.parametrize("kind", list(nodes.kinds()))
def test_every_node_kind_has_a_form_whose_fields_are_all_known(qtbot: QtBot, kind: str) -> None:
    model = nodes.kinds()[kind]
    made = slots(model, {}, lambda _name, _value: None, FACTS)
    form = Form(made)
    qtbot.addWidget(form)
    assert set(form.fields) == set(model.model_fields)
    unknown = {slot.widget for slot in made} - fields._members().keys()
    assert unknown == set()


def test_what_a_form_tells_is_what_the_kind_reads(qtbot: QtBot) -> None:
    told: dict[str, Any] = {}
    form = Form(slots(nodes.kinds()["wait"], {"length": "3h"}, told.__setitem__, FACTS))
    qtbot.addWidget(form)
    field = form.fields["length"]
    assert isinstance(field, DurationField)
    field.number.clear()
    qtbot.keyClicks(field.number, "45")
    field.unit.setCurrentIndex(0)
    field.unit.activated.emit(0)
    assert told == {"length": "45m"}
    assert nodes.parse(Node("n", "wait", told)).length == 45 * 60_000  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", list(nodes.kinds()))
@pytest.mark.parametrize("value", ["soon", 7, None, [3], {"kind": "did"}, [{"key": 1}]])
def test_settings_written_by_hand_never_break_a_form(qtbot: QtBot, kind: str, value: Any) -> None:
    model = nodes.kinds()[kind]
    form = Form(slots(model, dict.fromkeys(model.model_fields, value), lambda _name, _value: None, FACTS))
    qtbot.addWidget(form)
    assert set(form.fields) == set(model.model_fields)


def test_a_problem_is_shown_below_its_field_and_goes_again(qtbot: QtBot) -> None:
    form = Form([_slot("", [])])
    qtbot.addWidget(form)
    form.show_problems({"x": "여기에 적어 주세요."})
    assert form._errors["x"].isVisibleTo(form)
    assert form.fields["x"].property("wrong") is True
    form.show_problems({})
    assert not form._errors["x"].isVisibleTo(form)


@pytest.mark.parametrize("where", [DID, {"kind": "all", "of": [DID, DID]}, {"kind": "any", "of": [DID, DID, DID]}])
def test_a_condition_taken_apart_and_put_together_is_the_same(where: Any) -> None:
    assert joined(*split(where)) == where


def test_did_not_wraps_the_row_and_drops_its_count(qtbot: QtBot) -> None:
    shaped: list[Any] = []
    form = DidForm({**DID, "at_least": 3}, shaped.append, shaped.append, _slot(None, []))
    qtbot.addWidget(form)
    form.denied.chosen.emit(True)
    assert shaped == [{"kind": "not", "of": DID}]


def test_a_second_condition_is_joined_and_taking_it_away_leaves_the_first(qtbot: QtBot) -> None:
    told: list[Any] = []
    field = WhereField(_slot(DID, told))
    qtbot.addWidget(field)
    field.rows._append({"kind": "consent", "channel": "sms", "purpose": "ad"})
    assert told[-1]["kind"] == "all"
    assert [clause["kind"] for clause in told[-1]["of"]] == ["did", "consent"]
    field.join.chosen.emit("any")
    assert told[-1]["kind"] == "any"
    field.rows._remove(1)
    assert told[-1] == DID


def test_a_clause_without_a_row_of_its_own_is_said_in_words_and_kept(qtbot: QtBot) -> None:
    moment = {"kind": "moment", "which": "last", "event": "visit", "op": "before", "ago": "30d"}
    told: list[Any] = []
    field = WhereField(_slot({"kind": "all", "of": [DID, moment]}, told))
    qtbot.addWidget(field)
    field.join.chosen.emit("any")
    assert told[-1]["of"][1] == moment


def test_two_arms_always_share_a_hundred(qtbot: QtBot) -> None:
    told: list[Any] = []
    field = Arms([{"key": "A", "weight": 50}, {"key": "B", "weight": 50}], told.append)
    qtbot.addWidget(field)
    field.slider.setValue(30)
    assert [arm["weight"] for arm in told[-1]] == [30, 70]
    field._add()
    assert sum(arm["weight"] for arm in told[-1]) == pytest.approx(100)
    assert [arm["key"] for arm in told[-1]] == ["A", "B", "C"]


def _contact(qtbot: QtBot, told: list[Any], text: str = "") -> ContactField:
    field = ContactField(_slot({"channel": "brand_message", "content": {"text": text}}, told))
    qtbot.addWidget(field)
    return field


def test_a_variable_is_pressed_in_where_the_cursor_is_and_the_preview_follows(qtbot: QtBot) -> None:
    told: list[Any] = []
    field = _contact(qtbot, told, "안녕하세요 ")
    area = field.form.fields["text"]
    assert isinstance(area, QPlainTextEdit)
    area.moveCursor(area.textCursor().MoveOperation.End)
    area.setFocus()
    field._insert("{{ name }}")
    assert told[-1]["content"]["text"] == "안녕하세요 {{ name }}"
    qtbot.waitUntil(lambda: "김서연" in _texts(field))


def test_a_template_that_cannot_be_filled_says_why_instead_of_a_preview(qtbot: QtBot) -> None:
    field = _contact(qtbot, [], "{{ nobody }}")
    assert field.problem.isVisibleTo(field)
    assert "nobody" in field.problem.text()
    assert field.bubble is not None
    assert not field.bubble.isVisibleTo(field)


def test_another_channel_keeps_the_words(qtbot: QtBot) -> None:
    told: list[Any] = []
    field = _contact(qtbot, told, "그대로")
    field.channel.chosen.emit("sms")
    assert told[-1] == {"channel": "sms", "content": {"text": "그대로"}}


def test_the_wheel_does_not_change_a_choice(qtbot: QtBot) -> None:
    choice = Choice([(1, "하나"), (2, "둘")], 1)
    qtbot.addWidget(choice)
    choice.setFocus()
    down = QPoint(0, -120)
    at, free, phase = QPointF(5, 5), Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, down, down, NONE, free, phase, False)
    QApplication.sendEvent(choice, event)
    assert choice.value == 1
    assert not event.isAccepted()


def test_a_value_that_is_no_option_is_shown_and_not_lost(qtbot: QtBot) -> None:
    choice = Choice([("a", "가")], "z")
    qtbot.addWidget(choice)
    assert (choice.value, choice.currentText()) == ("z", "z")


def _texts(widget: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel))


def test_an_emptied_number_tells_nothing(qtbot: QtBot) -> None:
    told: list[Any] = []
    field = DurationField(3 * 3_600_000)
    field.changed.connect(told.append)
    qtbot.addWidget(field)
    field.number.clear()
    field.number.textEdited.emit("")
    assert told == []
    assert isinstance(field.number, QLineEdit)


def test_buttons_can_be_reached_by_keyboard(qtbot: QtBot) -> None:
    field = Arms([{"key": "A", "weight": 50}, {"key": "B", "weight": 50}], lambda _arms: None)
    qtbot.addWidget(field)
    for made in field.findChildren(QPushButton):
        assert made.focusPolicy() & Qt.FocusPolicy.TabFocus
