"""The mirror: the same answers as the record, never half, never in anybody's way."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from app.base.errors import LaterError
from app.data import audience, mirror, parts
from app.data.engine import Database, open_database
from app.data.tables import audience_member, consent, customer, event
from app.journey import where as w
from tests.oracle_where import Passage, Person, holds

AT = 1_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the mirror is, in a path such as people have."""
    return tmp_path / "내 상점's" / "mirror"


def _people(many: int, seed: int = 7) -> list[Person]:
    draw = random.Random(seed)
    people = []
    for id_ in range(1, many + 1):
        row = {
            "id": id_, "key": f"k{id_}", "city": draw.choice(["서울", "부산", None]), "joined_at": draw.randrange(900),
            "attrs": {"등급": draw.choice([1, 2.5, "VIP", True, None])},
        }  # fmt: skip
        events = [
            {
                "customer_id": id_, "at": draw.randrange(1_100), "id": draw.getrandbits(60), "seq": 20 * id_ + n,
                "kind": draw.choice(["purchase", "view_item"]), "product_id": draw.choice(["p1", "p2", None]),
                "value": draw.choice([None, 0.1, 12_345.67]), "props": draw.choice([None, {"색": "빨강"}]),
            }
            for n in range(draw.randrange(12))
        ]  # fmt: skip
        agreed = {"customer_id": id_, "channel": "sms", "purpose": "ad", "at": 5, "until_at": draw.randrange(6, 2_000)}
        listed = [{"customer_id": id_, "audience_id": "list", "since": 3}] if id_ % 3 else []
        people.append(Person(id_, row, events, [agreed | {"granted": bool(id_ % 2)}], listed))
    return people


def _store(db: Database, people: list[Person]) -> None:
    rows: dict[Any, list[Any]] = {
        customer: [person.customer for person in people],
        event: [row for person in people for row in person.events],
        consent: [row for person in people for row in person.consents],
        audience_member: [row for person in people for row in person.memberships],
    }
    with db.begin() as connection:
        for table, found in rows.items():
            connection.execute(insert(table), found)


def _events(db: Database, first: int, many: int) -> None:
    with db.begin() as connection:
        connection.execute(
            insert(event),
            [{"customer_id": n % 5, "at": n, "id": n, "seq": n, "kind": "visit"} for n in range(first, first + many)],
        )


def _event_parts(folder: Path) -> tuple[str, ...]:
    return parts.read(folder, parts.shape(mirror.TABLES)).tables["event"].parts


def _test(name: str, op: str, value: object = None) -> w.Test:
    return w.Test.model_validate({"name": name, "op": op, "value": value})


CONDITIONS: list[w.Where] = [
    w.EVERYONE,
    w.Attribute(test=_test("city", "is", "서울")),
    w.Attribute(test=_test("등급", "at_least", 2)),
    w.Attribute(test=_test("등급", "is", True)),
    w.Did(event="purchase", at_least=3),
    w.Did(event="purchase", having=(_test("value", "is", 0.1),), window=w.Window(within=400)),
    w.Did(event="view_item", at_most=1, having=(_test("색", "known"),)),
    w.Moment(which="last", event="purchase", op="before", ago=300),
    w.Consent(channel="sms"),
    w.InAudience(audience="list"),
    w.Not(of=w.Any(of=(w.Did(event="purchase"), w.Consent(channel="sms", granted=False)))),
]


# -- the same answers ------------------------------------------------------------------------------------------------


def test_record_and_mirror_count_the_same_people_and_the_right_ones(db: Database, folder: Path) -> None:
    people = _people(200)
    _store(db, people)
    assert mirror.refresh(db, folder)
    static = {"list": None}
    expected = [
        sum(
            person.customer is not None
            and person.customer["joined_at"] <= AT
            and holds(where, person, Passage(AT, audiences=static))
            for person in people
        )
        for where in CONDITIONS
    ]
    with db.read() as record:
        assert [audience.count(record, where, AT, static) for where in CONDITIONS] == expected
    for load in ((), (event, customer)):
        with mirror.connect(folder, load) as copy:
            assert [audience.count(copy, where, AT, static) for where in CONDITIONS] == expected


def test_every_column_of_every_table_is_the_same(db: Database, folder: Path) -> None:
    _store(db, _people(100))
    mirror.refresh(db, folder)
    with mirror.connect(folder) as copy:
        assert mirror.differences(db, copy) == []
        for table in (event, customer, consent, audience_member):
            query = select(table).order_by(*table.primary_key.columns)
            with db.read() as record:
                assert [tuple(row) for row in copy.execute(query)] == [tuple(row) for row in record.execute(query)]


