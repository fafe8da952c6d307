"""The commands of `gilmok`: one file each (or a few that belong together), found by looking into this package.

A command reads its words, calls the layers below and says the answer; it holds no logic of its own.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

from app.base.errors import GilmokError
from app.base.text import _

FINE, FINDINGS, MISUSE, BUG = 0, 1, 2, 3


def perform(words: Sequence[str]) -> int:
    """Run one command; what a person can mend becomes one line on standard error, a bug its traceback."""
    from typer.exceptions import Abort, Exit, TyperException

    from app.base.log import log, open_log
    from app.commands import _cli

    try:
        with suppress(OSError):  # `gilmok doctor` says what is wrong with the folder
            open_log("command")
        outcome = _cli.load()(args=list(words), prog_name="gilmok", standalone_mode=False)
        return outcome if isinstance(outcome, int) else FINE
    except Exit as end:
        return int(end.exit_code)
    except TyperException as misuse:
        sys.stderr.write(misuse.format_message() + "\n")
        return MISUSE
    except (KeyboardInterrupt, Abort):
        sys.stderr.write(_("Stopped.") + "\n")
        return MISUSE
    except GilmokError as problem:
        log("command").info("refused", why=problem.text, detail=problem.detail)
        sys.stderr.write(f"{problem}\n")
        return MISUSE
    except Exception:
        traceback.print_exc()
        sys.stderr.write(_("This is a mistake in Gilmok, not yours. Please report it with the lines above.") + "\n")
        return BUG
