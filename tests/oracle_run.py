"""The judge of runs: what a journey means for one person, step by step, in plain Python. No SQL, no sets.

It knows the person's whole history and the whole period at once, so it needs neither ticks nor a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app import nodes
from app.base.clock import HOUR
from app.channels import Channel, channel
from app.data import dice, localtime
from app.journey import walk
from app.journey.graph import Journey
from app.journey.where import Consent
from app.nodes.condition import Condition
from app.nodes.goal import Goal
from app.nodes.leave import Leave
from app.nodes.send import Send
from app.nodes.split import Split
from app.nodes.trigger_audience import TriggerAudience
from app.nodes.trigger_event import TriggerEvent
from app.nodes.wait import Wait
from tests.oracle_where import Passage, Person, holds, passes

CONTACTS = ("ready", "sent")


@dataclass
class Letter:
    """One message: what the judge says of it."""

    entered: int
    node: str
    round: int
    attempt: int
    channel: str
    purpose: str
    at: int
    due: int
    state: str


@dataclass
class Trip:
    """One passage."""

    key: str
    entered: int
    event_id: int | None
    standing: str | None = None
    left_at: int | None = None
    reason: str | None = None
    visits: list[tuple[str, int, int, str, int]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)


@dataclass
class Judge:
    """Runs one person through a journey published at `start`, up to the instant `end`."""

    journey: Journey
    person: Person
    start: int
    end: int
    trips: list[Trip] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds = {key: nodes.parse(node) for key, node in self.journey.nodes.items()}
        self.loops = walk.back_edges(self.journey)

    def run(self) -> list[Trip]:
        """All passages of the person, with the final word on each message."""
        for at, key, event_id, start in sorted(
            self._candidates(), key=lambda one: (one[0], one[1], one[2] or 0, one[3])
        ):
            if not self._barred(at, key):
                self.trips.append(self._walk(Trip(key, at, event_id), start))
        self._cap()
        return self.trips

    # -- entering ----------------------------------------------------------------------------------------------------

    def _candidates(self) -> Iterator[tuple[int, str, int | None, str]]:
        for node, kind in self.kinds.items():
            if isinstance(kind, TriggerEvent):
                yield from self._by_event(node, kind)
            elif isinstance(kind, TriggerAudience):
                yield from ((at, "", None, node) for at in self._slots(kind) if self._belongs(kind, at))

    def _by_event(self, node: str, kind: TriggerEvent) -> Iterator[tuple[int, str, int | None, str]]:
        name = self.journey.settings.entry.key
        for event in self.person.events:
            if event["kind"] != kind.event or not self.start <= event["at"] <= self.end:
                continue
            if all(passes(test, event.get(test.name)) for test in kind.having):
                yield event["at"], str(event.get(name) or "") if name else "", event["id"], node

    def _slots(self, kind: TriggerAudience) -> list[int]:
        if kind.when == "once":
            return [self.start]
        zone = self.journey.settings.zone
        found = []
        at = localtime.next_time_of_day_of(self.start, zone, kind.at)
        while at <= self.end:
            found.append(at)
            at = localtime.next_time_of_day_of(at + 1, zone, kind.at)
        return found

    def _belongs(self, kind: TriggerAudience, at: int) -> bool:
        joined = (self.person.customer or {}).get("joined_at") or 0
        now = holds(kind.who, self.person, Passage(at))
        yesterday = localtime.next_time_of_day_of(at - 26 * HOUR, self.journey.settings.zone, kind.at)
        before = kind.when == "newly" and holds(kind.who, self.person, Passage(yesterday))
        return joined <= at and now and not before

    def _barred(self, at: int, key: str) -> bool:
        entry = self.journey.settings.entry
        same = [trip for trip in self.trips if trip.key == key]
        if entry.cool_down and any(trip.entered > at - entry.cool_down for trip in self.trips):
            return True
        if entry.rule == "once":
            return bool(same)
        return entry.rule == "after_leaving" and any(trip.left_at is None or trip.left_at > at for trip in same)

    # -- walking -----------------------------------------------------------------------------------------------------

    def _walk(self, trip: Trip, start: str) -> Trip:
        node, at, turn = start, trip.entered, 0
        while True:
            port, left, reason = self._step(trip, node, at, turn)
            trip.visits.append((node, turn, at, port, left))
            edge = next((e for e in self.journey.edges if (e.source, e.port) == (node, port)), None)
            if edge is None:
                trip.left_at, trip.reason = left, reason
                return trip
            turn += edge in self.loops
            if left > self.end:
                trip.standing = node
                return trip
            node, at = edge.target, left

    def _step(self, trip: Trip, node: str, at: int, turn: int) -> tuple[str, int, str]:
        kind, here = self.kinds[node], Passage(at, trip.entered, trip.event_id)
        match kind:
            case Wait():
                return "next", at + kind.length, "end"
            case Condition():
                found = (branch.key for branch in kind.branches if holds(branch.where, self.person, here))
                return next(found, "else"), at, "end"
            case Split():
                number = dice.share_of(self.person.id, f"{self.journey.id}/{kind.salt or node}")
                ends = zip(kind.arms, kind.bounds(), strict=True)
                return next((arm.key for arm, end in ends if number < end), kind.arms[-1].key), at, "end"
            case Send():
                trip.letters += self._write(trip, node, kind, at, turn)
                return "next", at, "end"
            case Goal():
                return "", at, "goal"
            case Leave():
                return "", at, kind.reason or "leave"
            case _:
                return "next", at, "end"

    # -- messages ----------------------------------------------------------------------------------------------------

    def _write(self, trip: Trip, node: str, kind: Send, at: int, turn: int) -> Iterator[Letter]:
        due = at
        for attempt, contact in enumerate(kind.contacts()):
            state, due = self._judge(channel(contact.channel), kind.purpose, due)
            yield Letter(trip.entered, node, turn, attempt, contact.channel, kind.purpose, at, due, state)
            if state not in ("no_address", "no_consent"):
                return

    def _judge(self, one: Channel[Any], purpose: str, due: int) -> tuple[str, int]:
        while due <= self.end and (later := self._opens(one, purpose, due)) > due:
            due = later
        if due > self.end:
            return "queued", due
        if not self._reached(one):
            return "no_address", due
        if purpose != "ad":
            return "ready", due
        agreed = not one.consent or self._agreed(one, "ad", due)
        return ("cleared" if agreed else "no_consent"), due

    def _opens(self, one: Channel[Any], purpose: str, at: int) -> int:
        quiet, zone = self.journey.settings.quiet, self.journey.settings.zone
        spread = dice.share_of(self.person.id, "morning") * 180
        if purpose != "ad":
            return at
        if one.curfew and localtime.in_quiet_of(at, zone, *one.curfew):
            return localtime.next_time_of_day_of(at, zone, one.curfew[1]) + spread
        night = one.quiet and quiet.start != quiet.end and localtime.in_quiet_of(at, zone, quiet.start, quiet.end)
        if night and not (one.consent and self._agreed(one, "night_ad", at)):
            return localtime.next_time_of_day_of(at, zone, quiet.end) + spread
        return at

    def _agreed(self, one: Channel[Any], purpose: str, at: int) -> bool:
        return holds(Consent(channel=one.consent, purpose=purpose), self.person, Passage(at))

    def _reached(self, one: Channel[Any]) -> bool:
        column = "email" if one.key == "email" else "phone"
        return bool((self.person.customer or {}).get(column))

    def _cap(self) -> None:
        cap = self.journey.settings.cap
        letters = [letter for trip in self.trips for letter in trip.letters]
        order = sorted((one for one in letters if one.state == "cleared"), key=lambda one: (one.due, one.at))
        for one in order:
            recent = [
                past
                for past in letters
                if past.purpose == "ad" and past.state in CONTACTS and one.due - cap.within < past.due <= one.due
            ]
            one.state = "capped" if len(recent) >= cap.most else "ready"


def judge(journey: Journey, people: Sequence[Person], start: int, end: int) -> Mapping[int, list[Trip]]:
    """All passages of everyone, by customer id."""
    return {person.id: Judge(journey, person, start, end).run() for person in people}
