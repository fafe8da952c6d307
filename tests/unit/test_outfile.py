"""The local outbox: files a person can read, and that can tell what was sent."""

from __future__ import annotations

import email
import errno
import json
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from app.base.clock import read_instant
from app.base.errors import LaterError, SetupError
from app.message.sender import Sender
from app.providers import Outcome, Outgoing, open_provider, outfile

SHOP = Sender(name="모아상점", email="shop@moa.kr")
AT = read_instant("2026-11-21 14:30", "Asia/Seoul")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return tmp_path / "모아 상점"


def out(number: int = 1, channel: str = "sms", **changes: Any) -> Outgoing:
    address = "kim@example.kr" if channel == "email" else "01012345678"
    given: dict[str, Any] = {"address": address, "subject": "", "body": "안녕하세요\n길동님"}
    return Outgoing(id=f"3-{number}-n1-0-0", channel=channel, sender=SHOP, at=AT, **(given | changes))


def test_a_text_message_is_a_file_with_a_small_head(shop: Path) -> None:
    provider = open_provider("outfile", {}, shop)
    assert provider.send([out(parts={"buttons": [{"name": "보기"}]})]) == [
        Outcome.accepted("3-1-n1-0-0", "3-1-n1-0-0.txt")
    ]
    assert (shop / "outbox" / "3-1-n1-0-0.txt").read_text("utf-8") == (
        "Id: 3-1-n1-0-0\nChannel: sms\nFrom: 모아상점\nTo: 01012345678\nAt: 2026-11-21T14:30:00+09:00\n"
        'Buttons: [{"name": "보기"}]\n\n안녕하세요\n길동님\n'
    )


def test_an_email_is_a_file_a_mail_program_opens_and_a_person_reads(shop: Path) -> None:
    open_provider("outfile", {}, shop).send([out(channel="email", subject="(광고) 봄", parts={"html": "<p>안녕</p>"})])
    raw = (shop / "outbox" / "3-1-n1-0-0.eml").read_bytes()
    assert "안녕하세요".encode() in raw
    assert "(광고) 봄".encode() in raw
    got = email.message_from_bytes(raw, policy=default)
    assert got["To"] == "kim@example.kr"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]


def test_a_notification_is_json(shop: Path) -> None:
    open_provider("outfile", {}, shop).send([out(channel="push", subject="제목", parts={"url": "https://moa.kr"})])
    read = json.loads((shop / "outbox" / "3-1-n1-0-0.json").read_text("utf-8"))
    assert (read["subject"], read["parts"]["url"]) == ("제목", "https://moa.kr")


def test_the_index_lists_each_message_once_and_survives_a_broken_line(shop: Path) -> None:
    provider = open_provider("outfile", {}, shop)
    provider.send([out(1), out(2)])
    provider.send([out(2), out(3)])
    index = shop / "outbox" / outfile.INDEX
    assert len(index.read_text("utf-8").splitlines()) == 3
    provider.check()
    with index.open("a", encoding="utf-8") as file:
        file.write('{"id": "half')
    provider.send([out(4, subject="줄\u2028바꿈")])
    listed = _listed(shop)
    assert [(line["id"], line["to"]) for line in listed] == [(f"3-{n}-n1-0-0", "01012345678") for n in (1, 2, 3, 4)]


def test_a_crash_between_index_and_file_loses_nothing(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = open_provider("outfile", {}, shop)
    with monkeypatch.context() as broken:
        broken.setattr(outfile, "_save", _crash)
        with pytest.raises(KeyboardInterrupt):
            provider.send([out()])
    assert provider.lookup(["3-1-n1-0-0"]) == {}
    assert [path.name for path in (shop / "outbox").iterdir()] == [outfile.INDEX]
    provider.send([out()])
    assert {line["id"] for line in _listed(shop)} == {"3-1-n1-0-0"}
    assert (shop / "outbox" / _listed(shop)[-1]["file"]).exists()


def _listed(shop: Path) -> list[dict[str, Any]]:
    """The lines of the index, but for one that a crash broke off."""
    lines = (shop / "outbox" / outfile.INDEX).read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line.endswith("}")]


def _crash(*_args: object) -> None:
    raise KeyboardInterrupt


def test_a_disk_that_fills_up_keeps_what_is_written_and_puts_the_rest_off(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider, save, saved = open_provider("outfile", {}, shop), outfile._save, []

    def full_after_two(file: Path, content: bytes) -> None:
        if len(saved) == 2:
            raise OSError(errno.ENOSPC, "full")
        save(file, content)
        saved.append(file)

    monkeypatch.setattr(outfile, "_save", full_after_two)
    outcomes = provider.send([out(1), out(2), out(3)])
    assert [outcome.kind for outcome in outcomes] == ["accepted", "accepted", "later"]
    assert set(provider.lookup([outcome.id for outcome in outcomes]) or {}) == {"3-1-n1-0-0", "3-2-n1-0-0"}


def test_a_disk_that_is_full_means_later_a_folder_that_is_none_means_setup(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write_text("a file where the folder should be")
    with pytest.raises(SetupError, match="outbox"):
        open_provider("outfile", {}, shop).check()

    def full(*_args: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(LaterError):
        open_provider("outfile", {}, shop).send([out()])


def test_addresses_can_be_refused_to_try_out_what_happens_then(shop: Path) -> None:
    provider = open_provider("outfile", {"refuse": ["*9", "brand_message:*8"]}, shop)
    batch = [out(1), out(2, address="01000000009"), out(3, channel="brand_message"), out(4, address="01000000008")]
    assert [outcome.kind for outcome in provider.send(batch)] == ["accepted", "refused", "refused", "accepted"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "con.txt", "...", "", "가나다", "a b"])
def test_whatever_an_id_holds_its_file_stays_in_the_outbox(shop: Path, name: str) -> None:
    provider = open_provider("outfile", {}, shop)
    provider.send([Outgoing(name, "sms", "01012345678", "", "안녕", at=AT)])
    files = {file.name for file in (shop / "outbox").iterdir()}
    assert len(files) == 2
    assert set(provider.lookup([name]) or {}) == {name}
