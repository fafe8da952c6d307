"""What every provider keeps, each one found in the package and run against something real."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.base.errors import InputError
from app.base.text import use_language
from app.channels import channels
from app.message.sender import Sender
from app.providers import Outgoing, Provider, open_provider, providers
from tests.servers import smtp

SHOP = Sender(name="모아상점", phone="02-123-4567", email="shop@moa.kr")
EVERY = pytest.mark.parametrize("key", list(providers()))
BAD = "550"


@contextmanager
def _outfile(folder: Path) -> Iterator[dict[str, Any]]:
    yield {"refuse": [f"{BAD}*"]}


@contextmanager
def _smtp(folder: Path) -> Iterator[dict[str, Any]]:
    with smtp.running(folder) as server:
        yield server.settings()


#: How to bring up, for each provider, what it talks to; a recipient whose name begins with 550 is refused there.
REAL = {"outfile": _outfile, "smtp": _smtp}


@pytest.fixture
def provider(key: str, tmp_path: Path) -> Iterator[Provider]:
    with REAL[key](tmp_path) as settings:
        yield open_provider(key, settings, tmp_path / "shop", lambda _name: None)


def outgoing(number: int, name: str = "kim") -> Outgoing:
    return Outgoing(f"1-{number}", "email", f"{name}@example.kr", "제목", "안녕하세요", {}, SHOP, "ad", 0)


@EVERY
def test_its_key_is_its_folder_and_it_is_named_in_both_languages(key: str) -> None:
    kind = providers()[key]
    assert kind.key == key == kind.__module__.rpartition(".")[2]
    use_language("ko")
    korean = kind.name()
    use_language("en")
    assert kind.name() == kind.label
    assert korean
    assert korean != kind.label
    assert set(kind.carries) <= set(channels())


@EVERY
def test_its_settings_say_what_they_are_and_hold_no_secret(key: str) -> None:
    kind = providers()[key]
    assert all(field.title for field in kind.settings_model.model_fields.values())
    assert not set(kind.secret_names) & set(kind.settings_model.model_fields)
    with pytest.raises(InputError) as caught:
        open_provider(key, {"bogus": 1}, Path("shop"))
    assert caught.value.where == f"{key}.bogus"


def test_a_provider_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError, match="carrier_pigeon"):
        open_provider("carrier_pigeon", {}, Path("shop"))


@EVERY
def test_it_can_be_tried_without_sending(provider: Provider) -> None:
    provider.check()


@EVERY
def test_there_is_one_outcome_for_each_message_in_order_and_a_bad_one_harms_no_other(provider: Provider) -> None:
    batch = [outgoing(number, BAD if number % 3 == 1 else "kim") for number in range(9)]
    outcomes = provider.send(batch)
    assert [outcome.id for outcome in outcomes] == [out.id for out in batch]
    assert [outcome.kind for outcome in outcomes] == ["accepted", "refused", "accepted"] * 3
    assert all(outcome.ref for outcome in outcomes if outcome.kind == "accepted")
    assert all(outcome.code and outcome.text for outcome in outcomes if outcome.kind == "refused")


@EVERY
def test_an_empty_batch_is_nothing(provider: Provider) -> None:
    assert list(provider.send([])) == []


@EVERY
def test_asked_for_a_message_it_knows_it_or_says_that_it_cannot_tell(provider: Provider) -> None:
    (sent,) = provider.send([outgoing(1)])
    known = provider.lookup([sent.id, "never-sent"])
    assert known is None or known == {sent.id: sent}


@EVERY
def test_the_reference_depends_on_the_message_alone(provider: Provider) -> None:
    first, again = (provider.send([outgoing(1)])[0] for _ in range(2))
    assert first == again


@EVERY
def test_it_has_a_price_for_what_it_carries(provider: Provider) -> None:
    assert all(provider.price(channel) >= 0 for channel in provider.carries)
