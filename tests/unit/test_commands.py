"""The command line from end to end: what it answers, in words and in JSON, and what it says to bad input."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer

from app.__main__ import main
from app.base import paths
from app.base.log import close_log
from app.commands import _cli
from app.data import engine
from app.data import shop as shops
from app.data.shop import Shop
from app.journey import file
from tests import runs
from tests.runs import SHOP, contact, did, drawn, reminder, sending

ROOT = Path(__file__).parents[2]
NAME = "모아 상점"


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Said]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Iterator[Cli]:
    """Run a command in this process."""

    def run(*words: object) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Said(code, *capsys.readouterr())

    yield run
    close_log()


@pytest.fixture
def shop(home: Path) -> Shop:
    """A shop with three customers, one of whom has put something into the cart."""
    sender = {"name": SHOP.name, "phone": SHOP.phone, "email": SHOP.email, "address": SHOP.address}
    made = shops.create(NAME, home, sender=sender | {"optout_phone": SHOP.optout_phone, "optout_url": SHOP.optout_url})
    with closing(made.open()) as db:
        runs.fill(db, 3)
        did(db, 1, "add_to_cart", runs.NOON)
    return made


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "cart.journey.json"
    file.save(path, reminder())
    return path


def events(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "events.csv"
    path.write_text("\n".join(["customer,at,kind", *lines, ""]), encoding)
    return path


def stored(shop: Shop) -> dict[str, list[Any]]:
    """Everything in the record."""
    with closing(shop.open()) as db:
        return runs.everything(db)


# -- what is answered ------------------------------------------------------------------------------------------------


def leaves(command: Any, *words: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with its words."""
    if not hasattr(command, "commands"):
        yield words, command
        return
    for name, inner in command.commands.items():
        yield from leaves(inner, *words, name)


def every_command() -> dict[tuple[str, ...], Any]:
    _cli.load()
    return dict(leaves(typer.main.get_command(_cli.cli)))


#: The words that make each command do its work; `{draft}` and `{audience}` stand for files.
WORDS = {
    ("shop", "new"): ["다른 상점"],
    ("shop", "list"): [],
    ("shop", "show"): [NAME],
    ("import",): [NAME, "{events}", "--as", "events"],
    ("count",): [NAME, "{audience}"],
    ("check",): ["{draft}", "--shop", NAME],
    ("simulate",): ["{draft}", "--shop", NAME, "--from", "2026-03-01", "--to", "2026-03-04"],
    ("publish",): [NAME, "{draft}", "--at", "2026-03-01"],
    ("run",): [NAME, "--replay", "2026-03-01", "--until", "2026-03-04"],
    ("pause",): [NAME, "cart"],
    ("resume",): [NAME, "cart"],
    ("stop",): [NAME, "cart"],
    ("doctor",): [],
    ("schema",): ["journey"],
}
SLOW = {("demo",), ("bench",)}  # have tests of their own


def test_every_command_answers_in_words_and_in_json(cli: Cli, shop: Shop, draft: Path, tmp_path: Path) -> None:
    found = every_command()
    assert set(WORDS) | SLOW == set(found)
    audience = tmp_path / "seoul.json"
    audience.write_text('{"kind": "attribute", "test": {"name": "city", "value": "서울"}}', "utf-8")
    files = {"draft": draft, "audience": audience, "events": events(tmp_path, "c1,2026-03-02 13:00,view_item")}
    for words, given in WORDS.items():
        parts = [*words, *(word.format(**files) for word in given)]
        told = cli(*parts)
        answered = cli(*(f"{part} 2" if part == "다른 상점" else part for part in parts), "--json")
        assert (told.code, answered.code) == (0, 0) or words == ("doctor",), (told, answered)
        assert told.out.strip()
        assert isinstance(answered.data, dict | list), words


@pytest.mark.parametrize("words", sorted(set(every_command())), ids=" ".join)
def test_every_command_offers_json_and_help(words: tuple[str, ...], cli: Cli) -> None:
    assert any("--json" in option.opts for option in every_command()[words].params)
    assert "--json" in cli(*words, "--help").out


def test_a_journey_is_published_run_and_its_messages_lie_in_the_outbox(cli: Cli, shop: Shop, draft: Path) -> None:
    assert cli("publish", NAME, draft, "--at", "2026-03-01").code == 0
    done = cli("run", NAME, "--replay", "2026-03-01", "--until", "2026-03-04", "--json").data
    assert done == {"steps": 5, "messages": {"sent": 1}, "errors": []}
    assert len(list(shop.outbox.glob("*.txt"))) == 1


