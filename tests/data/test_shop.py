"""Shops: a folder each; found by name, title or folder; never half made."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from unicodedata import normalize

import pytest
from sqlalchemy import func, select

from app.base import secrets
from app.base.errors import GilmokError, InputError
from app.data import shop
from app.data.tables import customer
from tests import pg


def test_a_new_shop_has_its_folders_and_an_empty_record(home: Path) -> None:
    made = shop.create("모아상점", zone="Asia/Seoul", sender={"name": "모아", "phone": "0212345678"})
    assert made.folder == home / "shops" / "모아상점"
    assert made.journeys.is_dir()
    assert made.outbox.is_dir()
    with closing(made.open()) as record, record.read() as connection:
        assert connection.scalar(select(func.count()).select_from(customer)) == 0
    assert made.sender.name == "모아"
    assert made.sender.voice.currency == "KRW"


def test_a_shop_is_found_by_name_by_title_and_by_folder(home: Path) -> None:
    made = shop.create("달 카페: 본점")
    assert made.name == "달 카페- 본점"
    assert shop.show("달 카페- 본점") == shop.show("달 카페: 본점") == shop.show(made.folder) == made


def test_a_shop_is_found_whatever_way_its_hangul_is_put_together(home: Path) -> None:
    apart = normalize("NFD", "모아 상점: 본점")
    made = shop.create(apart)
    assert made.title == "모아 상점: 본점"
    assert shop.show(apart) == shop.show(normalize("NFD", made.name)) == made


def test_a_name_too_long_for_any_folder_is_just_unknown(home: Path) -> None:
    with pytest.raises(InputError):
        shop.show("가" * 300)


def test_shops_are_listed_by_title(home: Path) -> None:
    assert shop.shops() == []
    names = ["나무", "가방", "다람쥐"]
    for name in names:
        shop.create(name)
    assert [found.title for found in shop.shops(home)] == sorted(names)


def test_a_name_that_is_taken_is_refused_and_the_shop_stays(home: Path) -> None:
    first = shop.create("모아상점")
    with pytest.raises(InputError, match="모아상점"):
        shop.create(" 모아상점 ", currency="USD")
    assert shop.show("모아상점") == first


@pytest.mark.parametrize("title", ["", "  ", "...", "///"])
def test_a_name_without_a_letter_is_refused(title: str) -> None:
    with pytest.raises(InputError, match="이름"):
        shop.create(title)


@pytest.mark.parametrize("title", ["../../etc", "con", "a/b\\c", "끝.", ".숨은"])
def test_no_name_leads_out_of_the_shops_folder(home: Path, title: str) -> None:
    made = shop.create(title)
    assert made.folder.parent.resolve() == (home / "shops").resolve()
    assert made.title == title


def test_an_unknown_shop_comes_with_the_nearest_name(home: Path) -> None:
    shop.create("모아상점")
    with pytest.raises(InputError, match=r"모아상전.*모아상점"):
        shop.show("모아상전")
    with pytest.raises(InputError) as caught:
        shop.show("전혀 다른 이름")
    assert "모아상점" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "field"),
    [({"zone": "Asia/Soul"}, "zone"), ({"currency": "won"}, "currency"), ({"colour": 1}, "colour")],
)
def test_a_wrong_setting_is_named_and_nothing_is_made(home: Path, settings: dict[str, object], field: str) -> None:
    with pytest.raises(InputError, match=field):
        shop.create("모아상점", **settings)
    assert not (home / "shops").exists() or not list((home / "shops").iterdir())


def test_settings_are_changed_as_a_value_and_saved_as_a_file(home: Path) -> None:
    made = shop.create("모아상점")
    changed = made.but(providers={"email": "smtp"}, accounts={"smtp": {"host": "mail.example"}})
    assert made.carrier("email") == ("outfile", {})
    shop.save(changed)
    assert shop.show("모아상점").carrier("email") == ("smtp", {"host": "mail.example"})
    assert json.loads((made.folder / "shop.json").read_text(encoding="utf-8"))["title"] == "모아상점"


@pytest.mark.logs("a shop cannot be read")
@pytest.mark.parametrize("content", ["{", '{"title": "x", "zone": 3}', "null", ""])
def test_a_damaged_settings_file_is_named_and_hides_no_other_shop(home: Path, content: str) -> None:
    shop.create("나무")
    broken = shop.create("모아상점")
    (broken.folder / "shop.json").write_text(content)
    assert [found.title for found in shop.shops()] == ["나무"]
    with pytest.raises(InputError) as caught:
        shop.show("모아상점")
    assert "shop.json" in caught.value.where


def test_a_shop_whose_record_cannot_be_made_leaves_nothing(home: Path) -> None:
    with pytest.raises(GilmokError):
        shop.create("모아상점", database="postgresql://me@127.0.0.1:9/none")
    assert shop.shops() == []
    assert not (home / "shops" / "모아상점").exists()


def test_a_record_on_a_server_keeps_its_password_out_of_every_file(
    home: Path, cluster: pg.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[tuple[str, ...], str] = {}
    monkeypatch.setattr(secrets, "put", lambda *words: kept.update({words[:-1]: words[-1]}))
    monkeypatch.setattr(secrets, "get", lambda *words: kept.get(words))
    with cluster.database(f"shop_{home.parent.name}"[:60]) as url:
        made = shop.create("모아상점", database=url.replace("@", ":geheim@"))
        assert kept == {("모아상점", "database", "password"): "geheim"}
        assert "geheim" not in (made.folder / "shop.json").read_text()
        with closing(shop.show("모아상점").open()) as record:
            assert record.dialect == "postgresql"
            assert record.url.password == "geheim"


def test_listing_shops_does_not_wait_for_the_database_library(home: Path) -> None:
    listed = "import sys; from app.data import shop; shop.shops(); print('sqlalchemy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
