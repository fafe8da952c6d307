"""Members of a kind, found by looking into a package: one new file is one new member.

A module's name is the member's key in files and databases. Modules that begin with `_` are helpers, not members.
Third parties add members through the entry-point group `gilmok.<package>` (for example `gilmok.nodes`).
"""

from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import entry_points
from types import ModuleType


def members(package: ModuleType) -> dict[str, ModuleType]:
    """All member modules of `package` by key, in alphabetical order."""
    own = {
        info.name: importlib.import_module(f"{package.__name__}.{info.name}")
        for info in pkgutil.iter_modules(package.__path__)
        if not info.name.startswith("_")
    }
    group = "gilmok." + package.__name__.removeprefix("app.")
    others = {point.name: point.load() for point in entry_points(group=group) if point.name not in own}
    return own | others
