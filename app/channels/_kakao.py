"""What both Kakao channels share: their buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.base.text import _
from app.channels._content import Button
from app.message.problem import Problem

LONGEST_NAME = 14
LONGEST_LINK = 500


def button_problems(buttons: Sequence[Button]) -> Iterator[Problem]:
    """What is wrong with the buttons: no name, a long name, no web address."""
    for number, button in enumerate(buttons):
        place = f"buttons.{number}"
        if not button.name.strip():
            yield Problem("empty", _("Write what the button says."), f"{place}.name")
        if "{{" not in button.name and len(button.name) > LONGEST_NAME:
            text = _("A button has room for {n} letters.").format(n=LONGEST_NAME)
            yield Problem("too_long", text, f"{place}.name")
        if not button.url.startswith(("https://", "http://", "{{")):
            yield Problem("link", _("A button needs a full address that begins with https://."), f"{place}.url")
        if len(button.url) > LONGEST_LINK:
            yield Problem("too_long", _("A link has room for {n} letters.").format(n=LONGEST_LINK), f"{place}.url")
