"""The small app as a program, started as kaohe is; writes its exit code to the file named."""

import sys
from pathlib import Path

from kaohe_tui import words
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.terminal import faults

if __name__ == "__main__":
    faults.drop_textual_environment()
    words.use_language("en")
    try:
        faults.check_terminal()
    except Refusal as refusal:
        sys.exit(str(refusal))

    from tests.ui.small_app import home_app

    code = home_app().run_to_end()
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(str(code), encoding="utf-8")
    sys.exit(code)
