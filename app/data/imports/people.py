"""Who is meant: finds the customer behind a member id, a phone or an e-mail address, or makes a new one.

1. The member id decides. 2. Else a phone, then an e-mail address, of somebody known: but two different member ids are
two people, even with one phone (families share). 3. Of several people with one phone, the one known longest is meant.
A customer first met without a member id gets it as soon as a file tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from app.data.imports.bulk import asked, put
from app.data.tables import ANONYMOUS, customer, identity


class Who(NamedTuple):
    """What a row says of its customer."""

    key: str | None
    phone: str | None
    email: str | None

    def names(self) -> list[tuple[str, str]]:
        """The identities, the surest first: (kind, value)."""
        pairs = (("member", self.key), ("phone", self.phone), ("email", self.email))
        return [(kind, value) for kind, value in pairs if value]


#: The same as a plain tuple, which is made faster; `Who` equals it.
Named = tuple[str | None, str | None, str | None]


class Directory:
    """Customer ids by what they are called; remembers who it has met, so that each is looked up once."""

    def __init__(self, source: str, at: int) -> None:
        self._source = source
        self._at = at
        self._met: dict[Named, int] = {(None, None, None): ANONYMOUS}
        self._known: dict[tuple[str, str], int] = {}
        self._members: set[int] = set()
        self._next = 1
        self.added = 0

    def ids(self, conn: Connection, people: Sequence[Named]) -> list[int]:
        """The customer id of each; makes customers that are not there yet. Nobody in particular is `ANONYMOUS`."""
        new = [Who(*named) for named in dict.fromkeys(people) if named not in self._met]
        if new:
            self._load(conn, new)
            self._meet(conn, new)
        return [self._met[named] for named in people]

    def _load(self, conn: Connection, people: Iterable[Who]) -> None:
        names = {name for who in people for name in who.names()} - self._known.keys()
        found: set[int] = set()
        for kind in ("member", "phone", "email"):
            for values in asked(value for of, value in sorted(names) if of == kind):
                rows = select(identity.c.value, func.min(identity.c.customer_id)).where(
                    identity.c.kind == kind, identity.c.value.in_(values)
                )
                for value, id_ in conn.execute(rows.group_by(identity.c.value)):
                    self._known[kind, value] = id_
                    found.add(id_)
        for ids in asked(found - self._members):
            members = select(identity.c.customer_id).where(identity.c.kind == "member", identity.c.customer_id.in_(ids))
            self._members.update(conn.scalars(members))

    def _meet(self, conn: Connection, people: Iterable[Who]) -> None:
        self._next = max(self._next, int(conn.scalar(select(func.coalesce(func.max(customer.c.id), 0))) or 0) + 1)
        customers, identities, renamed = [], [], []
        for who in people:
            id_ = self._find(who)
            if id_ is None:
                id_, self._next = self._next, self._next + 1
                customers.append((id_, who.key or _made_up(who), who.phone, who.email, self._source, self._at))
            elif who.key and id_ not in self._members:
                renamed.append({"of": id_, "to": who.key})
            identities += [(id_, kind, value, self._at) for kind, value in who.names()]
            self._remember(who, id_)
        self.added += len(customers)
        put(conn, customer, ("id", "key", "phone", "email", "source", "updated_at"), customers)
        put(conn, identity, ("customer_id", "kind", "value", "at"), identities, "ignore")
        if renamed:
            conn.execute(update(customer).where(customer.c.id == bindparam("of")).values(key=bindparam("to")), renamed)

    def _find(self, who: Who) -> int | None:
        if who.key and ("member", who.key) in self._known:
            return self._known["member", who.key]
        for name in who.names():
            found = self._known.get(name)
            if found is not None and not (who.key and found in self._members):
                return found
        return None

    def _remember(self, who: Who, id_: int) -> None:
        self._met[who] = id_
        for name in who.names():
            self._known.setdefault(name, id_)
        if who.key:
            self._members.add(id_)


def _made_up(who: Who) -> str:
    """A key for somebody without a member id; no member id of a shop looks like it."""
    kind, value = who.names()[0]
    return f"{kind}:{value}"
