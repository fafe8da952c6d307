"""E-mail handed to a real mail server, also one that refuses, stalls and hangs up."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.base.clock import read_instant
from app.base.errors import LaterError, SetupError
from app.channels import Written, channel, write
from app.message.sender import Sender
from app.providers import Outcome, Outgoing, Provider, open_provider
from tests.servers import smtp
from tests.servers.smtp import PASSWORD, USER, Running

SHOP = Sender(
    name="모아상점",
    phone="02-123-4567",
    email="shop@moa.kr",
    address="서울시 중구 1",
    optout_url="https://moa.kr/off?m={message}",
)
AT = read_instant("2026-11-21 14:30", "Asia/Seoul")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with smtp.running(tmp_path) as running:
        yield running


def provider(running: Running, password: str | None = None, **settings: Any) -> Provider:
    return open_provider("smtp", running.settings(**settings), Path("moa"), lambda _name: password)


def mail(name: str, number: int = 1, **changes: Any) -> Outgoing:
    given: dict[str, Any] = {"channel": "email", "address": f"{name}@example.kr", "subject": "봄 소식", "body": "안녕"}
    return Outgoing(id=f"7-{number}", at=AT, **(given | {"sender": SHOP} | changes))


@pytest.mark.parametrize("host", ["smtp..naver.com", "a" * 70 + ".com"])
def test_a_host_that_no_network_knows_is_a_matter_of_setting_up(host: str) -> None:
    with pytest.raises(SetupError, match="com"):
        open_provider("smtp", {"host": host}, Path("moa"), lambda _name: None).check()


def kinds(outcomes: Any) -> list[str]:
    return [outcome.kind for outcome in outcomes]


# -- what arrives ----------------------------------------------------------------------------------------------------


def test_a_korean_letter_arrives_as_it_was_written(server: Running) -> None:
    email = channel("email")
    content = email.read(
        {
            "subject": "{{ name }}님께",
            "preheader": "오늘만",
            "text": "안녕하세요 {{ name }}님 <3\n.점\n\nhttps://moa.kr/?a=1&b=2",
        }
    )
    written = write(email, content, {"name": "길동"}, SHOP, "ad", "7-1")
    assert isinstance(written, Written)
    out = mail("kim", subject=written.subject, body=written.body, parts=written.parts)
    assert provider(server).send([out]) == [Outcome.accepted("7-1", "<7-1@moa.kr>")]

    (got,) = server.box.taken
    assert got["Subject"] == "(광고) 길동님께"
    assert str(got["From"]) == "모아상점 <shop@moa.kr>"
    assert got["Message-ID"] == "<7-1@moa.kr>"
    assert got["Date"] == "Sat, 21 Nov 2026 14:30:00 +0900"
    assert (
        got["List-Unsubscribe"]
        == "<https://moa.kr/off?m=7-1>, <mailto:shop@moa.kr?subject=%EC%88%98%EC%8B%A0%EA%B1%B0%EB%B6%80>"
    )
    assert b"List-Unsubscribe: " + str(got["List-Unsubscribe"]).encode() + b"\r\n" in server.box.raw[0]  # one line
    assert not re.search(rb"[^\r]\n", server.box.raw[0])
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got.get_content_type() == "multipart/alternative"
    plain, html = (part.get_content() for part in got.iter_parts())
    assert plain.replace("\r\n", "\n").startswith(
        "안녕하세요 길동님 <3\n.점\n\nhttps://moa.kr/?a=1&b=2\n\n-- \n모아상점"
    )
    assert "unsubscribe here: https://moa.kr/off?m=7-1" in plain
    assert "길동님 &lt;3" in html
    assert 'href="https://moa.kr/?a=1&amp;b=2"' in html


def test_an_information_mail_offers_no_refusal(server: Running) -> None:
    provider(server).send([mail("kim", purpose="info")])
    assert server.box.taken[0]["List-Unsubscribe"] is None
    assert server.box.taken[0]["Auto-Submitted"] == "auto-generated"


def test_a_batch_goes_over_one_connection(server: Running) -> None:
    batch = [mail(f"kim{number}", number) for number in range(20)]
    assert kinds(provider(server).send(batch)) == ["accepted"] * 20
    assert server.box.connections == 1
    assert len({got["Message-ID"] for got in server.box.taken}) == 20


def test_korean_addresses_arrive_where_the_server_takes_them(tmp_path: Path, server: Running) -> None:
    body = ".점으로\n..시작하는\n글"
    assert kinds(provider(server).send([mail("x", address="길동@모아.한국", body=body)])) == ["accepted"]
    assert server.box.taken[0].get_content().split() == body.split()
    assert server.box.to == ["길동@xn--v52b27q.xn--3e0b707e"]
    with smtp.running(tmp_path, utf8=False) as old:
        (refused,) = provider(old).send([mail("x", address="길동@모아.한국")])
        assert (refused.kind, refused.code) == ("refused", "address")


def test_no_line_break_in_a_value_becomes_a_header(server: Running) -> None:
    provider(server).send([mail("kim", subject="안녕\r\nBcc: spy@example.kr")])
    assert server.box.taken[0]["Bcc"] is None
    (refused,) = provider(server).send([mail("x", address="kim@example.kr\r\nRCPT TO:<spy@example.kr>")])
    assert refused.kind == "refused"


# -- what is refused -------------------------------------------------------------------------------------------------


def test_one_refused_recipient_fails_neither_the_batch_nor_the_connection(server: Running) -> None:
    names = ["kim", "550", "lee", "452", "data-554", "park"]
    batch = [*(mail(name, number) for number, name in enumerate(names)), mail("x", 9, address="nowhere")]
    outcomes = provider(server).send(batch)
    assert kinds(outcomes) == ["accepted", "refused", "accepted", "later", "refused", "accepted", "refused"]
    assert [outcome.id for outcome in outcomes] == [out.id for out in batch]
    assert server.box.connections == 1
    assert outcomes[1].code == "550"
    assert "as you wish" in outcomes[1].text
    assert outcomes[3].after > 0


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("450", "later"),
        ("451", "later"),
        ("471", "later"),
        ("551", "refused"),
        ("571", "refused"),
        ("data-451", "later"),
    ],
)
def test_a_code_decides_whether_it_is_final(server: Running, name: str, kind: str) -> None:
    assert kinds(provider(server).send([mail(name)])) == [kind]


def test_a_server_that_closes_down_is_asked_again_on_a_new_connection(server: Running) -> None:
    assert kinds(provider(server).send([mail("421"), mail("kim", 2)])) == ["later", "accepted"]
    assert server.box.connections == 2


def test_a_server_that_refuses_the_shop_as_sender_is_a_matter_of_settings(server: Running) -> None:
    server.box.sender_reply = "553 5.7.1 not yours"
    with pytest.raises(SetupError, match=r"553 5\.7\.1 not yours"):
        provider(server).send([mail("kim"), mail("lee", 2)])


def test_once_a_mail_is_out_nothing_is_raised_for_the_rest(server: Running) -> None:
    outcomes = provider(server).send([mail("kim"), mail("530", 2), mail("lee", 3)])
    assert kinds(outcomes) == ["accepted", "later", "later"]


# -- what breaks off -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["drop-early", "slow-early"])
def test_before_the_final_dot_a_failure_is_later(server: Running, name: str) -> None:
    assert kinds(provider(server).send([mail(name), mail("kim", 2)])) == ["later", "accepted"]
    assert server.box.to == ["kim@example.kr"]


@pytest.mark.parametrize("name", ["drop-after-dot", "slow-after-dot"])
def test_after_the_final_dot_a_failure_is_unknown(server: Running, name: str) -> None:
    assert kinds(provider(server).send([mail(name), mail("kim", 2)])) == ["unknown", "accepted"]
    assert server.box.to == [f"{name}@example.kr", "kim@example.kr"]


def test_a_connection_lost_in_the_middle_of_the_mail_is_later_since_no_server_takes_half_a_mail() -> None:
    with _half_deaf() as port:
        running = Running("127.0.0.1", port, smtp.Mailbox(), "")
        (outcome,) = provider(running, timeout=5).send([mail("kim", body="가" * 5_000_000)])
    assert outcome.kind == "later"


@contextmanager
def _half_deaf() -> Iterator[int]:
    """The port of a server that hangs up as soon as the mail itself begins."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_hang_up_at_the_mail, args=[listener])
        thread.start()
        yield int(listener.getsockname()[1])
        thread.join()