def test_the_home_may_be_named_before_the_command(cli: Cli, tmp_path: Path, home: Path) -> None:
    assert cli("--home", tmp_path / "a", "shop", "new", "하나").code == 0
    assert (tmp_path / "a" / "shops" / "하나" / "shop.json").is_file()
    assert not home.joinpath("shops").exists()


# -- wrong use -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "nonsense"),
        (["shop", "new"], "SHOP"),
        (["check", "nowhere.json"], "nowhere.json"),
        (["count", NAME, "nowhere.json"], "nowhere.json"),
        (["simulate", "{draft}", "--shop", NAME, "--from", "yesterday", "--to", "2026-03-04"], "yesterday"),
        (["run", NAME, "--replay", "2026-03-01"], "--until"),
        (["run", NAME, "--replay", "2026-03-01", "--until", "2026-03-02", "--every", "often"], "often"),
        (["pause", NAME, "nothing"], "nothing"),
        (["import", NAME, "nowhere.csv"], "nowhere.csv"),
        (["import", NAME, "{draft}", "--preset", "no-such"], "no-such"),
        (["shop", "new", "X", "--zone", "Asia/Soul"], "zone"),
        (["shop", "new", "///"], ""),
        (["shop", "new", NAME], NAME),
    ],
)
def test_wrong_use_is_said_in_one_line_without_a_traceback(
    cli: Cli, shop: Shop, draft: Path, words: list[str], said: str
) -> None:
    before = stored(shop)
    done = cli(*(word.format(draft=draft) for word in words))
    assert done.code == 2, done
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    assert stored(shop) == before


def test_an_unknown_shop_is_answered_with_the_nearest_name(cli: Cli, shop: Shop) -> None:
    done = cli("run", "모아 상접", "--once")
    assert done.code == 2
    assert "모아 상접" in done.err
    assert f"“{NAME}”" in done.err


