"""`gilmok`: without a command it opens the window, with one it does that and says how it went.

Exit codes: 0 fine · 1 findings or refusals · 2 wrong use or bad input · 3 a bug.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    home = _take_home(words)
    if home:
        os.environ["GILMOK_HOME"] = home
    if not words:
        from app.ui import main as open_window  # Qt only for those who want a window

        return open_window()
    from app.commands import perform

    return perform(words)


def _take_home(words: list[str]) -> str:
    """The value of a leading `--home DIR`, taken out of the words."""
    if len(words) >= 2 and words[0] == "--home":
        words.pop(0)
        return words.pop(0)
    return ""


if __name__ == "__main__":
    sys.exit(main())
