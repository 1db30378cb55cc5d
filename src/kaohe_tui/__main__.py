"""Start the program."""

import os
import sys


def main() -> int:
    """Do what the command line asks, and return the exit code."""
    # All files made, by any library, belong to their owner alone: they hold names and marks.
    os.umask(0o077)
    from kaohe_tui.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
