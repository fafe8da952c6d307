"""Undo and redo under every sequence of edits, saves and steps back and forth."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.journey.history import History

LIMIT, WINDOW = 4, 10


class Value:
    """Something that is equal only to itself, as two journeys of equal content might be shown twice."""


class Editing(RuleBasedStateMachine):
    """Plays a user against a plain model: a list of (value, merge key, instant) and a position in it."""

    def __init__(self) -> None:
        super().__init__()
        first = Value()
        self.history = History(first, limit=LIMIT, window=WINDOW)
        self.states: list[tuple[Value, str | None, int, str]] = [(first, None, 0, "")]
        self.position = 0
        self.saved = first
        self.clock = 0
        self.mergeable = False

    @rule(key=st.sampled_from([None, "title", "text"]), later=st.integers(0, 2 * WINDOW), label=st.text(max_size=3))
    def edit(self, key: str | None, later: int, label: str) -> None:
        value = Value()
        self.clock += later
        self.history.push(value, label, key, self.clock)
        del self.states[self.position + 1 :]
        _, last_key, last_at, _ = self.states[-1]
        if self.mergeable and key is not None and key == last_key and self.clock - last_at <= WINDOW:
            self.states.pop()
        self.states = [*self.states, (value, key, self.clock, label)][-(LIMIT + 1) :]
        self.position = len(self.states) - 1
        self.mergeable = True

    @rule()
    def push_the_same_value_again(self) -> None:
        self.history.push(self.history.now, "nothing", "title", self.clock)

    @rule()
    def undo(self) -> None:
        self.position = max(0, self.position - 1)
        self.mergeable = False
        assert self.history.undo() is self.states[self.position][0]

    @rule()
    def redo(self) -> None:
        self.position = min(len(self.states) - 1, self.position + 1)
        self.mergeable = False
        assert self.history.redo() is self.states[self.position][0]

    @rule()
    def save(self) -> None:
        self.history.mark_clean()
        self.saved = self.states[self.position][0]
        self.mergeable = False

    @rule()
    def leave_the_field(self) -> None:
        self.history.seal()
        self.mergeable = False

    @invariant()
    def now_is_where_the_user_stands(self) -> None:
        assert self.history.now is self.states[self.position][0]

    @invariant()
    def it_is_clean_exactly_where_it_was_saved(self) -> None:
        assert self.history.is_clean == (self.states[self.position][0] is self.saved)

    @invariant()
    def the_labels_name_what_undo_and_redo_would_do(self) -> None:
        assert self.history.can_undo == (self.position > 0)
        assert self.history.can_redo == (self.position < len(self.states) - 1)
        assert self.history.undo_label == (self.states[self.position][3] if self.position else "")
        after = self.states[self.position + 1 :]
        assert self.history.redo_label == (after[0][3] if after else "")


TestEditing = Editing.TestCase


@given(st.integers(1, 30))
def test_undoing_every_edit_shows_the_first_value_and_redoing_them_the_last(count: int) -> None:
    history: History[object] = History(first := Value())
    for number in range(count):
        history.push(last := Value(), f"edit {number}")
    for _ in range(count):
        history.undo()
    assert history.now is first
    for _ in range(count):
        history.redo()
    assert history.now is last


def test_typing_a_word_is_one_step_and_a_pause_begins_another() -> None:
    history = History("", window=1000)
    for at, text in [(0, "h"), (500, "hi"), (1200, "hi!"), (9000, "hi!?")]:
        history.push(text, "Edit title", "title", at)
    assert history.undo() == "hi!"
    assert history.undo() == ""


def test_an_edit_after_a_save_never_swallows_the_saved_state() -> None:
    history = History("", window=1000)
    history.push("a", "Type", "title", 0)
    history.mark_clean()
    history.push("ab", "Type", "title", 1)
    assert not history.is_clean
    assert history.undo() == "a"
    assert history.is_clean
