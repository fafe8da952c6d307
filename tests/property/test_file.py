"""Whatever a journey holds, its file gives it back; whatever a text holds, reading it ends well."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import InputError
from app.journey import file
from app.journey.graph import Journey, thawed
from app.journey.lines import places
from tests.strategies import journeys, json_objects


def as_json(journey: Journey) -> str:
    return json.dumps([thawed(node.settings) for node in journey.nodes.values()], sort_keys=True)


@given(journeys())
def test_a_journey_survives_its_file(journey: Journey) -> None:
    text = file.write(journey)
    back = file.read(text)
    assert back == journey
    assert list(back.nodes) == list(journey.nodes)
    assert as_json(back) == as_json(journey)  # tells 1 from true, which == does not
    assert file.write(back) == text


@given(st.text() | st.text('{}[]",:\\1en \n', max_size=60))
def test_no_text_whatsoever_breaks_the_reader(text: str) -> None:
    with suppress(InputError):
        file.read(text)


@given(journeys(), st.data())
def test_no_spoilt_file_breaks_the_reader(journey: Journey, data: st.DataObject) -> None:
    text = file.write(journey)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 12, len(text))))
    spoilt = text[:start] + data.draw(st.sampled_from(["", '"', "}", "[", "null", "-1", ',"x":1', "\\"])) + text[end:]
    with suppress(InputError):
        file.read(spoilt)


@given(json_objects)
def test_every_value_of_a_text_has_its_own_place(value: object) -> None:
    text = json.dumps(value, indent=0, ensure_ascii=False)
    lines = text.split("\n")
    for path, line in places(text):
        found = value
        for step in path:
            found = found[step]  # type: ignore[index]
        shown = (
            "{"
            if isinstance(found, dict)
            else "["
            if isinstance(found, list)
            else json.dumps(found, ensure_ascii=False)
        )
        assert shown in lines[line - 1]
