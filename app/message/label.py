"""What the law wants said in advertising: (광고), who speaks, and how to refuse for nothing.

Pure functions from text and sender to text. Each may be applied again without saying anything twice, also to a text
in which the shop wrote the label itself.
Source: 정보통신망법 제50조 ④–⑥, 시행령 제61조 ③ and 별표6; KISA's guide on unsolicited advertising.
"""

from __future__ import annotations

import re

from app.message.sender import Sender

AD = "(광고)"
OPT_OUT = "무료수신거부"

_AD = re.compile(r"^(?:\s*[(\[（【]\s*광\s*고\s*[)\]）】]\s*)+")
_OPT_OUT = re.compile(r"\s*무료\s*(?:수신)?\s*거부\s*[:：]?\s*0\d{1,2}[-.\s]?\d{3,4}[-.\s]?\d{4}\s*")
_OPENERS = "[<【「(“\"'"
_PARTICLES = "은|는|이|가|에서|의|입니다|이에요|예요|와|과|도"


def is_ad(text: str) -> bool:
    """Whether the text says of itself that it is advertising."""
    return bool(_AD.match(text))


def short_ad(text: str, sender: Sender) -> str:
    """A text message (SMS, LMS, MMS): `(광고)` and the sender before it, the free 080 number after it.

    Marks and numbers already there are put into the one right form. Without an `optout_phone` no line is added; that
    is for the caller to report (`has_opt_out`).
    """
    number = digits(sender.optout_phone)
    body = _OPT_OUT.sub("\n", text) if number else text
    body = _named(_AD.sub("", body).strip(), sender.name.strip())
    return f"{AD}{body}\n{OPT_OUT} {number}" if number else f"{AD}{body}"


def without_ad(text: str) -> str:
    """The text without label and opt-out line, for a channel whose network adds them."""
    return _AD.sub("", _OPT_OUT.sub("\n", text)).strip()


def has_opt_out(text: str) -> bool:
    """Whether a text message says how to refuse for nothing."""
    return bool(_OPT_OUT.search(text))


def push_ad(title: str, sender: Sender) -> str:
    """The title of a notification: `(광고)` and the sender before it."""
    return f"{AD}{_named(_AD.sub('', title).strip(), sender.name.strip())}"


def subject_ad(subject: str) -> str:
    """The subject of an e-mail: `(광고)` before it."""
    return f"{AD} {_AD.sub('', subject).strip()}"


def email_footer(sender: Sender, *, ad: bool) -> str:
    """The foot of an e-mail: who sent it and, for advertising, how to refuse it, in Korean and English."""
    contact = " · ".join(part for part in (sender.address, sender.phone, sender.email) if part)
    lines = [part for part in (sender.name, contact) if part]
    if ad and (page := opt_out_link(sender)):
        lines += [
            f"메일을 더 받고 싶지 않으시면 여기서 수신거부를 해 주세요: {page}",
            f"If you no longer wish to receive these e-mails, unsubscribe here: {page}",
        ]
    return "\n".join(lines)


def opt_out_link(sender: Sender) -> str:
    """Where a reader of an e-mail refuses: the shop's page, else a mail to the shop; empty if it has neither."""
    return sender.optout_url or opt_out_mail(sender)


def opt_out_mail(sender: Sender) -> str:
    """A `mailto:` that refuses; the writer's own address says who."""
    return f"mailto:{sender.email}?subject=%EC%88%98%EC%8B%A0%EA%B1%B0%EB%B6%80" if sender.email else ""


def digits(phone: str) -> str:
    """A phone number as law and gateways want it: digits only."""
    return re.sub(r"\D", "", phone)


def _named(body: str, name: str) -> str:
    """The body beginning with the sender's name, unless it does so already: as a word, or in brackets."""
    if not name:
        return body
    opening = rf"[{re.escape(_OPENERS)}]?\s*{re.escape(name)}(?:{_PARTICLES})?(?!\w)"
    return body if re.match(opening, body) else f"{name} {body}".rstrip()
