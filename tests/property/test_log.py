"""Whatever is logged, by whatever name: no key, password, phone, e-mail or message ever reaches the file."""

from __future__ import annotations

import json
import logging
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base import log
from app.base.errors import InputError

DIGITS = st.text(string.digits, min_size=4, max_size=4)
PHONES = st.builds(
    lambda start, gap, a, b: start + gap + a + gap + b,
    st.sampled_from(["010", "+82 10", "+8210", "8210", "011", "02", "031", "10"]),
    st.sampled_from(["", "-", " ", "."]),
    DIGITS,
    DIGITS,
)
NAMES = st.text(string.ascii_letters + string.digits + "._-가나다", min_size=1, max_size=12)
ADDRESSES = st.builds(lambda local, domain: f"{local}@{domain}.kr", NAMES, NAMES)
KEYS = st.text(string.ascii_letters + string.digits + "_-+/=", min_size=24, max_size=80).filter(
    lambda key: any(c.isdigit() for c in key) and any(c.isalpha() for c in key)
)
PERSONAL = PHONES | ADDRESSES | KEYS
AROUND = st.text(" ,:()가나다\n", max_size=6)
FIELDS = st.sampled_from(["to", "body", "password", "token", "address", "name", "text", "content", "x", "_sly", "args"])


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    yield log.open_log("test", tmp_path)
    log.close_log()
    log._hidden.clear()


def lines(file: Path) -> list[dict[str, Any]]:
    for handler in logging.getLogger().handlers:
        handler.flush()
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def emptied(file: Path) -> Path:
    """Forget what an earlier example wrote."""
    if file.exists():
        file.write_text("")
    return file


@given(secret=PERSONAL, before=AROUND, after=AROUND, field=st.sampled_from(sorted(log.PLAIN - {"event", "level"})))
def test_even_in_a_plain_field_nothing_personal_is_written(
    written: Path, secret: str, before: str, after: str, field: str
) -> None:
    file = emptied(written)
    log.log("test").info(before + secret + after, **{field: before + secret + after})
    assert secret not in file.read_text("utf-8")
    assert len(lines(file)) == 1


@given(value=st.text(min_size=3).map(lambda text: "말" + text + "글"), field=FIELDS)
def test_a_field_that_is_not_known_to_be_plain_is_written_as_its_type(written: Path, value: str, field: str) -> None:
    file = emptied(written)
    log.log("test").info("sent", **{field: value, "count": 3})
    (line,) = lines(file)
    assert line[field] == "<str>"
    assert line["count"] == 3


@pytest.mark.logs("failed")
@given(body=st.text(min_size=3).map(lambda text: "말" + text + "글"))
def test_the_message_of_an_exception_stays_out(written: Path, body: str) -> None:
    file = emptied(written)
    try:
        raise InputError(body, detail=f"550 from the server, input_value={body!r}, input_type=str")
    except InputError:
        log.log("test").exception("failed", body=body)
    (line,) = lines(file)
    assert body not in json.dumps(line, ensure_ascii=False).replace("\\\\", "\\")
    assert line["error"] == "InputError"
    assert "test_log.py" in line["place"]
    assert "550 from the server" in line["detail"]


@given(phone=st.integers(10_1000_0000, 82_10_9999_9999))
def test_a_phone_number_as_an_integer_is_masked(written: Path, phone: int) -> None:
    file = emptied(written)
    log.log("test").info("sent", count=phone, code=str(phone))
    assert lines(file)[0]["count"] == "•••"


def test_a_secret_in_hand_is_never_written(written: Path) -> None:
    log.hide("참깨 열려라")
    log.log("test").info("tried 참깨 열려라", code="x참깨 열려라x")
    assert "참깨" not in written.read_text("utf-8")


@pytest.mark.logs("cannot reach")
@given(secret=PERSONAL)
def test_what_a_library_logs_is_masked_too(written: Path, secret: str) -> None:
    file = emptied(written)
    logging.getLogger("library").error("cannot reach %s", secret)
    assert secret not in file.read_text("utf-8")
    assert lines(file)[0]["event"].startswith("cannot reach")


def test_the_file_turns_over_and_keeps_five(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            monkeypatch.setattr(handler, "maxBytes", 500)
    for count in range(100):
        log.log("test").info("turned", count=count)
    assert len(list(written.parent.glob("test.log*"))) == 5
