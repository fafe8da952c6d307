"""Read a condition from a file."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.base.errors import InputError
from app.base.text import _
from app.journey import parse
from app.journey.where import Where


def read_where(path: Path) -> Where:
    """The condition in a JSON file; InputError that names the file and the first bad place."""
    adapter: TypeAdapter[Where] = TypeAdapter(Where)
    try:
        return adapter.validate_python(parse.parsed(parse.opened(path)))
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        where = f"{path.name} {place}".strip()
        text = _("This is not a condition. See `gilmok schema audience`.")
        raise InputError(text, where=where, detail=str(problem)) from problem
