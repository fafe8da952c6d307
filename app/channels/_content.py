"""What is written on a card: the content of a message before it is filled in for anyone.

A content is a frozen pydantic model; every channel has its own. Its fields are made by the functions below, which
carry what the inspector needs: title and description (marked with N_), the widget, whether variables may be used.
Every field has an empty default, since a card is drawn before it is written; `Channel.problems` says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from app.base.text import N_

_LONGEST = 10_000


def line(title: str, description: str = "", *, template: bool = True, most: int = 500) -> Any:
    """A field of one line, empty at first; with `template`, variables may be used in it."""
    return _field("text", title, description, template=template, most=most)


def lines(title: str, description: str = "", *, template: bool = True) -> Any:
    """A field of many lines, empty at first."""
    return _field("multiline", title, description, template=template, most=_LONGEST)


def parts(title: str, description: str = "", *, most: int) -> Any:
    """A field that holds up to `most` contents, such as buttons."""
    return Field(
        default=(), max_length=most, title=title, description=description, json_schema_extra={"widget": "parts"}
    )


def pictures(title: str, description: str, most: int) -> Any:
    """A field that holds the paths of up to `most` pictures."""
    extra: dict[str, Any] = {"widget": "pictures"}
    return Field(default=(), max_length=most, title=title, description=description, json_schema_extra=extra)


def _field(widget: str, title: str, description: str, *, template: bool, most: int) -> Any:
    extra: dict[str, Any] = {"widget": widget, "template": template}
    return Field(default="", max_length=most, title=title, description=description, json_schema_extra=extra)


class Content(BaseModel):
    """The base of every channel's content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def templates(self) -> Iterator[tuple[str, str]]:
        """The templates written in it by their path: `text`, `buttons.0.url`."""
        for name in _template_fields(type(self)):
            if source := getattr(self, name):
                yield name, source
        for name in _nested_fields(type(self)):
            for number, part in enumerate(getattr(self, name)):
                yield from ((f"{name}.{number}.{path}", source) for path, source in part.templates())

    def filled(self, texts: Mapping[str, str], before: str = "") -> Self:
        """The same content with each template replaced by the text at its path; `before` is where this part stands."""
        new: dict[str, Any] = {name: texts.get(before + name, "") for name in _template_fields(type(self))}
        for name in _nested_fields(type(self)):
            inner = enumerate(getattr(self, name))
            new[name] = tuple(part.filled(texts, f"{before}{name}.{number}.") for number, part in inner)
        return self.model_copy(update=new)


class Button(Content):
    """A button that opens a page."""

    name: str = line(N_("Button text"), most=100)
    url: str = line(N_("Page it opens"), N_("A full address that begins with https://"), most=1_000)


@cache
def _template_fields(kind: type[Content]) -> tuple[str, ...]:
    return tuple(name for name, field in kind.model_fields.items() if _extra(field).get("template"))


@cache
def _nested_fields(kind: type[Content]) -> tuple[str, ...]:
    """Fields that hold contents of their own."""
    return tuple(name for name, field in kind.model_fields.items() if _extra(field).get("widget") == "parts")


def _extra(field: Any) -> dict[str, Any]:
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}