@pytest.mark.parametrize("name", ["[본점] it's", "shop=1", "a*?b"])
def test_no_name_of_a_folder_changes_what_is_read(sqlite_db: Database, tmp_path: Path, name: str) -> None:
    _store(sqlite_db, _people(10))
    mirror.refresh(sqlite_db, tmp_path / name)
    with mirror.connect(tmp_path / name) as copy:
        assert mirror.differences(sqlite_db, copy) == []
        for table in mirror.TABLES:
            found = copy.exec_driver_sql(f"SELECT * FROM {table.name} LIMIT 0").keys()
            assert list(found) == [column.name for column in table.columns]


def test_a_part_that_did_not_change_is_not_written_again_over_its_readers(sqlite_db: Database, folder: Path) -> None:
    _store(sqlite_db, _people(10))
    mirror.refresh(sqlite_db, folder)
    before = {part.name: part.stat().st_ino for part in folder.glob("*.parquet")}
    with sqlite_db.begin() as connection:
        connection.execute(update(customer).where(customer.c.id == 3).values(joined_at=12_345))
    mirror.refresh(sqlite_db, folder)
    after = {part.name: part.stat().st_ino for part in folder.glob("*.parquet")}
    assert before.items() < after.items()


def test_a_difference_is_found(sqlite_db: Database, folder: Path) -> None:
    _store(sqlite_db, _people(10))
    mirror.refresh(sqlite_db, folder)
    with sqlite_db.begin() as connection:
        connection.execute(update(customer).where(customer.c.id == 3).values(joined_at=12_345))
        connection.execute(update(event).where(event.c.customer_id == 2).values(product_id="p100"))
    with mirror.connect(folder) as copy:
        assert mirror.differences(sqlite_db, copy) == ["event", "customer"]


def test_an_empty_record_has_an_empty_mirror(db: Database, folder: Path) -> None:
    assert mirror.refresh(db, folder)
    with mirror.connect(folder) as copy:
        assert [copy.scalar(select(func.count()).select_from(table)) for table in mirror.TABLES] == [0] * 8
        assert audience.count(copy, w.Did(event="purchase"), AT) == 0


def test_what_a_reader_writes_stays_its_own(sqlite_db: Database, folder: Path) -> None:
    _store(sqlite_db, _people(5))
    mirror.refresh(sqlite_db, folder)
    with mirror.connect(folder, load=[customer]) as copy:
        copy.execute(delete(customer))
        assert audience.count(copy, w.EVERYONE, AT) == 0
    with mirror.connect(folder) as copy:
        assert audience.count(copy, w.EVERYONE, AT) == 5


# -- bringing it up to date ------------------------------------------------------------------------------------------


def test_only_new_events_are_copied(db: Database, folder: Path) -> None:
    _events(db, 1, 50)
    mirror.refresh(db, folder)
    first = _event_parts(folder)
    _events(db, 51, 7)
    told: list[tuple[int, int]] = []
    mirror.refresh(db, folder, progress=lambda done, total: told.append((done, total)))
    assert _event_parts(folder)[:1] == first
    assert len(_event_parts(folder)) == 2
    assert told[-1] == (7, 7)


def test_a_mirror_that_is_up_to_date_is_left_alone(db: Database, folder: Path) -> None:
    _store(db, _people(20))
    mirror.refresh(db, folder)
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert mirror.refresh(db, folder)
    assert _event_parts(folder)
    assert {file.name for file in folder.iterdir()} == set(before)


def test_a_changed_customer_is_seen(db: Database, folder: Path) -> None:
    _store(db, _people(20))
    mirror.refresh(db, folder)
    for city in ("대전", "광주"):  # as long as the former value, twice in a row
        with db.begin() as connection:
            connection.execute(update(customer).values(city=city))
        mirror.refresh(db, folder)
        with mirror.connect(folder) as copy:
            assert audience.count(copy, w.Attribute(test=_test("city", "is", city)), AT) == 20


@pytest.mark.parametrize("change", ["deleted", "merged"])
def test_events_that_were_deleted_or_merged_make_a_new_copy(db: Database, folder: Path, change: str) -> None:
    _store(db, _people(20))
    mirror.refresh(db, folder)
    with db.begin() as connection:
        if change == "deleted":
            connection.execute(delete(event).where(event.c.customer_id == 4))
        else:
            connection.execute(update(event).where(event.c.customer_id == 4).values(customer_id=5))
    _events(db, 10_000, 3)
    mirror.refresh(db, folder)
    with mirror.connect(folder) as copy:
        assert mirror.differences(db, copy) == []


def test_many_small_parts_become_one(sqlite_db: Database, folder: Path) -> None:
    for n in range(20):
        _events(sqlite_db, 1 + 10 * n, 10)
        mirror.refresh(sqlite_db, folder)
    assert len(_event_parts(folder)) < 16
    with mirror.connect(folder) as copy:
        assert mirror.differences(sqlite_db, copy) == []


