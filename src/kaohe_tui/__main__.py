"""Where the program starts."""

import sys


def main() -> int:
    """Do what the command line asks; returns the exit code."""
    from kaohe_tui.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
