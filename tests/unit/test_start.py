"""start.py: marks, places, words, and a start from a copy at a path with spaces and Korean letters."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
import tomllib
import venv
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Stands in for the program: tells what it was called with, and ends with a code of its own.
PROGRAM = """
import json, os, sys
print(json.dumps({"words": sys.argv[1:], "folder": os.getcwd(), "prefix": sys.prefix, "from": __file__}))
raise SystemExit(7)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what start.py needs, at an awkward path."""
    folder = tmp_path / "새 가게 gilmok"
    for name in ("start.py", "constraints.txt", "pyproject.toml", "installers/packages.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "app").mkdir()
    (folder / "app" / "__init__.py").touch()
    (folder / "app" / "__main__.py").write_text(PROGRAM, "utf-8")
    return folder


@pytest.fixture
def start(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The copy's start.py as a module; the user's data folder is an empty one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    spec = importlib.util.spec_from_file_location("start", checkout / "start.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def environment(start: ModuleType, checkout: Path) -> Path:
    """A finished environment without libraries."""
    folder = checkout / ".venv"
    venv.create(folder, symlinks=sys.platform != "win32")
    start.leave_mark(folder / start.READY, [])
    start.leave_mark(folder / start.SYSTEM_READY, [])
    return folder


def run(checkout: Path, *words: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """What `python3 start.py WORDS…` does."""
    command = [sys.executable, str(checkout / "start.py"), *words]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **variables}, capture_output=True, encoding="utf-8")


# ---- running --------------------------------------------------------------------------------------------------------


def test_words_are_handed_on_as_they_are_and_the_exit_code_comes_back(checkout: Path, environment: Path) -> None:
    done = run(checkout, "check", "내 여정.json", "--json", "$HOME; *")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (7, "")
    assert told["words"] == ["check", "내 여정.json", "--json", "$HOME; *"]
    assert Path(told["prefix"]) == environment
    assert Path(told["from"]) == checkout / "app" / "__main__.py"


def test_the_program_is_ours_even_where_the_user_stands_in_a_project_with_an_app_of_its_own(
    checkout: Path, environment: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    (theirs / "app").mkdir(parents=True)
    (theirs / "app" / "__init__.py").write_text("raise SystemExit('the wrong program')")
    told = json.loads(run(checkout, "count", cwd=theirs).stdout)
    assert (Path(told["folder"]), Path(told["from"]).parents[1]) == (theirs, checkout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux runs without a display")
def test_without_a_display_the_demo_is_run_and_its_pictures_are_named(checkout: Path, environment: Path) -> None:
    (checkout / "app" / "__main__.py").write_text("import sys; print(sys.argv[1:])")
    done = run(checkout, DISPLAY="", WAYLAND_DISPLAY="", GILMOK_LANGUAGE="ko")
    assert ast.literal_eval(done.stdout) == ["demo", "--out", str(checkout / "demo-out")]
    assert done.stderr.rstrip().endswith(f"그림과 보고서는 여기 있어요: {checkout / 'demo-out'}")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux runs without a display")
def test_with_a_display_the_app_is_opened(checkout: Path, environment: Path) -> None:
    assert json.loads(run(checkout, DISPLAY=":99").stdout)["words"] == []


def test_setup_knows_only_test(checkout: Path, environment: Path) -> None:
    done = run(checkout, "setup", "tests", GILMOK_LANGUAGE="en")
    assert (done.returncode, done.stderr) == (2, "Use it like this: start.py setup [test]\n")


# ---- marks ----------------------------------------------------------------------------------------------------------


def test_an_environment_is_ready_until_the_pins_change(start: ModuleType, environment: Path, checkout: Path) -> None:
    assert start.is_ready(environment, [])
    with (checkout / "constraints.txt").open("a") as pins:
        pins.write("another==1.0\n")
    assert not start.is_ready(environment, [])


def test_an_environment_for_the_app_is_not_one_for_tests(start: ModuleType, environment: Path) -> None:
    assert not start.is_ready(environment, ["test"])
    start.leave_mark(environment / start.READY, ["test"])
    assert start.is_ready(environment, ["test"])
    assert start.is_ready(environment, [])


def test_a_half_written_mark_is_no_mark(start: ModuleType, environment: Path) -> None:
    (environment / start.READY).write_bytes(b"")
    assert not start.is_ready(environment, [])
    (environment / start.READY).write_bytes(b"\xff\xfe")
    assert not start.is_ready(environment, [])


def test_an_environment_that_was_cut_off_is_made_anew(
    start: ModuleType, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (environment / "lib" / "left over").mkdir(parents=True)
    (environment / start.UNFINISHED).touch()
    (environment / start.READY).unlink()
    monkeypatch.setattr(start, "install", lambda environment, extras: None)  # the network's part
    start.fill(environment, [])
    assert start.works(environment)
    assert start.is_ready(environment, [])
    assert not (environment / "lib" / "left over").exists()


def test_an_environment_whose_python_is_gone_does_not_work(start: ModuleType, environment: Path) -> None:
    python = start.python_in(environment)
    python.unlink()
    assert not start.works(environment)
    assert not start.is_ready(environment, [])


def test_a_failed_installation_leaves_the_environment_unfinished(
    start: ModuleType, environment: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (environment / start.READY).unlink()
    monkeypatch.setattr(start, "requirements", lambda extras: ["./no-such-folder"])
    monkeypatch.setenv("GILMOK_LANGUAGE", "ko")
    with pytest.raises(SystemExit) as ended:
        start.prepare([])
    assert ended.value.code == 2
    assert "라이브러리를 받지 못했어요" in capfd.readouterr().err
    assert (environment / start.UNFINISHED).exists()
    assert not start.is_ready(environment, [])


def test_two_starts_at_once_prepare_once(start: ModuleType, environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (environment / start.READY).unlink()
    fillings = []

    def fill(environment: Path, extras: list[str]) -> None:
        fillings.append(environment)
        start.leave_mark(environment / start.READY, extras)

    monkeypatch.setattr(start, "fill", fill)
    with start.alone(environment):
        others = [threading.Thread(target=start.prepare, args=([],)) for _ in range(2)]
        for other in others:
            other.start()
        others[0].join(0.2)
        assert fillings == []
    for other in others:
        other.join()
    assert fillings == [environment]


# ---- places ---------------------------------------------------------------------------------------------------------


def test_a_writable_checkout_keeps_its_environment(start: ModuleType, checkout: Path) -> None:
    assert start.environment_for([]) == checkout / ".venv"


def test_a_read_only_checkout_uses_the_data_folder(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "is_writable", lambda folder: False)  # root may write everywhere
    place = start.environment_for([])
    assert place.parent == start.data_folder()
    assert place.name.startswith("environment-")


def test_a_ready_environment_in_a_read_only_checkout_is_used(
    start: ModuleType, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "is_writable", lambda folder: False)
    assert start.environment_for([]) == environment


def test_the_data_folder_is_the_one_of_the_program(start: ModuleType) -> None:
    import platformdirs

    assert start.data_folder() == Path(platformdirs.user_data_dir("Gilmok", appauthor=False))


# ---- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "korean"),
    [
        ({"LANG": "ko_KR.UTF-8"}, True),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "ko_KR.UTF-8", "GILMOK_LANGUAGE": "en"}, False),
        ({"LANG": "C.UTF-8", "GILMOK_LANGUAGE": "ko"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, True),
    ],
)
def test_it_speaks_the_language_of_the_system_unless_told(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], korean: bool
) -> None:
    for name in ("GILMOK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert start.speaks_korean() is korean


def test_pip_is_shown_by_the_names_it_brings(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        "Collecting duckdb\n",
        "  Downloading duckdb-2.0.0-cp311-cp311-linux.whl (24.4 MB)\n",
        "Requirement already\n",
    ]
    assert list(start.shown(lines)) == lines
    assert capsys.readouterr().err == "  · duckdb (24.4 MB)\n"


# ---- the system's part ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="a Debian matter")
def test_only_packages_that_are_not_there_are_missing(start: ModuleType) -> None:
    lists = {"app": ["dpkg", "no-such-package"], "font": "no-such-font", "test": ["apt", "no-such-server"]}
    missing = start.missing_debian(lists, ["test"])
    assert [name for name in missing if name != "no-such-font"] == ["no-such-package", "no-such-server"]
    assert ("no-such-font" in missing) is not start.has_korean_font()


def test_who_may_not_install_is_told_the_one_command(
    start: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "as_root", lambda: None)
    assert not start.install_debian(["libegl1", "xvfb"])
    assert "\n  sudo apt-get install -y libegl1 xvfb\n" in capsys.readouterr().err


# ---- the files ------------------------------------------------------------------------------------------------------


def test_an_old_python_can_read_the_file() -> None:
    ast.parse((ROOT / "start.py").read_text("utf-8"), feature_version=(3, 7))


def test_every_requirement_is_pinned_without_an_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    pins = (ROOT / "constraints.txt").read_text("utf-8").split()
    pinned = {plain(pin.partition("==")[0]) for pin in pins}
    assert all(pin.count("==") == 1 and "/" not in pin for pin in pins)
    assert [name for name in wanted if plain(name) not in pinned] == []


def plain(requirement: str) -> str:
    """The name in a requirement, as registries compare names."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    return canonicalize_name(Requirement(requirement).name)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(not os.environ.get("GILMOK_TEST_SETUP"), reason="installs everything: set GILMOK_TEST_SETUP=1")
def test_a_first_run_really_prepares_an_environment(checkout: Path, start: ModuleType) -> None:
    done = run(checkout, "setup")
    assert done.returncode == 0, done.stderr
    imported = [
        str(start.python_in(checkout / ".venv")),
        "-c",
        "import PySide6.QtWidgets, sqlalchemy, duckdb, networkx",
    ]
    assert subprocess.run(imported).returncode == 0
    assert json.loads(run(checkout, "--help").stdout)["words"] == ["--help"]