def test_stopping_half_way_leaves_the_mirror_as_it_was(sqlite_db: Database, folder: Path) -> None:
    _events(sqlite_db, 1, 10)
    mirror.refresh(sqlite_db, folder)
    _events(sqlite_db, 11, 10)
    assert not mirror.refresh(sqlite_db, folder, progress=lambda _done, _total: False)
    assert not list(folder.glob(".half-*"))
    with mirror.connect(folder) as copy:
        assert copy.scalar(select(func.count()).select_from(event)) == 10


# -- deleted, damaged, killed ----------------------------------------------------------------------------------------


def test_a_deleted_mirror_is_missed_kindly_and_made_again(sqlite_db: Database, folder: Path) -> None:
    _store(sqlite_db, _people(20))
    mirror.refresh(sqlite_db, folder)
    with mirror.connect(folder) as copy:
        shutil.rmtree(folder)
        with pytest.raises(LaterError, match="다시"):
            audience.count(copy, w.Did(event="purchase"), AT)
    with pytest.raises(LaterError, match="다시"), mirror.connect(folder):
        pass
    mirror.refresh(sqlite_db, folder)
    with mirror.connect(folder) as copy:
        assert mirror.differences(sqlite_db, copy) == []


@pytest.mark.parametrize("damage", ["list", "part", "foreign list"])
def test_a_damaged_mirror_is_made_again(sqlite_db: Database, folder: Path, damage: str) -> None:
    _store(sqlite_db, _people(20))
    mirror.refresh(sqlite_db, folder)
    if damage == "part":
        (folder / _event_parts(folder)[0]).unlink()
    else:
        (folder / "mirror.json").write_text("{" if damage == "list" else '{"shape": "older"}')
    mirror.refresh(sqlite_db, folder)
    with mirror.connect(folder) as copy:
        assert mirror.differences(sqlite_db, copy) == []


def _killed(record: str, folder: Path, at: int) -> None:
    calls = iter(range(100))

    def die(_done: int, _total: int) -> None:
        if next(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    mirror.refresh(open_database(record), folder, progress=die)


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_killed_refresh_leaves_a_whole_mirror(sqlite_db: Database, folder: Path, at: int) -> None:
    _store(sqlite_db, _people(50))
    mirror.refresh(sqlite_db, folder)
    _events(sqlite_db, 10_000, 9_000)
    process = multiprocessing.get_context("spawn").Process(
        target=_killed, args=(str(sqlite_db.url.database), folder, at)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with mirror.connect(folder) as copy:
        assert copy.scalar(select(func.count()).select_from(event).where(event.c.seq >= 10_000)) == 0
    mirror.refresh(sqlite_db, folder)
    with mirror.connect(folder) as copy:
        assert mirror.differences(sqlite_db, copy) == []


# -- many at once ----------------------------------------------------------------------------------------------------


def _read_often(folder: Path, until: Any) -> Iterator[int]:
    while not until.is_set():
        with mirror.connect(folder) as copy:
            people = copy.scalar(select(func.count()).select_from(customer)) or 0
            events = copy.scalar(select(func.count()).select_from(event))
            assert events == 3 * people, "a reader saw a state that never was"
            yield people


def _reader(folder: Path, until: Any, seen: Any) -> None:
    found = list(_read_often(folder, until))
    assert found == sorted(found)
    seen.put(len(set(found)))


def _writer(record: str, folder: Path) -> None:
    with closing(open_database(record)) as db:
        for n in range(2, 22):
            _join_shop(db, n)
            mirror.refresh(db, folder)


def _join_shop(db: Database, n: int) -> None:
    """A customer with three events, in one transaction."""
    with db.begin() as connection:
        connection.execute(insert(customer).values(id=n, key=str(n)))
        rows = [{"customer_id": n, "at": i, "id": i, "seq": 3 * n + i, "kind": "visit"} for i in range(3)]
        connection.execute(insert(event), rows)


def test_three_programs_read_while_one_renews(sqlite_db: Database, folder: Path) -> None:
    _join_shop(sqlite_db, 1)
    mirror.refresh(sqlite_db, folder)
    spawn = multiprocessing.get_context("spawn")
    done, seen = spawn.Event(), spawn.Queue()
    readers = [spawn.Process(target=_reader, args=(folder, done, seen)) for _ in range(3)]
    writer = spawn.Process(target=_writer, args=(str(sqlite_db.url.database), folder))
    for process in (*readers, writer):
        process.start()
    writer.join()
    done.set()
    assert sum(seen.get(timeout=60) for _ in readers) > 3  # they saw it change
    for process in readers:
        process.join()
    assert [process.exitcode for process in (*readers, writer)] == [0, 0, 0, 0]
