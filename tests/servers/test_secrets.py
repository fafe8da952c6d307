"""Secrets in a real Secret Service, and what is said where there is none."""

from __future__ import annotations

import os
from pathlib import Path

import keyring as rings
import pytest
from keyring.backends import fail, null

from app.base import log, secrets
from app.base.errors import SetupError
from tests.servers import keyring


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if not keyring.is_installed():
        assert not os.environ.get("CI"), "gnome-keyring is not installed, and CI may not skip its tests"
        pytest.skip("gnome-keyring is not installed (Debian: apt install gnome-keyring dbus)")
    return tmp_path / "k"


ROUND_TRIP = """
from app.base import secrets
assert secrets.get("모아상점", "smtp", "password") is None
secrets.put("모아상점", "smtp", "password", "열려라 참깨 🔑")
secrets.put("다른상점", "smtp", "password", "남의 것")
assert secrets.get("모아상점", "smtp", "password") == "열려라 참깨 🔑"
secrets.put("모아상점", "smtp", "password", "새 비밀")
assert secrets.get("모아상점", "smtp", "password") == "새 비밀"
secrets.delete("모아상점", "smtp", "password")
secrets.delete("모아상점", "smtp", "password")
assert secrets.get("모아상점", "smtp", "password") is None
assert secrets.get("다른상점", "smtp", "password") == "남의 것"
"""

REFUSED = """
from app.base import secrets
from app.base.errors import SetupError
for act, *more in ((secrets.get,), (secrets.put, "참깨"), (secrets.delete,)):
    try:
        act("s", "smtp", "p", *more)
    except SetupError as problem:
        print(problem.text)
    else:
        raise SystemExit("no SetupError")
"""


def test_a_secret_is_kept_changed_and_forgotten_by_the_real_keyring(folder: Path) -> None:
    done = keyring.run(ROUND_TRIP, folder)
    assert done.returncode == 0, done.stderr


def test_a_locked_keyring_is_said_so_and_nothing_is_stored_elsewhere(folder: Path) -> None:
    first = keyring.run("from app.base import secrets; secrets.put('s', 'smtp', 'p', '참깨')", folder)
    assert first.returncode == 0, first.stderr
    done = keyring.run(REFUSED, folder, unlocked=False, GILMOK_LANGUAGE="en")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Your keyring is locked") == 3
    assert not [file for file in folder.rglob("*") if file.is_file() and "참깨".encode() in file.read_bytes()]


@pytest.mark.parametrize("back_end", [fail.Keyring, null.Keyring])
def test_without_a_safe_place_nothing_is_stored_and_the_way_out_is_named(
    back_end: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rings, "get_keyring", back_end)
    with pytest.raises(SetupError, match="GILMOK_SECRET_MOA_SMTP_PASSWORD"):
        secrets.put("moa", "smtp", "password", "참깨")
    with pytest.raises(SetupError, match="GILMOK_SECRET_MOA_SMTP_PASSWORD"):
        secrets.get("moa", "smtp", "password")


def test_a_worker_without_a_desktop_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rings, "get_keyring", fail.Keyring)
    monkeypatch.setenv("GILMOK_SECRET_MY_SHOP_SMTP_PASSWORD", "from outside")
    assert secrets.get("my-shop", "smtp", "password") == "from outside"
    assert log.masked("it is: from outside") == "it is: •••"


def test_a_korean_shop_has_a_variable_a_shell_can_set() -> None:
    assert secrets.variable("모아", "smtp", "api-key") == "GILMOK_SECRET_UBAA8UC544_SMTP_API_KEY"
