"""Journey files: what is written, and what is said of files that are wrong."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.base.errors import InputError, LaterError, SetupError
from app.base.text import use_language
from app.journey import disk, file, parse
from app.journey.graph import Edge, Journey, Node, Settings
from app.journey.lines import line_of

CART = Journey(
    "cart",
    "장바구니 되살리기",
    {
        "start": Node("start", "trigger_event", {"event": "add_to_cart"}),
        "wait": Node("wait", "wait", {"length": "3h"}, (0, 120.5), "기다려요"),
    },
    (Edge("start", "next", "wait"),),
)

TEXT = """\
{
  "gilmok": 1,
  "id": "cart",
  "name": "장바구니 되살리기",
  "settings": {
    "zone": "Asia/Seoul",
    "entry": {"rule": "after_leaving", "key": "", "cool_down": "0s", "age_limit": "3d"},
    "quiet": {"start": "21:00", "end": "08:00"},
    "cap": {"most": 2, "within": "1d"}
  },
  "nodes": [
    {
      "id": "start",
      "kind": "trigger_event",
      "at": [0, 0],
      "settings": {
        "event": "add_to_cart"
      }
    },
    {
      "id": "wait",
      "kind": "wait",
      "title": "기다려요",
      "at": [0, 120.5],
      "settings": {
        "length": "3h"
      }
    }
  ],
  "edges": [
    {"source": "start", "port": "next", "target": "wait"}
  ]
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    (tmp_path / "journeys").mkdir()
    return tmp_path / "journeys"


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        file.read(text)
    return str(caught.value)


def test_a_journey_is_written_in_blocks_and_lines_that_people_can_read() -> None:
    assert file.write(CART) == TEXT


def test_the_order_in_which_settings_were_made_does_not_show() -> None:
    one, other = ({"b": 1, "kind": "x", "a": {"d": 1, "c": 2}}, {"a": {"c": 2, "d": 1}, "kind": "x", "b": 1})
    texts = [file.write(Journey("j", "J", {"n": Node("n", "send", settings)})) for settings in (one, other)]
    assert texts[0] == texts[1]
    assert texts[0].index('"kind": "x"') < texts[0].index('"a"') < texts[0].index('"b"')


def test_what_is_written_is_read_back() -> None:
    assert file.read(TEXT) == CART


def test_a_short_file_by_hand_has_the_usual_settings() -> None:
    journey = file.read('{"gilmok": 1, "id": "j", "name": "Short", "nodes": [{"id": "a", "kind": "goal"}]}')
    assert journey == Journey("j", "Short", {"a": Node("a", "goal")}, (), Settings())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"title"', '"titel"', "line 23: “titel” is not known here"),
        ('"kind": "wait",', "", "line 20: “kind” is missing here"),
        ('"kind": "wait"', '"kind": 3', "line 22: “kind” must be a text in quotes"),
        ('"kind": "wait"', '"kind": ""', "line 22: “kind” must not be empty"),
        ("[0, 120.5]", "[0]", "line 24: A step needs a place on the canvas"),
        ("[0, 120.5]", '[0, "1"]', "line 24: A step needs a place on the canvas"),
        ("[0, 120.5]", "[0, NaN]", "line 24: This number is too large, or not a number"),
        ("120.5", "1e999", "line 24: This number is too large, or not a number"),
        ('"1d"', '"1 day or so"', "line 9: “1 day or so” is not a length of time"),
        ('"21:00"', '"25:00"', "line 8: “25:00” is not a time of day"),
        ('"after_leaving"', '"sometimes"', "line 7: “rule” must be one of these: 'once'"),
        ("Asia/Seoul", "Mars/Olympus", "line 6: There is no time zone called “Mars/Olympus”"),
        ('"most": 2', '"most": -2', "line 9: “most” must not be less than 0"),
        ('"most": 2', '"most": true', "line 9: “most” must be a whole number"),
        ('"id": "wait"', '"id": "start"', "line 21: There are two steps with the id “start”"),
        ('"target": "wait"', '"target": "gone"', "line 31: There is no step “gone”"),
        ('"target": "wait"', '"target": "start"', "line 31: A step cannot lead to itself"),
        ('"title": "기다려요",', '"title": "\\ud83d",', "line 23: This text holds a sign that cannot be stored"),
        ('"length": "3h"', '"length": "a\\u0000b"', "line 26: This text holds a sign that cannot be stored"),
        ('"length": "3h"', '"length": "3h", "length": "4h"', "line 26: “length” is written twice"),
        ('"id": "cart",', '"id": "cart"', "line 4: The file is damaged here (column 3)"),
        ('"gilmok": 1', '"gilmok": 2', "line 2: This journey was written by a newer Gilmok (format 2)"),
        ('"gilmok": 1', '"gilmok": true', "line 1: This is not a Gilmok journey"),
        ('"gilmok": 1,', "", "line 1: This is not a Gilmok journey"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    assert old in TEXT
    assert refused(TEXT.replace(old, new)).startswith(said)


def test_two_ways_out_of_one_port_are_refused() -> None:
    edge = '{"source": "start", "port": "next", "target": "wait"}'
    assert refused(TEXT.replace(edge, f"{edge},\n    {edge}")).startswith("line 32: The way out “next” of “start”")


@pytest.mark.parametrize("text", ["", "[]", "null", "a,b\n1,2", '"journey"', "{}"])
def test_something_that_is_no_journey_is_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 500_000,
        '{"gilmok": 1, "a": ' + '{"a": ' * 100 + "1" + "}" * 101,
        '{"gilmok": 1, "a": ' + '{"a": 1, "a": ' * 400 + "1" + "}" * 401,
        '{"gilmok": 1' + "0" * 5000 + "}",
    ],
)
def test_endless_nesting_and_endless_numbers_are_refused(text: str) -> None:
    assert "nested too deeply" in refused(text)


