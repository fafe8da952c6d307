"""What forms offer and previews show, asked of the shop's own data once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.ui.fields import Facts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from app.data.shop import Shop


def plain(shop: Shop) -> Facts:
    """What is known of the shop without asking its record."""
    example: dict[str, Any] = {"shop": shop.title}
    return Facts(shop=shop.title, sender=shop.sender, example=example)


def learn(connection: Connection, shop: Shop) -> Facts:
    """The facts of a shop, with an example customer and product from its record."""
    from app.insight.vocabulary import example, vocabulary

    words = vocabulary(connection)
    return Facts(
        shop=shop.title,
        sender=shop.sender,
        events=words.events,
        attributes=words.attributes,
        properties=words.properties,
        example={**example(connection), "shop": shop.title, "shop_url": shop.sender.url or None},
    )
