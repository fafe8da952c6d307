"""Hypothesis strategies for the values of the pure model, shared by the tests of every layer."""

from __future__ import annotations

from hypothesis import strategies as st

from app.base.clock import DAY, MINUTE, SECOND
from app.journey.graph import Cap, Edge, Entry, Journey, Json, Node, Quiet, Settings
from app.journey.where import All, Any, Attribute, Consent, Did, InAudience, Moment, Not, Test, Where, Window

KINDS = ("trigger_event", "wait", "condition", "split", "send", "goal", "leave")
PORTS = ("next", "yes", "no", "a", "b")

#: Text a person may type: anything Unicode but NUL and lone surrogates, which no file or database can hold.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
ids = st.text("abcdefghjkmnpqrstuvwxyz23456789", min_size=1, max_size=6)
places = st.tuples(*[st.floats(-1e6, 1e6).map(lambda n: round(n, 2) + 0.0)] * 2)
durations = st.integers(0, 400 * DAY // SECOND).map(lambda seconds: seconds * SECOND)
times_of_day = st.integers(0, DAY // MINUTE - 1).map(lambda minutes: minutes * MINUTE)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
json_objects: st.SearchStrategy[dict[str, Json]] = st.dictionaries(texts, json_values, max_size=4)

settings = st.builds(
    Settings,
    zone=st.sampled_from(["Asia/Seoul", "UTC", "America/New_York"]),
    entry=st.builds(
        Entry,
        rule=st.sampled_from(["once", "after_leaving", "any_time"]),
        key=st.sampled_from(["", "order_id", "product_id"]),
        cool_down=durations,
        age_limit=durations,
    ),
    quiet=st.builds(Quiet, start=times_of_day, end=times_of_day),
    cap=st.builds(Cap, most=st.integers(0, 100), within=durations),
)


@st.composite
def journeys(draw: st.DrawFn, min_nodes: int = 0, max_nodes: int = 8) -> Journey:
    """A journey of any shape: cycles, islands and joins too, but only edges between its own steps, one per port."""
    names = draw(st.lists(ids, min_size=min_nodes, max_size=max_nodes, unique=True))
    nodes = {
        name: Node(name, draw(st.sampled_from(KINDS)), draw(json_objects), draw(places), draw(texts)) for name in names
    }
    pairs = [(source, port) for source in names for port in PORTS]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2 * max_nodes)) if len(names) > 1 else []
    edges = tuple(
        Edge(source, port, draw(st.sampled_from([name for name in names if name != source]))) for source, port in chosen
    )
    return Journey(draw(ids), draw(texts.filter(str.strip)), nodes, edges, draw(settings))


# -- conditions ------------------------------------------------------------------------------------------------------

_names = st.sampled_from(["grade", "city", "points", "category", "value", "joined_at"])
_values = st.sampled_from(["VIP", "서울", "신발"]) | st.integers(-5, 5) | st.booleans()
_events = st.sampled_from(["view_item", "purchase", "add_to_cart", "my_event"])

tests = st.one_of(
    st.builds(Test, name=_names, op=st.sampled_from(["is", "is_not", "at_least", "less"]), value=_values),
    st.builds(Test, name=_names, op=st.just("one_of"), value=st.lists(_values, max_size=3).map(tuple)),
    st.builds(Test, name=_names, op=st.sampled_from(["known", "unknown"])),
)
_having = st.lists(tests, max_size=2).map(tuple)
windows = st.builds(Window, within=st.none() | durations, since_entry=st.booleans())
_counts = st.none() | st.integers(0, 4)

#: Conditions of every kind, nested.
wheres: st.SearchStrategy[Where] = st.recursive(
    st.one_of(
        st.builds(Attribute, test=tests),
        st.builds(Did, event=_events, at_least=_counts, at_most=_counts, window=windows, having=_having),
        st.builds(
            Moment,
            which=st.sampled_from(["first", "last"]),
            event=_events,
            op=st.sampled_from(["within", "before"]),
            ago=durations,
            having=_having,
        ),
        st.builds(Consent, channel=st.sampled_from(["sms", "email"]), granted=st.booleans()),
        st.builds(InAudience, audience=ids),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda of: All(of=tuple(of))),
        st.lists(inner, max_size=3).map(lambda of: Any(of=tuple(of))),
        inner.map(lambda of: Not(of=of)),
    ),
    max_leaves=6,
)
