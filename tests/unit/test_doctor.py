"""`gilmok doctor`: what is broken is named with a remedy, and looking changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import zoneinfo
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy import text

from app.__main__ import main
from app.base import paths, secrets
from app.commands import FINDINGS, FINE
from app.commands.doctor import examine, machine, places, screen, shops
from app.commands.doctor.check import Check, tried
from app.data import mirror
from app.data import shop as data
from app.data.shop import Shop
from tests.servers import keyring

ROOT = Path(__file__).parents[2]
NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"""


@pytest.fixture
def shop() -> Shop:
    return data.create("모아상점")


def by_name(found: Iterator[Check]) -> dict[str, Check]:
    return {one.name: one for one in found}


# -- the command -----------------------------------------------------------------------------------------------------


def test_a_well_computer_is_told_so_line_by_line(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == FINE
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    machinery = ["python", "sqlite", "duckdb", "postgresql", "zones", "qt", "screen", "hangul"]
    assert list(found) == [*machinery, "home", "room", "log", "keyring", "record", "mirror"]
    assert {name for name, one in found.items() if one["level"] != "ok"} <= {"screen", "keyring"}


def test_whatever_is_not_well_says_what_to_do(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    (shop.folder / data.RECORD).unlink()
    assert main(["doctor"]) == FINDINGS
    lines = capsys.readouterr().out.splitlines()
    for number, line in enumerate(lines[:-1]):
        if not line.startswith(("✓", " ")):
            assert lines[number + 1].startswith("    → ")
    assert lines[-1] == "✗ 먼저 고쳐야 할 것이 있어요."


def test_a_data_folder_that_cannot_be_written_is_a_finding_not_a_bug(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file where the folder should be", encoding="utf-8")
    assert main(["doctor", "--json"]) == FINDINGS
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert (found["home"]["level"], found["log"]["level"]) == ("error", "warn")
    assert "--home" in found["home"]["remedy"]


def test_looking_makes_no_folder(home: Path) -> None:
    examine()
    assert not home.exists()


def test_a_check_that_fails_by_itself_is_a_finding() -> None:
    def fail() -> str:
        raise RuntimeError("first line\nsecond line")

    assert tried("x", fail, "No good", "Mend it.") == Check("x", "error", "No good (first line)", "Mend it.")


# -- the machine -----------------------------------------------------------------------------------------------------


def test_an_old_python_is_an_error() -> None:
    assert machine.python((3, 11, 0)).level == "ok"
    old = machine.python((3, 10, 14))
    assert (old.level, old.text) == ("error", "파이썬 3.10.14")
    assert old.remedy


def test_wrong_time_zones_are_noticed(tmp_path: Path) -> None:
    false = tmp_path / "America" / "New_York"
    false.parent.mkdir()
    false.write_bytes((resources.files("tzdata") / "zoneinfo" / "Asia" / "Seoul").read_bytes())
    zoneinfo.reset_tzpath([str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    try:
        assert by_name(machine.checks())["zones"].level == "error"
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()


# -- the screen ------------------------------------------------------------------------------------------------------


def test_hangul_is_really_drawn() -> None:
    seen = screen.ask(QT_QPA_PLATFORM="offscreen")
    assert seen.facts
    assert seen.facts["hangul"] is True
    assert seen.facts["family"]


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig is Linux's")
def test_a_computer_without_hangul_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(NO_FONTS.format(folder=tmp_path), encoding="utf-8")
    for latin in list(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))[:1]:
        shutil.copy(latin, tmp_path)
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    found = by_name(screen.checks())
    assert (found["qt"].level, found["hangul"].level) == ("ok", "error")
    assert "Noto Sans CJK KR" in found["hangul"].remedy


def test_a_qt_that_takes_its_process_down_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nowhere")
    found = by_name(screen.checks())
    assert (found["qt"].level, found["screen"].level) == ("ok", "error")
    assert "nowhere" in found["screen"].text


def test_a_qt_that_cannot_be_imported_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text("raise ImportError('libEGL.so.1: no such file')", "utf-8")
    seen = screen.ask(PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert seen.facts is None
    assert "libEGL.so.1" in seen.why


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_a_computer_without_a_screen_can_still_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    found = by_name(screen.checks())
    assert [found[name].level for name in ("qt", "screen", "hangul")] == ["ok", "warn", "ok"]


# -- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("free", "level"), [(50e9, "ok"), (1e9, "warn"), (5e6, "error")])
def test_room_on_the_disk_is_counted(free: float, level: str) -> None:
    found = places.room(int(free))
    assert found.level == level
    assert bool(found.remedy) == (level != "ok")


def test_a_keyring_that_does_not_answer_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(secrets, "check", lambda: str(never.wait()))
    monkeypatch.setattr(places, "_PATIENCE", 0.05)
    found = by_name(places.checks())["keyring"]
    assert found.level == "warn"
    assert "잠금" in found.remedy
    never.set()


@pytest.mark.skipif(not keyring.is_installed() and "CI" not in os.environ, reason="gnome-keyring is not installed")
@pytest.mark.parametrize("unlocked", [True, False])
def test_the_keyring_of_the_system_is_asked(unlocked: bool, tmp_path: Path) -> None:
    code = "from app.commands.doctor import places; print([c.level for c in places.checks() if c.name == 'keyring'][0])"
    done = keyring.run(code, tmp_path, unlocked=unlocked)
    assert done.stdout.strip() == ("ok" if unlocked else "warn"), done.stderr


# -- shops -----------------------------------------------------------------------------------------------------------


def test_a_new_shop_is_well_and_has_no_mirror_yet(shop: Shop) -> None:
    found = by_name(shops.checks())
    assert [one.level for one in found.values()] == ["ok", "ok"]
    assert "고객 0명" in found["record"].text
    assert "처음 필요할 때" in found["mirror"].text


def test_a_mirror_is_counted_and_a_lost_part_is_noticed(shop: Shop) -> None:
    database = shop.open()
    with database.begin() as connection:
        connection.execute(text("INSERT INTO customer (id, key, attrs) VALUES (1, 'a', '{}')"))
    mirror.refresh(database, shop.mirror)
    database.close()
    assert "행동 0건" in by_name(shops.checks())["mirror"].text
    next(shop.mirror.glob("customer-*.parquet")).unlink()
    assert by_name(shops.checks())["mirror"].level == "warn"


def test_a_lost_record_is_an_error_and_is_not_made_anew(shop: Shop) -> None:
    record = shop.folder / data.RECORD
    record.unlink()
    assert by_name(shops.checks())["record"].level == "error"
    assert not record.exists()


def test_a_damaged_record_is_an_error_and_stays_as_it_is(shop: Shop) -> None:
    record = shop.folder / data.RECORD
    record.write_bytes(b"nonsense" * 1000)
    found = by_name(shops.checks())["record"]
    assert found.level == "error"
    assert "백업" in found.remedy
    assert record.read_bytes() == b"nonsense" * 1000


@pytest.mark.parametrize(("version", "level"), [("9999", "error"), ("0000", "ok")])
def test_a_record_of_another_version_is_left_as_it_is(shop: Shop, version: str, level: str) -> None:
    database = shop.open()
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    database.close()
    assert by_name(shops.checks())["record"].level == level
    assert [file.name for file in shop.folder.glob("*.sqlite")] == [data.RECORD]


def test_a_shop_whose_settings_are_damaged_is_named(shop: Shop) -> None:
    (shop.folder / data.FILE).write_text("{", encoding="utf-8")
    (found,) = shops.checks()
    assert (found.level, found.name) == ("error", "shop")
    assert shop.name in found.text
    assert paths.home() in shop.folder.parents
