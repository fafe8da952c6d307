"""What is going to be imported, and how: decided from the first rows, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from pathlib import Path

from app.base.errors import InputError
from app.base.text import _
from app.data.imports.cells import Rules
from app.data.imports.fields import FIELDS, FREE, KINDS, Kind, field_named
from app.data.imports.files import Shape, open_rows, shape_of
from app.data.imports.mapping import Mapping, own_mapping, read_mapping
from app.data.imports.recognise import plain, preset_named, recognise

#: Beyond the fields that are always required: files of a kind need one of each group.
_NEEDED: Map[Kind, tuple[tuple[str, ...], ...]] = {
    "customers": (("customer", "phone", "email"),),
    "orders": (("at",),),
    "lines": (("product_id", "product_name"), ("quantity", "line_value")),
    "products": (),
    "events": (),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How one file will be read. `places`: field → the columns (from 0) that may hold it, first come first.

    `preset` is empty when a mapping was given; `unused` are the columns that nothing will be read from.
    """

    path: Path
    shape: Shape
    header: tuple[str, ...]
    mapping: Mapping
    preset: str
    places: Map[str, tuple[int, ...]]
    unused: tuple[str, ...]
    rules: Rules

    @property
    def kind(self) -> Kind:
        return self.mapping.kind


def read_plan(
    path: Path | str,
    preset: str | None = None,
    mapping: Mapping | Path | str | None = None,
    as_: Kind | None = None,
    zone: str = "Asia/Seoul",
) -> Plan:
    """Look at a file and decide how to read it: by the mapping, the preset, or what its columns are called.

    `as_` narrows the search to one kind; `zone` is the shop's, used where neither mapping nor cell has one.
    InputError: unreadable, unknown columns, a needed column missing; it names the remedy.
    """
    path = Path(path)
    if as_ is not None and as_ not in KINDS:
        raise InputError(_("A file holds one of: {kinds}.").format(kinds=", ".join(KINDS)))
    given = read_mapping(Path(mapping)) if isinstance(mapping, Path | str) else mapping
    shape = shape_of(path, given.encoding if given else None, given.delimiter if given else None)
    with open_rows(path, shape) as rows:
        header = rows.header
    name, chosen = _choose(path, header, preset, given, as_)
    places = _places(header, chosen)
    _check(path, header, chosen, places)
    used = {column for columns in places.values() for column in columns}
    unused = tuple(title for column, title in enumerate(header) if column not in used and title)
    rules = Rules(chosen.zone or zone, chosen.dates, chosen.decimal, chosen.yes, chosen.no)
    return Plan(path, shape, header, chosen, name, places, unused, rules)


def _choose(
    path: Path, header: tuple[str, ...], preset: str | None, given: Mapping | None, kind: Kind | None
) -> tuple[str, Mapping]:
    if given:
        return "", given
    found = preset_named(preset) if preset else recognise(header, kind)
    if found:
        return found.name, found.mapping
    if kind:
        return "", own_mapping(kind)
    text = _(
        "We do not know these columns: {columns}. Say what the file holds (customers, orders, products, events), "
        "or describe its columns in a mapping file."
    )
    raise InputError(text.format(columns=", ".join(header[:8])), where=str(path))


def _places(header: tuple[str, ...], mapping: Mapping) -> dict[str, tuple[int, ...]]:
    """Where each field is found. Our own free columns (`attrs.…`, `consent.…`) need no mapping."""
    columns: dict[str, list[int]] = {}
    for place, title in enumerate(header):
        columns.setdefault(plain(title), []).append(place)
    places: dict[str, tuple[int, ...]] = {}
    for title, fields in mapping.fields_by_header():
        for name in fields:
            places[name] = (*places.get(name, ()), *columns.get(plain(title), ()))
    for place, title in enumerate(header):
        if title.startswith((f"{FREE.get(mapping.kind)}.", "consent.")) and field_named(mapping.kind, title):
            places.setdefault(title, (place,))
    return {name: found for name, found in places.items() if found}


def _check(path: Path, header: tuple[str, ...], mapping: Mapping, places: Map[str, tuple[int, ...]]) -> None:
    required = tuple((name,) for name, field in FIELDS[mapping.kind].items() if field.required)
    for group in (*required, *_NEEDED[mapping.kind]):
        if not any(name in places or name in mapping.constants for name in group):
            text = _("No column says “{field}”. The file has: {columns}. Name the column in a mapping file.")
            words = " / ".join(_(FIELDS[mapping.kind][name].label) for name in group)
            raise InputError(text.format(field=words, columns=", ".join(header[:20])), where=str(path))
