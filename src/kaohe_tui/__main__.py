"""Start the program."""

import os
import sys


def main() -> int:
    """Do what the command line asks, and return the exit code."""
    # Whatever is made, by whichever library, is its owner's alone: names and marks are in it.
    os.umask(0o077)
    from kaohe_tui.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
