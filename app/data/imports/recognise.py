"""Which preset a file belongs to, told from the names of its columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from app.base.errors import InputError
from app.base.plugins import members
from app.base.text import _
from app.data.imports import presets
from app.data.imports.fields import Kind, field_named
from app.data.imports.mapping import OWN, Mapping


@dataclass(frozen=True, slots=True)
class Preset:
    """A source whose exports we know. `known_by`: of each group of headers, at least one is there.

    Our own format is only recognised where every column is ours, because its names (`email`, `name`) are everybody's.
    """

    name: str
    label: str
    mapping: Mapping
    known_by: tuple[tuple[str, ...], ...]

    def fits(self, header: frozenset[str]) -> bool:
        """Whether a file with these (plain) headers comes from this source."""
        if self.mapping.source == OWN and not all(field_named(self.mapping.kind, name) for name in header):
            return False
        return all(any(plain(name) in header for name in group) for group in self.known_by)

    def overlap(self, header: frozenset[str]) -> int:
        """How many of the file's columns the preset names."""
        return len(header & {plain(name) for name in self.mapping.columns})


def plain(header: str) -> str:
    """A header without what changes from export to export: spaces, capitals, how Hangul is put together."""
    return normalize("NFC", "".join(header.split()).casefold())


def all_presets() -> dict[str, Preset]:
    """Every preset by name, ours and those of installed extensions."""
    return {
        name: Preset(name, module.LABEL, module.MAPPING, module.KNOWN_BY) for name, module in members(presets).items()
    }


def preset_named(name: str) -> Preset:
    """InputError if there is none."""
    found = all_presets()
    if name not in found:
        raise InputError(
            _("There is no preset called “{name}”. There are: {known}.").format(name=name, known=", ".join(found))
        )
    return found[name]


def recognise(header: Iterable[str], kind: Kind | None = None) -> Preset | None:
    """The preset that understands most columns of a file, of those that fit (and are of `kind`, where it is told)."""
    names = frozenset(plain(name) for name in header)
    fitting = [preset for preset in all_presets().values() if preset.fits(names)]
    if kind:
        fitting = [preset for preset in fitting if preset.mapping.kind == kind]
    return max(fitting, key=lambda preset: preset.overlap(names), default=None)
