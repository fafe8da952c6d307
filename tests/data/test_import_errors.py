"""Bad input gets an answer that says where and what to do, and harms nothing that is there."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest

from app.base.errors import InputError, LaterError
from app.data import imports
from app.data.engine import Database, open_database


def _write(folder: Path, data: bytes | str, name: str = "in.csv") -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def test_a_wrong_encoding_names_the_byte_and_the_line(tmp_path: Path) -> None:
    data = b"customer,at,kind\n" + b"m,2026-01-01,visit\n" * 3 + b"\xff\x80m,2026-01-01,visit\n"
    with pytest.raises(InputError, match="CSV UTF-8") as caught:
        imports.read_plan(_write(tmp_path, data))
    assert caught.value.where == "in.csv:5"
    assert f"{len(data) - 21:,}".replace(",", "") in caught.value.text
    assert "0xFF" in caught.value.text


def test_a_wrong_byte_far_behind_is_found_before_anything_is_written(sqlite_db: Database, tmp_path: Path) -> None:
    data = b"customer,at,kind\n" + "홍,2026-01-01,visit\n".encode() * 100_000 + b"\xff\n"
    with pytest.raises(InputError) as caught:
        imports.run(sqlite_db, imports.read_plan(_write(tmp_path, data)))
    assert caught.value.where == "in.csv:100002"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_every_usual_encoding_is_found_out(encoding: str, sqlite_db: Database, tmp_path: Path) -> None:
    imports.run(sqlite_db, imports.read_plan(_write(tmp_path, "customer,name\nm,똠방각하\n".encode(encoding))))
    with sqlite_db.read() as conn:
        assert conn.exec_driver_sql("select key, name from customer").all() == [("m", "똠방각하")]


def test_a_mapping_with_an_unknown_key_names_the_line(tmp_path: Path) -> None:
    file = _write(tmp_path, '{\n "kind": "events",\n "columns": {},\n "colour": "red"\n}', "map.json")
    with pytest.raises(InputError, match="colour") as caught:
        imports.read_mapping(file)
    assert caught.value.where.endswith("map.json:4")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "JSON"),
        ('{"kind": "events"}', "columns"),
        ('{"kind": "nothing", "columns": {}}', "customers"),
        ('{"kind": "events", "columns": {"a": "valeu"}}', "value"),
        ('{"kind": "events", "columns": {}, "zone": "Asia/Soul"}', "Asia/Soul"),
        ('{"kind": "events", "columns": {}, "encoding": "klingon"}', "klingon"),
        ('{"kind": "events", "columns": {}, "encoding": "base64"}', "base64"),
        ('{"kind": "events", "columns": {}, "delimiter": "tab"}', ";"),
        ('{"kind": "events", "columns": {}, "dates": "%Q"}', "%Q"),
        ('{"kind": "events", "columns": {}, "dates": "%Y-%m %Y"}', "%Y-%m %Y"),
        ('{"kind": "events", "columns": {}, "kind": "orders"}', "kind"),
        ("[" * 100_000, "."),
        ('"' + "x" * (1 << 21) + '"', "."),
    ],
)
def test_a_broken_mapping_says_what_is_wrong(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        imports.read_mapping(_write(tmp_path, text, "map.json"))


def test_a_mapping_reads_a_file_of_any_shape(sqlite_db: Database, tmp_path: Path) -> None:
    mapping = """{"kind": "events", "zone": "UTC", "dates": "%d/%m/%y %H.%M", "decimal": ",",
        "columns": {"회원": "customer", "일시": "at", "행동": "kind", "금액": "value", "앱": "props.app"},
        "words": {"kind": {"장바구니": "add_to_cart"}}}"""
    data = "일시|행동|금액|회원|앱|메모\n31/12/25 23.05|장바구니|1.234,5|m1|ios|x\n"
    plan = imports.read_plan(_write(tmp_path, data), mapping=_write(tmp_path, mapping, "map.json"))
    assert plan.unused == ("메모",)
    report = imports.run(sqlite_db, plan)
    assert (report.events, report.problems) == (1, 0)
    with sqlite_db.read() as conn:
        row = conn.exec_driver_sql("select at, kind, value, props from event").one()
    assert tuple(row) == (1767222300000, "add_to_cart", 1234.5, '{"app": "ios"}')


def test_unknown_columns_name_the_remedy(tmp_path: Path) -> None:
    file = _write(tmp_path, "a,b\n1,2\n")
    with pytest.raises(InputError, match="a, b"):
        imports.read_plan(file)
    with pytest.raises(InputError, match="a, b"):
        imports.read_plan(file, as_="events")
    with pytest.raises(InputError, match="online_retail"):
        imports.read_plan(file, preset="nothing")


@pytest.mark.parametrize("data", [b"", b"\n\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        imports.read_plan(_write(tmp_path, data))


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        imports.read_plan(tmp_path / "nothing.csv")


def test_a_header_alone_imports_nothing(sqlite_db: Database, tmp_path: Path) -> None:
    report = imports.run(sqlite_db, imports.read_plan(_write(tmp_path, "customer,at,kind\n")))
    assert (report.rows, report.events, report.problems) == (0, 0, 0)


def test_a_broken_spreadsheet_or_archive_says_so(tmp_path: Path) -> None:
    for name, data in (("in.xlsx", b"PK\x03\x04nonsense"), ("old.xls", b"\xd0\xcf\x11\xe0nonsense")):
        with pytest.raises(InputError):
            imports.read_plan(_write(tmp_path, data, name))
    whole = gzip.compress(b"customer,at,kind\n" + os.urandom(5000).hex().encode())
    with pytest.raises(InputError):
        imports.read_plan(_write(tmp_path, whole[: len(whole) // 2], "in.csv.gz"))


def test_problems_go_into_a_file_beside_the_input_and_away_with_them(sqlite_db: Database, tmp_path: Path) -> None:
    file = _write(tmp_path, "customer,at,kind,value\nm,yesterday,visit,1\n=1+1,2026-01-01,visit,=1+1\n")
    report = imports.run(sqlite_db, imports.read_plan(file))
    assert report.problems_file == tmp_path / "in.csv.problems.csv"
    text = report.problems_file.read_text(encoding="utf-8-sig")
    assert "yesterday" in text
    assert ",'=1+1," in text  # not a formula any more
    assert (report.problems, report.events) == (2, 1)
    _write(tmp_path, "customer,at,kind,value\nm,2026-01-01,visit,1\n")
    assert imports.run(sqlite_db, imports.read_plan(file)).problems_file is None
    assert not (tmp_path / "in.csv.problems.csv").exists()


def test_problems_go_into_the_shop_where_the_inputs_folder_is_closed(sqlite_db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    file = _write(folder, "customer,at,kind\nm,yesterday,visit\n")
    (folder / "in.csv.problems.csv").mkdir()  # even root cannot write a file there
    report = imports.run(sqlite_db, imports.read_plan(file))
    assert report.problems_file == tmp_path / "in.csv.problems.csv"


def test_a_list_of_problems_that_is_open_elsewhere_does_not_stop_an_import(
    sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _write(tmp_path, "customer,at,kind\nm,2026-01-01,visit\n")
    stale = _write(tmp_path, "row\n", "in.csv.problems.csv")

    def locked(_path: Path, missing_ok: bool = False) -> None:
        raise PermissionError("open in a spreadsheet, on Windows")

    monkeypatch.setattr(Path, "unlink", locked)
    assert imports.run(sqlite_db, imports.read_plan(file)).events == 1
    assert stale.exists()


def test_a_full_disk_stops_the_import_with_whole_chunks(
    sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.data.imports.files.CHUNK", 1_000)
    rows = "".join(f"m{n},2026-01-01 10:00:00,visit\n" for n in range(20_000))
    plan = imports.read_plan(_write(tmp_path, "customer,at,kind\n" + rows))
    _limit_pages(sqlite_db)
    with pytest.raises(LaterError):
        imports.run(sqlite_db, plan)
    monkeypatch.undo()
    again = open_database(tmp_path / "shop.sqlite")
    with again.read() as conn:
        count = conn.exec_driver_sql("select count(*) from event").scalar_one()
    assert 0 < count < 20_000
    assert count % 1_000 == 0
    assert imports.run(again, plan).events == 20_000 - count
    again.close()


def _limit_pages(db: Database) -> None:
    """A disk with room for a few hundred pages."""
    from sqlalchemy import event

    def limit(connection: Any, _record: object, _proxy: object) -> None:
        connection.execute("PRAGMA max_page_count = 250")

    db.engine.dispose()
    event.listen(db.engine, "checkout", limit)


def test_a_locked_record_is_a_matter_of_later(sqlite_db: Database, tmp_path: Path, monkeypatch: Any) -> None:
    plan = imports.read_plan(_write(tmp_path, "customer,at,kind\nm,2026-01-01,visit\n"))
    monkeypatch.setattr("app.data.engine.PATIENCE", 50)
    monkeypatch.setattr("app.data.engine._PRAGMAS", {"busy_timeout": 50})
    other = open_database(tmp_path / "shop.sqlite")
    with sqlite_db.begin(), pytest.raises(LaterError):
        imports.run(other, plan)
    assert imports.run(other, plan).events == 1
    other.close()
