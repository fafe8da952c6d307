"""Cells mean the same however they are written."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.base.clock import instant
from app.data import imports
from app.data.engine import Database, open_database
from app.data.imports import cells
from app.data.imports.batch import Repeats
from app.data.imports.cells import BadCellError, Rules, phone, read_column, readers

ZONES = ("Asia/Seoul", "Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC")


@given(st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2199, 1, 1)), st.sampled_from(ZONES))
def test_a_local_time_is_the_instant_python_says(moment: dt.datetime, zone: str) -> None:
    moment = moment.replace(microsecond=0)
    expected = instant(moment.replace(tzinfo=ZoneInfo(zone)))
    read = readers(Rules(zone))["instant"]
    assert read(moment.isoformat(sep=" ")) == expected
    assert read(moment.isoformat()) == expected
    assert read(moment.strftime("%Y.%m.%d %H:%M:%S").zfill(19)) == expected


@given(st.from_regex(r"[0-9:\- ]{19}", fullmatch=True))
def test_nonsense_that_is_as_long_as_a_date_is_refused_or_a_date(cell: str) -> None:
    try:
        expected = instant(dt.datetime.fromisoformat(cell).replace(tzinfo=dt.UTC))
    except ValueError:
        expected = None
    try:
        assert readers(Rules("UTC"))["instant"](cell) == expected
    except BadCellError:
        assert expected is None or not 1900 <= int(cell[:4]) < 2200


@given(st.sampled_from("016789"), st.integers(10_000_000, 99_999_999))
def test_a_mobile_number_is_the_same_in_every_dress(kind: str, number: int) -> None:
    local = f"01{kind}{number}"
    for dress in (
        local,
        f"{local[:3]}-{local[3:7]}-{local[7:]}",
        f"+82 {local[1:3]} {local[3:]}",
        f"82{local[1:]}",
        f"0082-{local}",
        f"'{local}",
        f"({local[:3]}) {local[3:7]}.{local[7:]}",
        local[1:],  # a spreadsheet took it for a number
    ):
        assert phone(dress) == local


@given(st.floats(-1e12, 1e12).map(lambda value: round(value, 2)))
def test_money_is_the_same_in_every_dress(value: float) -> None:
    plain, comma = f"{value:.2f}", f"{value:,.2f}"
    for dress in (plain, comma, f"₩{comma}", f"{comma}원", f"'{plain}"):
        assert cells.number(dress) == float(plain)
    german = comma.replace(",", "_").replace(".", ",").replace("_", ".")
    assert cells.number(german, ",") == float(plain)
    if value < 0:
        assert cells.number(f"({-value:,.2f})") == float(plain)


@pytest.mark.parametrize("cell", ["nan", "inf", "-Infinity", "1e999", "12a", "--5", "一"])
def test_what_is_no_number_is_refused_alone_and_in_a_column(cell: str) -> None:
    with pytest.raises(BadCellError):
        cells.number(cell)
    told: list[int] = []
    column = read_column(["1", cell, "2"], cells.number, lambda index, _problem: told.append(index))
    assert (column, told) == ([1.0, None, 2.0], [1])


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=6).map(str.strip), max_size=20))
def test_a_column_of_texts_is_its_cells(column: list[str]) -> None:
    expected = [cells.text(cell.replace("\0", "")) if cell.replace("\0", "") else None for cell in column]
    assert read_column(column, cells.text, lambda *_: None) == expected


@given(st.lists(st.lists(st.integers(0, 9), max_size=5)))
def test_repeats_are_counted_as_one_would(parts: list[list[int]]) -> None:
    repeats = Repeats()
    things = [thing for part in parts for thing in part]
    counted = [count for part in parts for count in repeats.before(part)]
    assert counted == [things[:index].count(thing) for index, thing in enumerate(things)]


_EVENTS = st.lists(
    st.tuples(st.sampled_from(("m1", "m2", "")), st.integers(0, 3), st.sampled_from(("visit", "view_item"))),
    max_size=12,
)


@given(_EVENTS, st.integers(1, 5))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_a_file_is_cut_and_repeated_the_events_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int, str]], size: int
) -> None:
    folder = tmp_path_factory.mktemp("events")
    file = folder / "in.csv"
    rows = "".join(f"{who},2026-01-01 10:00:0{second},{kind}\n" for who, second, kind in events)
    file.write_text("customer,at,kind\n" + rows, encoding="utf-8")
    found = []
    for chunk in (size, 1000):
        db = open_database(folder / f"{chunk}.sqlite")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("app.data.imports.files.CHUNK", chunk)
            for _again in range(2):
                imports.run(db, imports.read_plan(file))
        found.append(_events(db))
        db.close()
    assert found[0] == found[1]
    assert len(found[0]) == len(events)


def _events(db: Database) -> list[tuple[object, ...]]:
    with db.read() as conn:
        return [
            tuple(row) for row in conn.exec_driver_sql("select customer_id, at, id, kind from event order by 1, 2, 3")
        ]
