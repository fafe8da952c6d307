"""The menu entries start the checkout they were made from, wherever it lies."""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")


@pytest.fixture(params=["새 가게 gilmok", "a \"b\" $HOME 100% 'c' `d` \\e"])
def checkout(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A checkout whose start.py only says that it ran."""
    folder: Path = tmp_path / request.param
    shutil.copytree(ROOT / "installers", folder / "installers")
    (folder / "start.py").write_text("print('started from', __file__)", "utf-8")
    return folder


def run(command: list[str], home: Path) -> str:
    """What the command prints when `home` is the user's home folder."""
    variables = {"HOME": str(home), "PATH": os.environ["PATH"]}
    return subprocess.run(command, env=variables, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def words(line: str) -> list[str]:
    """The command of an Exec line, read as the Desktop Entry Specification says."""
    value = line.replace("\\\\", "\\").replace("%%", "%")
    found = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', value)
    return [re.sub(r"\\(.)", r"\1", quoted) or plain for quoted, plain in found]


def test_the_linux_entry_starts_its_checkout(checkout: Path, tmp_path: Path) -> None:
    entry = run([str(checkout / "installers" / "linux.sh")], tmp_path)
    read = configparser.ConfigParser(interpolation=None)
    read.read(entry, "utf-8")
    assert read["Desktop Entry"]["Name[ko]"] == "길목"
    command = words(read["Desktop Entry"]["Exec"])
    assert run(command, tmp_path) == f"started from {checkout / 'start.py'}"


def test_the_linux_entry_can_be_taken_out(checkout: Path, tmp_path: Path) -> None:
    entry = run([str(checkout / "installers" / "linux.sh")], tmp_path)
    run([str(checkout / "installers" / "linux.sh"), "remove"], tmp_path)
    assert not Path(entry).exists()


def test_the_macos_application_starts_its_checkout(checkout: Path, tmp_path: Path) -> None:
    app = Path(run([str(checkout / "installers" / "macos.command")], tmp_path))
    about = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    program = app / "Contents" / "MacOS" / about["CFBundleExecutable"]
    assert run([str(program)], tmp_path) == f"started from {checkout / 'start.py'}"


def test_the_macos_application_can_be_taken_out(checkout: Path, tmp_path: Path) -> None:
    app = Path(run([str(checkout / "installers" / "macos.command")], tmp_path))
    run([str(checkout / "installers" / "macos.command"), "remove"], tmp_path)
    assert not app.exists()


def test_the_icon_of_the_entry_is_there() -> None:
    assert (ROOT / "resources" / "icons" / "gilmok.svg").is_file()