def test_every_refusal_has_its_korean() -> None:
    use_language("ko")
    assert refused(TEXT.replace('"title"', '"titel"')).startswith("23번째 줄: ")
    assert "최신" in refused(TEXT.replace('"gilmok": 1', '"gilmok": 2'))


def test_an_older_file_is_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(document: dict[str, object]) -> dict[str, object]:
        return {"name" if key == "title" else key: value for key, value in document.items()}

    monkeypatch.setattr(file, "VERSION", 2)
    monkeypatch.setattr(file, "UPGRADES", {1: rename})
    assert file.read(TEXT.replace('"name"', '"title"')) == CART


def test_every_older_version_has_its_upgrade() -> None:
    assert set(file.UPGRADES) == set(range(1, file.VERSION))


# -- lines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("nodes", 1, "settings", "length"), 26),
        (("nodes", "wait", "settings", "length"), 26),
        (("nodes", "wait", "settings", "lenght", 0), 25),
        (("nodes", "gone"), 11),
        (("edges", 0, "target"), 31),
        (("settings", "quiet", "end"), 8),
    ],
)
def test_the_line_of_a_value_is_found_by_keys_indices_and_ids(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


def test_signs_inside_texts_do_not_confuse_the_lines() -> None:
    text = '{"a": "}, [\\" \\\\",\n\n "b\\n": [1,\n {"c": "x:y"}]}'
    assert line_of(text, ("b\n", 1, "c")) == 4


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_saved_journey_is_read_back_from_its_file(folder: Path) -> None:
    path = folder / "장바구니 (1).journey.json"
    file.save(path, CART)
    assert file.read(path) == CART
    assert path.read_bytes() == TEXT.encode()
    assert [entry.name for entry in folder.iterdir()] == [path.name]


def test_an_error_in_a_file_names_the_file_and_the_line(folder: Path) -> None:
    path = folder / "cart.journey.json"
    path.write_text(TEXT.replace('"title"', '"titel"'), "utf-8")
    with pytest.raises(InputError) as caught:
        file.read(path)
    assert caught.value.where == "cart.journey.json, line 23"


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    path = folder / "cart.journey.json"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert file.read(path) == CART


@pytest.mark.parametrize("encoding", ["cp949", "utf-16"])
def test_another_encoding_is_named_with_its_line(folder: Path, encoding: str) -> None:
    path = folder / "cart.journey.json"
    path.write_bytes(TEXT.encode(encoding))
    with pytest.raises(InputError, match=r"line \d: This text is not in UTF-8"):
        file.read(path)


@pytest.mark.parametrize("size", [50 * 1024**2, 5 * 1024**3])
def test_a_huge_file_is_refused_without_being_read(folder: Path, size: int) -> None:
    path = folder / "large.journey.json"
    with path.open("wb") as stream:
        stream.write(b"[" + b"1," * 1000)
        stream.truncate(size)
    limit = 350 * 1024**2  # of address space: enough for Python and pydantic, not for the file
    code = (
        "import sys, resource, pathlib\n"
        "from app.journey import file\n"
        "from app.base.errors import InputError\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))\n"
        "try: file.read(pathlib.Path(sys.argv[1]))\n"
        "except InputError as error: sys.exit(str(error))\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60)
    assert run.stderr.startswith("large.journey.json: ")
    assert "2MB" in run.stderr


def test_a_text_of_50_mb_is_refused() -> None:
    assert "at most 2 MB" in refused("[" + "1," * 25_000_000)


def test_a_journey_that_could_not_be_read_again_is_not_written() -> None:
    for setting in (float("nan"), "\ud800", "x" * (parse.LARGEST + 1)):
        with pytest.raises(InputError):
            file.write(Journey("j", "J", {"a": Node("a", "send", {"text": setting})}))
    deep: object = 1
    for _level in range(100):
        deep = [deep]
    with pytest.raises(InputError):
        file.write(Journey("j", "J", {"a": Node("a", "send", {"text": deep})}))


def test_a_wrong_value_names_its_node_when_it_cannot_be_written() -> None:
    with pytest.raises(InputError) as caught:
        file.write(Journey("j", "J", {"a": Node("a", "wait", {"length": float("inf")})}))
    assert caught.value.where == "a.settings.length"


def test_a_missing_file_and_a_folder_are_refused(folder: Path) -> None:
    for path in (folder / "none.journey.json", folder):
        with pytest.raises(InputError):
            file.read(path)


def test_saving_keeps_the_rights_of_the_file_and_the_link_to_it(folder: Path) -> None:
    path, link = folder / "cart.journey.json", folder / "link.journey.json"
    file.save(path, CART)
    path.chmod(0o640)
    link.symlink_to(path)
    file.save(link, CART.with_(name="New"))
    assert link.is_symlink()
    assert file.read(path).name == "New"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["none.journey.json", "가" * 200, "a\0b"])
def test_a_file_that_is_not_there_says_so(folder: Path, name: str) -> None:
    with pytest.raises(InputError, match="no such file"):
        file.read(folder / name)


def test_saving_into_a_folder_that_is_not_there_says_what_to_check(folder: Path) -> None:
    with pytest.raises(SetupError):
        file.save(folder / "none" / "cart.journey.json", CART)


def test_a_full_disk_leaves_the_old_file_as_it_was(folder: Path) -> None:
    path = folder / "cart.journey.json"
    file.save(path, CART)
    code = (
        "import sys, resource, pathlib\n"
        "from app.base.errors import LaterError\n"
        "from app.journey import disk\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: disk.replace(pathlib.Path(sys.argv[1]), b'x' * 100_000)\n"
        "except LaterError as error: sys.exit(3)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 3, run.stderr
    assert path.read_bytes() == TEXT.encode()
    assert [entry.name for entry in folder.iterdir()] == [path.name]


def test_a_really_full_disk_leaves_the_old_file_as_it_was(folder: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("only an administrator may mount a small disk")
    try:
        path = folder / "cart.journey.json"
        file.save(path, CART)
        (folder / "filler").write_bytes(b"x" * 40_000)
        with pytest.raises(LaterError, match="disk is full"):
            disk.replace(path, b"x" * 100_000)
        assert path.read_bytes() == TEXT.encode()
        assert sorted(entry.name for entry in folder.iterdir()) == [path.name, "filler"]
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_save_that_is_killed_halfway_leaves_the_old_file(folder: Path) -> None:
    path = folder / "cart.journey.json"
    file.save(path, CART)
    code = (
        "import os, sys, pathlib\n"
        "from app.journey import disk\n"
        "os.fsync = lambda handle: os._exit(9)\n"
        "disk.replace(pathlib.Path(sys.argv[1]), b'half')\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, timeout=60)
    assert run.returncode == 9
    assert file.read(path) == CART


def test_the_text_is_plain_json() -> None:
    assert json.loads(file.write(CART))["nodes"][1]["settings"] == {"length": "3h"}