def _hang_up_at_the_mail(listener: socket.socket) -> None:
    line, _peer = listener.accept()
    with line:
        line.sendall(b"220 hello\r\n")
        for answer in (b"250 hello", b"250 ok", b"250 ok", b"354 go"):
            line.recv(1000)
            line.sendall(answer + b"\r\n")
        line.recv(100_000)


def test_a_server_that_is_away_means_later() -> None:
    away = Running("127.0.0.1", smtp.free_port(), smtp.Mailbox(), "")
    with pytest.raises(LaterError) as caught:
        provider(away).send([mail("kim")])
    assert caught.value.after > 0
    with pytest.raises(SetupError, match=r"127\.0\.0\.1"):
        provider(away).check()


# -- who may send ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_server_takes_mail_with_the_right_password(tmp_path: Path, security: str) -> None:
    with smtp.running(tmp_path, security, auth=True) as running:
        good = provider(running, PASSWORD, security=security, user=USER, ca_file=running.ca_file, timeout=5)
        good.check()
        assert kinds(good.send([mail("kim")])) == ["accepted"]
        wrong = provider(running, "wrong", security=security, user=USER, ca_file=running.ca_file, timeout=5)
        with pytest.raises(SetupError) as caught:
            wrong.send([mail("kim")])
        assert caught.value.where == "password"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path, security: str) -> None:
    with smtp.running(tmp_path, security) as running, pytest.raises(SetupError, match=r"127\.0\.0\.1"):
        provider(running, security=security, timeout=5).check()


def test_encryption_is_never_given_up_silently(server: Running) -> None:
    with pytest.raises(SetupError) as caught:
        provider(server, security="starttls").send([mail("kim")])
    assert caught.value.where == "security"
    assert server.box.to == []


@pytest.mark.parametrize(
    ("settings", "password", "where"),
    [
        ({"host": ""}, None, "host"),
        ({"user": USER}, None, "password"),
        ({"user": USER, "host": "mail.example.kr"}, "x", "security"),
        ({"ca_file": "/nowhere.pem"}, None, "ca_file"),
    ],
)
def test_incomplete_settings_name_the_field(
    server: Running, settings: dict[str, Any], password: str | None, where: str
) -> None:
    with pytest.raises(SetupError) as caught:
        provider(server, password, **settings).check()
    assert caught.value.where == where


def test_a_shop_without_an_address_of_its_own_cannot_send(server: Running) -> None:
    with pytest.raises(SetupError):
        provider(server).send([mail("kim", sender=Sender(name="모아"))])
