"""Conditions in the reader's own language.

A condition is said as a fragment that goes before “customers”: in Korean an adnominal clause such as “최근 30일 동안
상품 보기를 3회 이상 한”, in English what the customer did or is. Each kind of clause has whole texts of its own, so
that a translation may put the parts in any order and ask for particles (`app.base.sentence`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.base.clock import moment
from app.base.duration import say_duration
from app.base.format import number
from app.base.sentence import fill
from app.base.text import N_, _, ngettext
from app.journey import words
from app.journey.where import All, Any, Attribute, Consent, Did, InAudience, Moment, Not, Test, Value, Where, Window

TESTS: Mapping[str, str] = {
    "is": N_("{name} is {value}"),
    "is_not": N_("{name} is not {value}"),
    "contains": N_("{name} contains “{value}”"),
    "starts": N_("{name} starts with “{value}”"),
    "at_least": N_("{name} is {value} or more"),
    "at_most": N_("{name} is {value} or less"),
    "more": N_("{name} is more than {value}"),
    "less": N_("{name} is less than {value}"),
    "one_of": N_("{name} is one of {value}"),
    "known": N_("{name} is known"),
    "unknown": N_("{name} is not known"),
}

MOMENTS: Mapping[tuple[str, str], str] = {
    ("first", "within"): N_("did “{event}” for the first time within the last {ago} {details}"),
    ("first", "before"): N_("did “{event}” for the first time more than {ago} ago {details}"),
    ("last", "within"): N_("last did “{event}” within the last {ago} {details}"),
    ("last", "before"): N_("last did “{event}” more than {ago} ago {details}"),
}

SAME: Mapping[str, str] = {
    "product_id": N_("the same product as at the start"),
    "category": N_("the same category as at the start"),
    "order_id": N_("the same order as at the start"),
}

_OPPOSITE = {"is": "is_not", "is_not": "is", "known": "unknown", "unknown": "known"}


def say(where: Where, *, audiences: Mapping[str, str] | None = None, zone: str = "Asia/Seoul") -> str:
    """The condition in words. `audiences` gives the names of saved audiences by id; dates are shown in `zone`."""
    return _Speaker(audiences or {}, zone).clause(where)


def people(where: Where, *, audiences: Mapping[str, str] | None = None, zone: str = "Asia/Seoul") -> str:
    """Who is meant: “최근 30일 동안 구매를 한 고객”."""
    if isinstance(where, All) and not where.of:
        return _("all customers")
    return fill(_("customers ({where})"), where=say(where, audiences=audiences, zone=zone))


def tests(several: Iterable[Test]) -> str:
    """Tests of an event's properties, all of which must hold: “카테고리가 신발인”."""
    return _list(_compared(test, words.prop(test.name)) for test in several)


def window(span: Window, zone: str = "Asia/Seoul") -> str:
    """Which time is meant; empty for all time."""
    parts = []
    if span.within is not None:
        parts.append(_("in the last {length}").format(length=say_duration(span.within)))
    if span.since_entry:
        parts.append(_("since entering the journey"))
    if span.start is not None:
        parts.append(_("from {day}").format(day=_day(span.start, zone)))
    if span.end is not None:
        parts.append(_("until {day}").format(day=_day(span.end, zone)))
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class _Speaker:
    audiences: Mapping[str, str]
    zone: str

    def clause(self, where: Where) -> str:
        match where:
            case Attribute():
                return _compared(where.test, words.attribute(where.test.name))
            case Did():
                return self.did(where)
            case Moment():
                text = _(MOMENTS[where.which, where.op])
                ago, details = say_duration(where.ago), _details(tests(where.having))
                return fill(text, event=words.event(where.event), ago=ago, details=details)
            case Consent():
                return self.consent(where)
            case InAudience():
                name = self.audiences.get(where.audience, where.audience)
                return fill(_("in the audience “{name}”"), name=name)
            case Not():
                return self.denied(where.of)
            case All():
                return self.joined(where.of, _("{one}, and {other}"), _("anyone"))
            case Any():
                return self.joined(where.of, _("{one}, or {other}"), _("nobody"))

    def did(self, where: Did, denied: bool = False) -> str:
        if denied or where.at_most == 0:
            text, times = _("did not do “{event}” {window} {details}"), ""
        else:
            text, times = _("did “{event}” {times} {window} {details}"), _times(where)
        details = _list([tests(where.having), *(_(SAME[key]) for key in where.same)])
        span = window(where.window, self.zone)
        event = words.event(where.event)
        return fill(text, event=event, times=times, window=span, details=_details(details))

    def consent(self, where: Consent, denied: bool = False) -> str:
        if denied:
            text = _("has not agreed to {purpose} by {channel}")
        elif where.granted:
            text = _("agreed to {purpose} by {channel}")
        else:
            text = _("refused {purpose} by {channel}")
        return fill(text, purpose=words.purpose(where.purpose), channel=words.channel(where.channel))

    def denied(self, where: Where) -> str:
        match where:
            case Not():
                return self.clause(where.of)
            case Did(at_least=None | 1, at_most=None):
                return self.did(where, denied=True)
            case Consent(granted=True):
                return self.consent(where, denied=True)
            case Attribute() if where.test.op in _OPPOSITE:
                other = where.test.model_copy(update={"op": _OPPOSITE[where.test.op]})
                return self.clause(Attribute(test=other))
            case _:
                return _("not: “{where}”").format(where=self.clause(where))

    def joined(self, several: tuple[Where, ...], pair: str, empty: str) -> str:
        if not several:
            return empty
        alone = len(several) == 1
        text, *rest = (self.clause(one) if alone else self.part(one) for one in several)
        for other in rest:
            text = pair.format(one=text, other=other)
        return text

    def part(self, where: Where) -> str:
        """A clause inside a group: a group of several within a group is set apart."""
        text = self.clause(where)
        return f"({text})" if isinstance(where, All | Any) and len(where.of) > 1 else text


def _times(where: Did) -> str:
    least, most = where.at_least, where.at_most
    if least is not None and least == most:
        return ngettext("exactly {n} time", "exactly {n} times", least).format(n=least)
    if least is not None and most is not None:
        return _("{least} to {most} times").format(least=least, most=most)
    if most is not None:
        return ngettext("at most {n} time", "at most {n} times", most).format(n=most)
    if least is None or least == 1:
        return ""
    return ngettext("at least {n} time", "at least {n} times", least).format(n=least)


def _compared(test: Test, name: str) -> str:
    return fill(_(TESTS[test.op]), name=name, value=_value(test.value))


def _value(value: Value | tuple[Value, ...] | None) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return number(value)
        case str():
            return value
        case _:
            return _list([_value(one) for one in value])


def _day(at: int, zone: str) -> str:
    return moment(at, zone).date().isoformat()


def _list(texts: Iterable[str]) -> str:
    return ", ".join(text for text in texts if text)


def _details(text: str) -> str:
    return _("({details})").format(details=text) if text else ""
