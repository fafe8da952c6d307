"""The user's preferences survive, and never stand in the way."""

from pathlib import Path

from app.base.settings import Preferences, load, save


def test_what_was_saved_is_read_again(tmp_path: Path) -> None:
    chosen = Preferences(language="en", appearance="dark", shop="moa", window=(10, 20, 1280, 720))
    save(chosen, tmp_path)
    assert load(tmp_path) == chosen
    assert [file.name for file in tmp_path.iterdir()] == ["preferences.json"]


def test_a_first_start_has_defaults_and_writes_nothing(tmp_path: Path) -> None:
    assert load(tmp_path) == Preferences()
    assert list(tmp_path.iterdir()) == []


def test_an_unreadable_file_is_set_aside_not_lost(tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text("{broken", encoding="utf-8")
    assert load(tmp_path) == Preferences()
    assert (tmp_path / "preferences.unreadable").read_text(encoding="utf-8") == "{broken"


def test_an_unknown_choice_of_a_newer_version_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text('{"language": "en", "hats": 3}', encoding="utf-8")
    assert load(tmp_path).language == "en"


def test_changing_one_choice_keeps_the_others() -> None:
    assert Preferences(shop="moa").but(appearance="dark") == Preferences(shop="moa", appearance="dark")
