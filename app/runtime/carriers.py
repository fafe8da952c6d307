"""Which provider carries which channel of a shop, opened when first needed."""

from __future__ import annotations

from app.base.ids import new_id
from app.data.engine import Database
from app.data.shop import Shop
from app.providers import Provider, open_provider
from app.runtime.deliver import Courier


def courier(shop: Shop, db: Database, owner: str = "") -> Courier:
    """The courier of a shop with the providers its owner chose."""
    opened: dict[str, Provider] = {}

    def carrier(channel: str) -> Provider | None:
        key, settings = shop.carrier(channel)
        if key not in opened:
            opened[key] = open_provider(key, settings, shop.folder)
        return opened[key] if channel in opened[key].carries else None

    return Courier(db, carrier, shop.sender, owner or new_id("worker-"))
