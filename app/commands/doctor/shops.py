"""Each shop: its settings, its record, its mirror. Nothing is upgraded and nothing is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from app.base import paths
from app.base.clock import SECOND
from app.base.errors import GilmokError, InputError
from app.base.format import number
from app.base.text import _
from app.commands.doctor.check import Check, tried
from app.data import engine, migrations, mirror, parts, tables
from app.data import shop as data
from app.data.shop import Shop


def checks() -> Iterator[Check]:
    """Two checks for each shop of the data folder, or what is wrong with its settings."""
    for file in sorted(paths.home().glob(f"shops/*/{data.FILE}")):
        name = file.parent.name
        try:
            shop = data.show(file.parent)
        except GilmokError as problem:
            yield Check("shop", "error", _("The shop {shop} cannot be read").format(shop=name), str(problem))
            continue
        trouble = _("The data of the shop {shop} cannot be opened").format(shop=shop.title)
        yield tried("record", partial(_record, shop), trouble, _("Put a copy back from your backup."))
        yield _mirror(shop)


def _record(shop: Shop) -> str:
    """Open the record as it is and look at its version."""
    from sqlalchemy import func, select

    where = shop.record
    if isinstance(where, Path) and not where.exists():
        raise InputError(_("The file {file} is missing. Put it back from your backup.").format(file=where))
    database = engine.Database(engine.connect(engine.read_url(where), patience=2 * SECOND))
    try:
        with database.read() as connection:
            version = migrations.version(connection, database.place)
            if version < migrations.head():
                return _("Shop {shop}: its data is brought up to date when it is next opened.").format(shop=shop.title)
            many = connection.execute(select(func.count()).select_from(tables.customer)).scalar_one()
    finally:
        database.close()
    return _("Shop {shop}: {n} customers").format(shop=shop.title, n=number(many))


def _mirror(shop: Shop) -> Check:
    manifest = parts.read(shop.mirror, parts.shape(mirror.TABLES))
    if not manifest.tables:
        text = _("Shop {shop}: the copy for counting is made when it is first needed.")
        return Check("mirror", "ok", text.format(shop=shop.title))
    if gone := [part for part in manifest.parts() if not (shop.mirror / part).exists()]:
        text = _("Shop {shop}: the copy for counting is damaged ({n} files are gone).")
        remedy = _("Nothing to do: it is made anew when it is next needed.")
        return Check("mirror", "warn", text.format(shop=shop.title, n=len(gone)), remedy)
    text = _("Shop {shop}: the copy for counting holds {n} actions.")
    return Check("mirror", "ok", text.format(shop=shop.title, n=number(manifest.tables[tables.event.name].rows)))
