"""The whole way of a message, from the event to the file or the mail server, and what happens when it goes wrong."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from app.base.clock import DAY, HOUR, MINUTE, VirtualClock
from app.base.errors import InputError, LaterError, SetupError
from app.data import tables
from app.data.engine import Database
from app.message import states as words
from app.providers import Outcome, Outgoing, Provider, open_provider
from app.runtime import faults
from app.runtime.deliver import LEASE, MAX_TRIES, Carrier, Courier
from app.runtime.publish import PAUSED, publish, set_state
from app.runtime.worker import Worker
from tests import runs
from tests.runs import NOON, SHOP, did, drawn, messages, sending, states
from tests.servers import smtp
from tests.servers.smtp import Running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    with smtp.running(tmp_path) as running:
        yield running


def outbox(folder: Path, *refuse: str) -> Provider:
    return open_provider("outfile", {"refuse": list(refuse)}, folder)


def mail(server: Running) -> Provider:
    return open_provider("smtp", server.settings(), Path("moa"), lambda _name: None)


class Shop:
    """A shop with a worker whose clock the test moves."""

    def __init__(self, db: Database, *providers: Provider | None) -> None:
        self.db, self.clock = db, VirtualClock(NOON)

        def carrier(channel: str) -> Provider | None:
            return next((one for one in providers if one and channel in one.carries), None)

        self.carrier: Carrier = carrier

    @property
    def worker(self) -> Worker:
        return Worker(self.db, Courier(self.db, self.carrier, SHOP), self.clock)

    def carts(self, people: int, *channels: str, purpose: str = "ad") -> Shop:
        """Everyone puts something into the cart; the journey sends at once."""
        runs.fill(self.db, people)
        publish(self.db, sending(*channels, purpose=purpose), NOON, SHOP)
        for customer in range(1, people + 1):
            did(self.db, customer, "add_to_cart", NOON)
        return self

    def called(self, customer: int, **columns: Any) -> Shop:
        """The customer is known by these columns from now on."""
        with self.db.begin() as connection:
            table = tables.customer
            connection.execute(update(table).where(table.c.id == customer).values(**columns))
        return self

    def passes(self, by: int = 0) -> dict[str, int]:
        """The next pass, so much later; what became of messages in it."""
        self.clock.advance(by)
        return dict(self.worker.once().delivery.states)

    def dies(self, point: str) -> None:
        """A pass whose worker dies at the point."""

        def die() -> None:
            raise KeyboardInterrupt

        with faults.arm(point, die), pytest.raises(KeyboardInterrupt):
            self.worker.once()


def receipts(db: Database) -> list[tuple[int, str, str | None]]:
    table = tables.receipt
    with db.read() as connection:
        rows = select(table.c.customer_id, table.c.kind, table.c.code).order_by(table.c.customer_id, table.c.message_id)
        return [(row[0], row[1], row[2]) for row in connection.execute(rows).all()]


def texts(db: Database) -> list[Any]:
    table = tables.message_text
    with db.read() as connection:
        return list(connection.execute(select(table).order_by(table.c.customer_id)).all())


# -- what arrives ----------------------------------------------------------------------------------------------------


def test_a_text_message_arrives_with_name_particle_product_and_label(db: Database, tmp_path: Path) -> None:
    shop = Shop(db, outbox(tmp_path)).carts(1, "sms").called(1, name="길동", phone="01099998888")
    assert shop.passes() == {"sent": 1}
    (file,) = (tmp_path / "outbox").glob("*.txt")
    head, _, body = file.read_text("utf-8").partition("\n\n")
    assert "To: 01099998888" in head
    assert "길동님, 초록 신발을 담아두셨어요." in body
    assert body.startswith("(광고)")
    assert "모아상점" in body
    assert "080-123-4567" in body or "0801234567" in body


def test_an_email_in_the_outbox_is_what_a_mail_program_shows(db: Database, tmp_path: Path) -> None:
    shop = Shop(db, outbox(tmp_path)).carts(1, "email").called(1, name="길동")
    shop.passes()
    (file,) = (tmp_path / "outbox").glob("*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    _looks_right(message, messages(db)[1, "email"].id)


def test_the_same_email_arrives_at_a_mail_server(db: Database, server: Running) -> None:
    shop = Shop(db, mail(server)).carts(1, "email").called(1, name="길동")
    assert shop.passes() == {"sent": 1}
    _looks_right(server.box.taken[0], messages(db)[1, "email"].id)
    assert server.box.to == ["c1@example.kr"]
    row = messages(db)[1, "email"]
    assert (row.provider, row.provider_ref, row.tries, row.settled_at) == ("smtp", f"<{row.id}@moa.kr>", 1, NOON)
    assert row.cost > 0
    assert receipts(db) == [(1, "accepted", None)]


def _looks_right(message: EmailMessage, message_id: str) -> None:
    assert message["Subject"] == "(광고) 길동님께"
    assert message["To"] == "c1@example.kr"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"https://moa.kr/off?m={message_id}" in message["List-Unsubscribe"]
    for part in message.iter_parts():
        assert "초록 신발을 담아두셨어요." in part.get_content()
        assert "서울 중구 1" in part.get_content()


def test_what_was_said_is_kept_beside_the_message(db: Database, tmp_path: Path) -> None:
    Shop(db, outbox(tmp_path)).carts(1, "email").passes()
    (text,) = texts(db)
    assert text.message_id == messages(db)[1, "email"].id
    assert (text.address, text.subject) == ("c1@example.kr", "(광고) 고객1님께")
    assert "초록 신발을" in text.body
    assert "초록 신발을" in text.parts["html"]


def test_a_product_without_a_name_is_called_by_its_number(db: Database, tmp_path: Path) -> None:
    shop = Shop(db, outbox(tmp_path)).carts(1, "sms")
    with db.begin() as connection:
        connection.execute(update(tables.event).values(product_id="A-7"))
    shop.passes()
    assert "A-7을 담아두셨어요" in texts(db)[0].body


def test_many_messages_leave_in_batches_and_each_once(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.runtime.deliver.BATCH", 7)
    shop = Shop(db, outbox(tmp_path)).carts(20, "brand_message")
    assert shop.passes() == {"sent": 20}
    assert shop.passes(MINUTE) == {}
    assert len(list((tmp_path / "outbox").glob("*.txt"))) == 20


# -- what is refused -------------------------------------------------------------------------------------------------


def test_whom_one_channel_refuses_the_next_one_tries(db: Database, tmp_path: Path) -> None:
    shop = Shop(db, outbox(tmp_path, "brand_message:*2")).carts(3, "brand_message", "sms")
    assert shop.passes() == {"sent": 2, "refused": 1}
    assert states(db)[2, "sms"] == "queued"
    assert shop.passes(MINUTE) == {"sent": 1}
    assert states(db) == {
        (1, "brand_message"): "sent",
        (2, "brand_message"): "refused",
        (2, "sms"): "sent",
        (3, "brand_message"): "sent",
    }
    assert messages(db)[2, "brand_message"].reason
    assert (2, "refused", "refused_here") in receipts(db)


def test_a_whole_chain_is_tried_in_its_order_and_no_further(db: Database, tmp_path: Path, server: Running) -> None:
    shop = Shop(db, mail(server), outbox(tmp_path, "*1")).carts(1, "brand_message", "sms", "email")
    shop.called(1, email="550@example.kr")
    for _turn in range(4):
        shop.passes(MINUTE)
    assert states(db) == {(1, "brand_message"): "refused", (1, "sms"): "refused", (1, "email"): "refused"}
    assert [one for _who, one, _code in receipts(db)] == ["refused"] * 3


def test_a_refusal_after_dark_tries_the_next_channel_in_the_morning(db: Database, tmp_path: Path) -> None:
    """E-mail may leave at night, a text may not."""
    shop = Shop(db, outbox(tmp_path, "email:*"))
    shop.clock.at = NOON + 10 * HOUR
    runs.fill(db, 1)
    publish(db, sending("email", "sms"), NOON, SHOP)
    did(db, 1, "add_to_cart", NOON + 10 * HOUR)
    assert shop.passes() == {"refused": 1}
    assert shop.passes(MINUTE) == {}
    assert states(db)[1, "sms"] == "queued"
    assert shop.passes(12 * HOUR) == {"sent": 1}


def test_one_bad_recipient_fails_nobody_else(db: Database, server: Running) -> None:
    shop = Shop(db, mail(server)).carts(5, "email")
    shop.called(2, email="550@example.kr").called(4, email="data-554@example.kr")
    assert shop.passes() == {"sent": 3, "refused": 2}
    assert sorted(one["To"] for one in server.box.taken) == ["c1@example.kr", "c3@example.kr", "c5@example.kr"]


def test_a_missing_value_keeps_back_that_one_message_and_says_which(db: Database, tmp_path: Path) -> None:
    shop = Shop(db, outbox(tmp_path)).carts(3, "sms", "email").called(2, name=None)
    assert shop.passes() == {"sent": 2, "broken": 1}
    row = messages(db)[2, "sms"]
    assert row.state == words.BROKEN
    assert "name" in row.reason
    assert (2, "email") not in states(db), "the same words would fail on every channel"


def test_a_version_whose_template_no_longer_reads_breaks_only_its_own_messages(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as unchecked:
        unchecked.setattr("app.runtime.publish.check", lambda *_about: [])
        wrong = {"contact": runs.contact("sms", text="{{ name")}
        runs.fill(db, 2)
        start = ("trigger_event", {"event": "view_item"})
        journey = drawn({"start": start, "send": ("send", wrong)}, "start next send")
        publish(db, replace(journey, id="old"), NOON)
    publish(db, sending("sms"), NOON, SHOP)
    did(db, 1, "view_item", NOON)
    did(db, 2, "add_to_cart", NOON)
    assert Shop(db, outbox(tmp_path)).passes() == {"broken": 1, "sent": 1}
    assert messages(db)[1, "sms"].reason


# -- what has to wait ------------------------------------------------------------------------------------------------


class Weather(Provider):
    """Stands before a real provider: what it is told to do happens first."""

    carries = ("sms", "email", "brand_message")
    key = "weather"

    def __init__(self, real: Provider, storm: Callable[[], Exception | None]) -> None:
        self.real, self.storm, self.asked = real, storm, 0

    @classmethod
    def connect(cls, *_about: Any) -> Weather:
        raise NotImplementedError

    def check(self) -> None:
        self.real.check()

    def send(self, batch: Sequence[Outgoing]) -> Sequence[Outcome]:
        self.asked += 1
        if error := self.storm():
            raise error
        return self.real.send(batch)

    def lookup(self, ids: Any) -> Mapping[str, Outcome] | None:
        if error := self.storm():
            raise error
        return self.real.lookup(ids)


def test_a_busy_recipient_is_tried_again_with_growing_pauses_and_then_given_up(db: Database, server: Running) -> None:
    shop = Shop(db, mail(server)).carts(2, "email").called(1, email="451@example.kr")
    assert shop.passes() == {"ready": 1, "sent": 1}
    pauses = []
    for _turn in range(MAX_TRIES):
        row = messages(db)[1, "email"]
        if row.state != "ready":
            break
        pauses.append(row.lease_until - shop.clock.now())
        assert shop.passes(pauses[-1] - 1) == {}, "before its pause is over"
        shop.passes(1)
    assert pauses == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE]
    row = messages(db)[1, "email"]
    assert (row.state, row.tries) == ("refused", MAX_TRIES)
    assert "451" in row.reason
    assert shop.passes(DAY) == {}


def test_a_server_that_is_away_for_a_while_costs_nobody_a_message(db: Database, tmp_path: Path) -> None:
    away = [LaterError("the server is away", after=MINUTE), None]
    weather = Weather(outbox(tmp_path), lambda: away.pop(0) if away else None)
    shop = Shop(db, weather).carts(3, "sms")
    assert shop.passes() == {"ready": 3}
    assert {row.lease_until for row in messages(db).values()} == {NOON + MINUTE}
    assert shop.passes(MINUTE) == {"sent": 3}


def test_a_provider_that_takes_nothing_is_not_asked_batch_after_batch(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.runtime.deliver.BATCH", 2)
    weather = Weather(outbox(tmp_path), lambda: SetupError("the password is wrong"))
    shop = Shop(db, weather).carts(6, "sms")
    done = shop.worker.once()
    assert weather.asked == 1
    assert [error.text for error in done.delivery.errors] == ["the password is wrong"]
    assert set(states(db).values()) == {"ready"}


def test_wrong_settings_of_one_channel_hold_up_no_other(db: Database, tmp_path: Path) -> None:
    box = outbox(tmp_path)

    def carrier(channel: str) -> Provider | None:
        if channel == "brand_message":
            raise InputError("no such provider")
        return box

    publish(db, replace(sending("sms"), id="other"), NOON, SHOP)
    shop = Shop(db).carts(1, "brand_message")
    shop.carrier = carrier
    done = shop.worker.once()
    assert done.delivery.states == {"sent": 1}
    assert [error.text for error in done.delivery.errors] == ["no such provider"]
    assert states(db) == {(1, "brand_message"): "ready", (1, "sms"): "sent"}


def test_what_was_let_through_stays_while_its_journey_is_paused(db: Database, tmp_path: Path) -> None:
    shop = Shop(db, None).carts(1, "sms")
    shop.passes()
    shop.carrier = Shop(db, outbox(tmp_path)).carrier
    set_state(db, "cart", PAUSED, NOON)
    assert Courier(db, shop.carrier, SHOP).deliver(NOON).states == {}
    assert states(db) == {(1, "sms"): "ready"}
    set_state(db, "cart", "live", NOON)
    assert Courier(db, shop.carrier, SHOP).deliver(NOON).states == {"sent": 1}


# -- what is in doubt ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", ["drop-after-dot", "slow-after-dot"])
def test_a_mail_whose_answer_never_came_is_unclear_and_never_sent_again(
    db: Database, server: Running, wish: str
) -> None:
    shop = Shop(db, mail(server)).carts(2, "email", "sms").called(1, email=f"{wish}@example.kr")
    assert shop.passes() == {"unknown": 1, "sent": 1}
    assert sorted(server.box.to) == ["c2@example.kr", f"{wish}@example.kr"]
    for _turn in range(3):
        assert shop.passes(DAY) == {}
    assert len(server.box.to) == 2
    assert (1, "sms") not in states(db), "it may have arrived: nothing else is tried"
    assert messages(db)[1, "email"].reason


@pytest.mark.parametrize("wish", ["drop-early", "slow-early"])
def test_a_connection_that_breaks_before_the_mail_is_whole_is_tried_again(
    db: Database, server: Running, wish: str
) -> None:
    shop = Shop(db, mail(server)).carts(1, "email").called(1, email=f"{wish}@example.kr")
    assert shop.passes() == {"ready": 1}
    shop.called(1, email="c1@example.kr")
    assert shop.passes(5 * MINUTE) == {"sent": 1}
    assert server.box.to == ["c1@example.kr"]


@pytest.mark.parametrize("point", ["deliver.claimed", "deliver.handed_over"])
def test_the_outbox_can_tell_after_a_crash_so_each_message_is_there_once(
    db: Database, tmp_path: Path, point: str
) -> None:
    shop = Shop(db, outbox(tmp_path)).carts(3, "sms")
    shop.dies(point)
    assert set(states(db).values()) == {"sending"}
    assert shop.passes(LEASE - 1) == {}, "another may still be at it"
    shop.passes(1)
    assert set(states(db).values()) == {"sent"}
    assert len((tmp_path / "outbox" / "index.jsonl").read_text("utf-8").splitlines()) == 3
    assert len(list((tmp_path / "outbox").glob("*.txt"))) == 3
    assert receipts(db) == [(n, "accepted", None) for n in (1, 2, 3)]


@pytest.mark.parametrize(("point", "mails"), [("deliver.claimed", 0), ("deliver.handed_over", 2)])
def test_a_mail_server_cannot_tell_after_a_crash_so_a_person_decides(
    db: Database, server: Running, point: str, mails: int
) -> None:
    shop = Shop(db, mail(server)).carts(2, "email", "sms")
    shop.dies(point)
    assert shop.passes(LEASE) == {"unknown": 2}
    for _turn in range(3):
        assert shop.passes(DAY) == {}
    assert len(server.box.taken) == mails
    assert set(states(db)) == {(1, "email"), (2, "email")}


def test_while_a_provider_cannot_be_asked_its_messages_stay_in_doubt(db: Database, tmp_path: Path) -> None:
    away: list[Exception | None] = [None]
    shop = Shop(db, Weather(outbox(tmp_path), lambda: away[0])).carts(1, "sms")
    shop.dies("deliver.handed_over")
    away[0] = LaterError("away")
    shop.clock.advance(LEASE)
    assert [error.text for error in shop.worker.once().delivery.errors] == ["away"]
    assert states(db) == {(1, "sms"): "sending"}
    away[0] = None
    assert shop.passes() == {"sent": 1}
    assert len(list((tmp_path / "outbox").glob("*.txt"))) == 1


def test_whoever_withdrew_consent_while_the_worker_was_dead_gets_nothing(db: Database, tmp_path: Path) -> None:
    shop = Shop(db, outbox(tmp_path)).carts(1, "sms")
    shop.dies("deliver.claimed")
    runs.withdrawn(db, 1, "sms", NOON + MINUTE)
    shop.passes(LEASE + 1)
    assert states(db) == {(1, "sms"): "no_consent"}
    assert not list((tmp_path / "outbox").glob("*.txt"))
