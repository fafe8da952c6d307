"""What people call the things that conditions speak of: events, attributes, properties, channels, purposes.

Keys are those of GA4 where it has one. A key that is not in a table is the shop's own word and is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.base.text import N_, _

EVENTS: Mapping[str, str] = {
    "visit": N_("Visit the shop"),
    "session_start": N_("Begin a visit"),
    "page_view": N_("View a page"),
    "search": N_("Search the shop"),
    "view_item_list": N_("View a product list"),
    "select_item": N_("Choose a product from a list"),
    "view_item": N_("View a product"),
    "add_to_wishlist": N_("Add to the wish list"),
    "add_to_cart": N_("Add to the cart"),
    "remove_from_cart": N_("Take out of the cart"),
    "view_cart": N_("View the cart"),
    "begin_checkout": N_("Begin the checkout"),
    "add_shipping_info": N_("Enter the delivery address"),
    "add_payment_info": N_("Choose how to pay"),
    "purchase": N_("Buy something"),
    "cancel": N_("Cancel an order"),
    "refund": N_("Get a refund"),
    "sign_up": N_("Sign up"),
    "login": N_("Log in"),
    "share": N_("Share a product"),
    "review": N_("Write a review"),
    "view_promotion": N_("View a promotion"),
    "select_promotion": N_("Click a promotion"),
    "generate_lead": N_("Ask for advice"),
    "message_sent": N_("Receive a message"),
    "message_opened": N_("Open a message"),
    "message_clicked": N_("Click in a message"),
}

ATTRIBUTES: Mapping[str, str] = {
    "key": N_("member ID"),
    "name": N_("name"),
    "phone": N_("phone number"),
    "email": N_("e-mail address"),
    "birthday": N_("birthday"),
    "gender": N_("gender"),
    "grade": N_("grade"),
    "city": N_("city"),
    "country": N_("country"),
    "zone": N_("time zone"),
    "joined_at": N_("date of joining"),
}

PROPERTIES: Mapping[str, str] = {
    "product_id": N_("product"),
    "category": N_("category"),
    "order_id": N_("order"),
    "value": N_("amount"),
    "quantity": N_("quantity"),
    "session_id": N_("visit"),
    "url": N_("page address"),
    "search_term": N_("search word"),
    "coupon": N_("coupon"),
    "method": N_("method"),
}

CHANNELS: Mapping[str, str] = {
    "sms": N_("text message"),
    "alimtalk": N_("AlimTalk"),
    "brand_message": N_("brand message"),
    "kakao": N_("KakaoTalk"),
    "email": N_("e-mail"),
    "push": N_("app push"),
    "webpush": N_("web push"),
    "onsite": N_("site popup"),
}

PURPOSES: Mapping[str, str] = {
    "ad": N_("advertising"),
    "night_ad": N_("advertising at night"),
    "info": N_("information"),
}


def event(key: str) -> str:
    """What the customer does: `view_item` is “상품 보기”."""
    return _(EVENTS.get(key, key))


def attribute(key: str) -> str:
    """A fact about the customer: `grade` is “등급”."""
    return _(ATTRIBUTES.get(key, key))


def prop(key: str) -> str:
    """A property of an event: `category` is “카테고리”."""
    return _(PROPERTIES.get(key, key))


def channel(key: str) -> str:
    """A channel as it is named in a sentence about consent."""
    return _(CHANNELS.get(key, key))


def purpose(key: str) -> str:
    """What a contact is for."""
    return _(PURPOSES.get(key, key))
