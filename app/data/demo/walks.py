"""What a customer of 모아상점 does in half a year: visits, and what happens in them.

Visits follow the shop's rhythm. Who buys has a cycle of their own: a purchase is due a cycle after the last one, and
the visit nearest to it becomes one with a purchase. In the others people look, search, remember, and often leave
things in the cart: about seven carts of ten are left.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.base.clock import DAY, MINUTE, SECOND
from app.data.demo.chance import Chance
from app.data.demo.folk import Person
from app.data.demo.goods import GOODS, SHELVES, TERMS, Good
from app.data.demo.rhythm import DAY_WEIGHTS, DAYS, END, HOUR_WEIGHTS, START, at_clock, date_text

#: (customer_id, at, kind, product_id, category, order_id, value, quantity, session_id, url, props)
Row = tuple[
    int, int, str, str | None, str | None, str | None, float | None, float | None, str | None, str | None, str | None
]

#: Of the visits without a purchase, in how many something is put into the cart.
_LEAVES_A_CART = 0.27
_CHECKS_OUT = 0.3  # of these, how many begin to pay and stop
_REFUNDS = 0.04

_VISITS = tuple(
    json.dumps({"device": device, "from": origin}, ensure_ascii=False)
    for device in ("mobile", "mobile", "mobile", "desktop")
    for origin in ("direct", "naver", "instagram", "kakao", "naver")
)
_SEARCHES = tuple(json.dumps({"term": term}, ensure_ascii=False) for term in TERMS)


@dataclass(slots=True)
class Sale:
    """An order: its lines are (good, quantity)."""

    id: str
    customer_id: int
    at: int
    lines: list[tuple[Good, int]]
    refunded: bool

    @property
    def value(self) -> int:
        return sum(good.price * quantity for good, quantity in self.lines)


@dataclass(slots=True)
class History:
    """Everything that happened, in the order in which it was made up."""

    rng: Chance
    rows: list[Row] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    _visits: int = 0

    def live(self, person: Person) -> None:
        """Make up the half-year of one customer."""
        if person.joined_at >= START:
            nothing = (None, None, None, None, None, None, None, None)
            self.rows.append((person.id, person.joined_at, "sign_up", *nothing))
        visits = self._moments(person)
        due = set(self._due(person, visits))
        for index, at in enumerate(visits):
            self._visit(person, at, buys=index in due)

    def _moments(self, person: Person) -> list[int]:
        """The instants at which visits begin; few come after long, and nobody before joining."""
        count = int(person.zeal) + (person.cycle > 0)
        days = self.rng.choices(range(DAYS), cum_weights=DAY_WEIGHTS, k=count)
        hours = self.rng.choices(range(24), cum_weights=HOUR_WEIGHTS, k=count)
        moments = sorted(at_clock(day, hour, self.rng.random()) for day, hour in zip(days, hours, strict=True))
        joined = [person.joined_at + 20 * SECOND] if person.joined_at >= START else []
        return joined + [at for at in moments if joined == [] or at > joined[0] + 40 * MINUTE]

    def _due(self, person: Person, visits: list[int]) -> Iterator[int]:
        """Which visits bring a purchase: the first one after each end of the person's cycle."""
        if not person.cycle:
            return
        next_at = START + self.rng.random() * person.cycle * DAY
        for index, at in enumerate(visits):
            if at >= next_at:
                yield index
                next_at = at + person.cycle * DAY * self.rng.uniform(0.6, 1.4)

    def _visit(self, person: Person, at: int, *, buys: bool) -> None:
        rng, who = self.rng, person.id
        self._visits += 1
        session = f"s{self._visits:06}"

        def add(kind: str, good: Good | None = None, count: float | None = None, props: str | None = None) -> None:
            nonlocal at
            if at < END:
                value = good.price * (count or 1) if good else None
                url = f"/product/{good.id}" if good else "/"
                product, category = (good.id, good.category) if good else (None, None)
                self.rows.append((who, at, kind, product, category, None, value, count, session, url, props))
            at += int(rng.uniform(8, 110) * SECOND)

        add("visit", props=rng.choice(_VISITS))
        if rng.random() < 0.24:
            add("search", props=rng.choice(_SEARCHES))
        seen = [self._pick(person) for _ in range(1 + int(rng.expovariate(0.8)))]
        for good in seen:
            add("view_item", good)
        if rng.random() < 0.09:
            add("add_to_wishlist", seen[-1])
        if buys or rng.random() < _LEAVES_A_CART:
            basket = [(good, 2 if rng.random() < 0.15 else 1) for good in dict.fromkeys(seen[-3:])]
            for good, count in basket:
                add("add_to_cart", good, float(count))
            if buys:
                self._buy(person, at, session, basket)
            elif rng.random() < _CHECKS_OUT:
                self._pay(person, at, session, basket, "begin_checkout", None)

    def _buy(self, person: Person, at: int, session: str, basket: list[tuple[Good, int]]) -> None:
        paid = at + int(self.rng.uniform(60, 420) * SECOND)
        if paid >= END:
            return
        self._pay(person, at, session, basket, "begin_checkout", None)
        back_at = paid + int(self.rng.uniform(2, 9) * DAY)
        refunded = self.rng.random() < _REFUNDS and back_at < END
        sale = Sale(f"{date_text(paid)}-{len(self.sales) + 1:07}", person.id, paid, basket, refunded)
        self.sales.append(sale)
        self._pay(person, paid, session, basket, "purchase", sale.id)
        if refunded:
            self._pay(person, back_at, None, basket, "refund", sale.id)

    def _pay(
        self, person: Person, at: int, session: str | None, basket: list[tuple[Good, int]], kind: str, order: str | None
    ) -> None:
        if at >= END:
            return
        main = max(basket, key=lambda line: line[0].price * line[1])[0]
        value = float(sum(good.price * count for good, count in basket))
        count = float(sum(count for _good, count in basket))
        url = None if kind == "refund" else f"/order/{kind}"
        self.rows.append((person.id, at, kind, main.id, main.category, order, value, count, session, url, None))

    def _pick(self, person: Person) -> Good:
        """Mostly from the favourite shelf, and what stands in front more often."""
        shelf = SHELVES[person.favourite] if self.rng.random() < 0.55 else GOODS
        return shelf[int(len(shelf) * self.rng.random() ** 1.4)]
