"""The two faces of an e-mail made from one text: plain, and HTML that fits a phone and a desktop."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from app.message.sender import Sender

_LINK = re.compile(r"(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]|mailto:[^\s<>\"']+)")
_BREAK = Markup("<br>\n")

_LAYOUT = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{ name }}</title>
</head>
<body style="margin:0;padding:0;background:#F5F3EE;">
<div style="display:none;max-height:0;overflow:hidden;">{{ preheader }}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#F5F3EE;">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#FFFFFF;\
border-radius:12px;font-family:'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',sans-serif;color:#1F1C17;">
<tr><td style="padding:28px 28px 0;font-size:14px;font-weight:700;color:#BC4412;">{{ name }}</td></tr>
<tr><td style="padding:12px 28px 28px;font-size:16px;line-height:1.7;">
{%- for paragraph in paragraphs %}
<p style="margin:16px 0 0;">{{ paragraph }}</p>
{%- endfor %}
</td></tr>
<tr><td style="padding:18px 28px 24px;border-top:1px solid #E5E1D8;font-size:12px;line-height:1.6;color:#6F695D;">
{{ foot }}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""


def plain(text: str, foot: str) -> str:
    """The text with its foot below a line; once only."""
    return f"{text}\n\n-- \n{foot}\n" if foot else f"{text}\n"


def html(text: str, foot: str, preheader: str, sender: Sender) -> str:
    """The same as HTML. Every letter of the text is shown as it is; only web addresses become links."""
    return _layout().render(
        language=sender.voice.language,
        name=sender.name,
        preheader=" ".join(preheader.split()),
        paragraphs=[_marked(part) for part in re.split(r"\n\s*\n", text) if part.strip()],
        foot=_marked(foot),
    )


@cache
def _layout() -> Template:
    return Environment(autoescape=True).from_string(_LAYOUT)


def _marked(text: str) -> Markup:
    return _BREAK.join(_linked(line) for line in text.splitlines())


def _linked(line: str) -> Markup:
    pieces = _LINK.split(line)
    return Markup("").join(_link(piece) if number % 2 else escape(piece) for number, piece in enumerate(pieces))


def _link(address: str) -> Markup:
    shown = address.removeprefix("mailto:").partition("?")[0] if address.startswith("mailto:") else address
    return Markup('<a href="{}" style="color:#BC4412;">{}</a>').format(address, shown)