def test_a_mistake_of_ours_is_called_one(cli: Cli, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_about: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("app.data.shop.show", broken)
    done = cli("shop", "show", NAME)
    assert done.code == 3
    assert "ZeroDivisionError" in done.err
    assert "길목" in done.err.splitlines()[-1]


# -- bad files -------------------------------------------------------------------------------------------------------


def test_a_broken_line_goes_into_the_problems_file_and_the_others_are_kept(
    cli: Cli, shop: Shop, tmp_path: Path
) -> None:
    source = events(tmp_path, "c1,2026-03-02 13:00,view_item", "c2,whenever,view_item", "c3,2026-03-02 14:00,view_item")
    done = cli("import", NAME, source, "--as", "events", "--json")
    assert done.code == 1
    (report,) = done.data
    assert (report["rows"], report["problems"]) == (3, 1)
    problems = Path(report["problems_file"]).read_text("utf-8-sig")
    assert "whenever" in problems
    assert len(stored(shop)["event"]) == 3
    words = cli("import", NAME, source, "--as", "events")
    assert words.code == 1
    assert report["problems_file"] in words.out


def test_a_wrong_encoding_names_file_and_line_and_nothing_is_kept(cli: Cli, shop: Shop, tmp_path: Path) -> None:
    source = tmp_path / "events.csv"
    source.write_bytes(b"customer,at,kind\nc1,2026-03-02,view_item\n\xff\x81\xffc2,2026-03-02,view_item\n")
    before = stored(shop)
    done = cli("import", NAME, source, "--as", "events")
    assert done.code == 2
    assert "events.csv:3" in done.err
    assert stored(shop) == before


def test_one_bad_file_among_several_is_found_before_any_is_kept(cli: Cli, shop: Shop, tmp_path: Path) -> None:
    good, bad = events(tmp_path, "c1,2026-03-02 13:00,view_item"), tmp_path / "bad.csv"
    bad.write_bytes(b"customer,at,kind\nc1,2026-03-02,\xff\xfe\n")
    before = stored(shop)
    assert cli("import", NAME, good, bad, "--as", "events").code == 2
    assert stored(shop) == before


def _with(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize("command", ["check", "publish", "simulate"])
def test_an_unknown_key_in_a_journey_names_its_line(cli: Cli, shop: Shop, draft: Path, command: str) -> None:
    _with(draft, '"name"', '"colour": "red",\n  "name"')
    line = 1 + draft.read_text("utf-8").splitlines().index('  "colour": "red",')
    done = cli(*_words(command, draft))
    assert done.code == 2
    assert "colour" in done.err
    assert "cart.journey.json" in done.err
    assert str(line) in done.err
    assert stored(shop)["journey_version"] == []


def _words(command: str, draft: Path) -> list[object]:
    return {
        "check": ["check", draft],
        "publish": ["publish", NAME, draft],
        "simulate": ["simulate", draft, "--shop", NAME, "--from", "2026-03-01", "--to", "2026-03-04"],
    }[command]


SPINNING = drawn(
    {"start": ("trigger_event", {}), "one": ("split", {}), "two": ("split", {}), "end": ("leave", {})},
    "start next one",
    "one A two",
    "one B end",
    "two A one",
    "two B end",
)
UNKNOWN_PORT = drawn({"start": ("trigger_event", {}), "end": ("leave", {})}, "start sideways end")
OPEN_PORT = drawn(
    {"start": ("trigger_event", {}), "split": ("split", {}), "end": ("leave", {})}, "start next split", "split A end"
)
WRONG_SETTING = drawn({"start": ("trigger_event", {}), "wait": ("wait", {"length": "soon"})}, "start next wait")


def _saying(text: str) -> Any:
    send = {"contact": contact("sms", text=text)}
    return drawn({"start": ("trigger_event", {}), "send": ("send", send)}, "start next send")


@pytest.mark.parametrize(
    ("journey", "said"),
    [
        pytest.param(SPINNING, "", id="a cycle without a wait"),
        pytest.param(UNKNOWN_PORT, "sideways", id="an unknown port"),
        pytest.param(WRONG_SETTING, "soon", id="a wrong setting"),
        pytest.param(_saying("{{ nmae }}님"), "nmae", id="an unknown variable"),
        pytest.param(_saying("{{ name.__class__.__mro__ }}"), "__class__", id="a reach for the insides"),
        pytest.param(_saying("{{ ''.join(name) }}"), "", id="a call"),
    ],
)
def test_a_draft_with_errors_is_found_out_and_not_published(
    cli: Cli, shop: Shop, tmp_path: Path, journey: Any, said: str
) -> None:
    path = tmp_path / "bad.journey.json"
    file.save(path, journey)
    checked = cli("check", path, "--shop", NAME, "--json")
    assert checked.code == 1
    errors = [one for one in checked.data if one["level"] == "error"]
    assert errors
    assert any(said in one["text"] for one in errors)
    published = cli("publish", NAME, path)
    assert published.code == 2
    assert all(one["text"] in published.err for one in errors)
    assert stored(shop)["journey_version"] == stored(shop)["journey"] == []


def test_a_way_out_that_leads_nowhere_is_a_finding(cli: Cli, shop: Shop, tmp_path: Path) -> None:
    path = tmp_path / "open.journey.json"
    file.save(path, OPEN_PORT)
    assert [one["nodes"] for one in cli("check", path, "--json").data if "split" in one["nodes"]]


def test_an_audience_the_shop_does_not_have_stops_a_publication(cli: Cli, shop: Shop, tmp_path: Path) -> None:
    start = ("trigger_audience", {"who": {"kind": "audience", "audience": "gone"}})
    path = tmp_path / "gone.journey.json"
    file.save(path, drawn({"start": start, "end": ("leave", {})}, "start next end"))
    assert cli("check", path, "--shop", NAME).code == 1
    done = cli("publish", NAME, path)
    assert done.code == 2
    assert "gone" in done.err
    assert stored(shop)["journey_version"] == []


@pytest.mark.parametrize("command", ["check", "publish", "simulate", "count"])
def test_a_file_of_50_mb_is_refused_at_once(cli: Cli, shop: Shop, tmp_path: Path, command: str) -> None:
    path = tmp_path / "huge.journey.json"
    with path.open("wb") as out:
        out.truncate(50 * 1024**2)
    done = cli("count", NAME, path) if command == "count" else cli(*_words(command, path))
    assert done.code == 2
    assert "huge.journey.json" in done.err
    assert "MB" in done.err


@pytest.mark.parametrize("depth", [65, 100_000])
def test_a_condition_nested_without_end_is_refused(cli: Cli, shop: Shop, tmp_path: Path, depth: int) -> None:
    path = tmp_path / "deep.json"
    inner = '{"kind": "consent", "channel": "sms"}'
    path.write_text('{"kind": "not", "of": ' * depth + inner + "}" * depth, "utf-8")
    done = cli("count", NAME, path)
    assert done.code == 2, done
    assert "deep.json" in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"kind": "bogus"}', "bogus.json"),
        ("[1, 2", "bogus.json"),
        ('{"kind": "consent", "channel": "sms", "colour": 1}', "colour"),
        ('{"kind": "audience", "audience": "gone"}', "gone"),
    ],
)
def test_a_condition_that_is_none_names_file_or_place(
    cli: Cli, shop: Shop, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "bogus.json"
    path.write_text(text, "utf-8")
    done = cli("count", NAME, path)
    assert done.code == 2, done
    assert said in done.err


# -- a record that does not play along -------------------------------------------------------------------------------


def test_a_record_from_a_newer_program_is_left_alone(cli: Cli, shop: Shop, draft: Path) -> None:
    record = shop.folder / shops.RECORD
    with closing(sqlite3.connect(record)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9041'")
    before = record.read_bytes()
    for words in (["publish", NAME, draft], ["run", NAME, "--once"]):
        done = cli(*words)
        assert done.code == 2
        assert "9041" in done.err
        assert shops.RECORD in done.err
    assert record.read_bytes() == before


def test_a_locked_record_asks_for_patience_and_nothing_is_half_done(
    cli: Cli, shop: Shop, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "open_database", partial(engine.open_database, patience=50))
    before = stored(shop)
    source = events(tmp_path, "c1,2026-03-02 13:00,view_item")
    with closing(sqlite3.connect(shop.folder / shops.RECORD, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for words in (["publish", NAME, draft], ["import", NAME, source, "--as", "events"], ["run", NAME, "--once"]):
            done = cli(*words)
            assert done.code == 2, done
            assert "다른 프로그램" in done.err
            assert shops.RECORD in done.err
        other.execute("ROLLBACK")
    assert stored(shop) == before
    assert cli("import", NAME, source, "--as", "events").code == 0


def test_a_damaged_record_and_damaged_settings_are_named(cli: Cli, shop: Shop) -> None:
    record = shop.folder / shops.RECORD
    record.write_bytes(b"not a database" * 1_000)
    done = cli("run", NAME, "--once")
    assert done.code == 2
    assert shops.RECORD in done.err
    (shop.folder / shops.FILE).write_text('{"gilmok": 1,', "utf-8")
    done = cli("run", NAME, "--once")
    assert done.code == 2
    assert shops.FILE in done.err


def _many_events(folder: Path) -> Path:
    return events(folder, *(f"c{n % 3 + 1},2026-03-{1 + n % 28:02} 10:00:{n % 60:02},view_{n}" for n in range(60_000)))


def _import(home: Path, source: Path, room: int | None) -> subprocess.CompletedProcess[str]:
    """Import in a process of its own, whose files may not grow beyond `room` bytes."""

    def limit() -> None:
        if room:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    words = [sys.executable, "-m", "app", "import", NAME, str(source), "--as", "events"]
    env = {**os.environ, "GILMOK_HOME": str(home), "LANGUAGE": "ko"}
    return subprocess.run(
        words, cwd=ROOT, env=env, preexec_fn=limit, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.slow
def test_an_import_into_a_disk_without_room_keeps_whole_chunks_and_is_completed_later(
    shop: Shop, home: Path, tmp_path: Path
) -> None:
    source = _many_events(tmp_path)
    done = _import(home, source, 3 * 1024**2)
    assert done.returncode == 2, done
    assert "디스크" in done.stderr
    assert "Traceback" not in done.stderr
    kept = len(stored(shop)["event"]) - 1
    assert kept < 60_000
    again = _import(home, source, None)
    assert again.returncode == 0, again
    assert len(stored(shop)["event"]) == 60_001


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB; only the system's administrator can make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.name != "posix" or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.slow
def test_a_disk_that_is_full_is_said_and_the_record_stays_whole(cli: Cli, tiny_disk: Path, tmp_path: Path) -> None:
    made = shops.create(NAME, tiny_disk)
    done = cli("--home", tiny_disk, "import", NAME, _many_events(tmp_path), "--as", "events")
    assert done.code == 2, done
    assert "디스크" in done.err
    with closing(sqlite3.connect(made.folder / shops.RECORD)) as record:
        assert record.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert paths.home() == tiny_disk


# -- the worker ------------------------------------------------------------------------------------------------------


def test_what_a_provider_lacks_is_said_by_the_worker(cli: Cli, home: Path) -> None:
    sender = {"name": SHOP.name, "phone": SHOP.phone, "email": SHOP.email, "address": SHOP.address}
    made = shops.create(NAME, home, sender=sender, providers={"email": "smtp"}, accounts={"smtp": {"host": ""}})
    with closing(made.open()) as db:
        runs.fill(db, 1)
        did(db, 1, "add_to_cart", runs.NOON)
    path = made.journeys / "cart.journey.json"
    file.save(path, sending("email"))
    assert cli("publish", NAME, path, "--at", "2026-03-01").code == 0
    done = cli("run", NAME, "--replay", "2026-03-01", "--until", "2026-03-03", "--json")
    (error,) = done.data["errors"]
    assert "host" in error
    assert error in done.err
    assert done.data["messages"].get("sent", 0) == 0
