"""Write a command of kaohe as it can be typed where this program was started."""

import os
import shlex
from typing import TYPE_CHECKING

from kaohe_tui.words import _

if TYPE_CHECKING:
    from pathlib import Path

STARTED_AS = "KAOHE_STARTED_AS"
"""The variable in which ``run.py`` says how it was called; without it, ``kaohe`` is typed."""


def command_line(*words: str) -> str:
    """Return a command that can be typed as it stands, quoted for a shell where needed.

    Args:
        words: what follows the program's name.
    """
    started = os.environ.get(STARTED_AS, "")
    return f"{started or 'kaohe'} {shlex.join(words)}".rstrip()


def sample_kept(path: "Path", *, apart: bool = False) -> str:
    """Say where the sample is after the app has ended, and how to go on with it.

    Args:
        path: the sample's database.
        apart: whether the command gets a line of its own, so that nothing breaks it in the middle.
    """
    line = command_line("--db", str(path))
    sentence = _("The sample is kept; carry on with: {command}")
    return sentence.format(command=f"\n  {line}" if apart else line)
