"""Run as a program that reads one workbook or document, whose kind is its argument.

The file comes on standard input, JSON goes to standard output. See ``open_book``.

It is a program of its own because a file made for the purpose can make any reader ask for all
memory there is, or for hours.
"""

import gc
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

if sys.platform != "win32":
    import resource

from kaohe_tui.files.sheets.kinds.facts import TEXT, Locked, Tables, TooLarge

UNREADABLE = 3
"""The exit code for a file that is damaged, or not of the kind."""
LOCKED = 4
"""The exit code for a file that a password locks."""
TOO_LARGE = 5
"""The exit code for a file that would fill the memory."""
KINDS = ("xlsx", "xls", "ods", "docx")
"""The kinds that can be read, each by the module of its name."""
_MEMORY = 1024 * 1024 * 1024
_SECONDS = 30


def main(kind: str) -> int:
    """Read the file, write what it holds, and return the exit code."""
    _limit()
    # Nothing that is made here goes round in circles.
    gc.disable()
    try:
        read: Callable[[bytes], Tables] = import_module(f"{__package__}.{kind}").read
        output = _written(read(sys.stdin.buffer.read()).facts())
    except (TooLarge, MemoryError):
        return TOO_LARGE
    except Locked:
        return LOCKED
    except Exception:  # noqa: BLE001 - whatever a damaged file makes of the libraries
        return UNREADABLE
    sys.stdout.buffer.write(output)
    return 0


def _written(facts: dict[str, Any]) -> bytes:
    # Half a character, as a damaged file may hold, becomes a question mark.
    output = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")
    if len(output) > 2 * TEXT:
        raise TooLarge
    return output


def _limit() -> None:
    """Take no more memory and time than any honest workbook needs; Windows has no such call."""
    if sys.platform != "win32":
        for kind, limit in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
            _soft, hard = resource.getrlimit(kind)
            limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            # macOS does not take every limit.
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, hard))
        # A core file would hold what the workbook holds.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
