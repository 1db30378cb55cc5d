"""The first frame is painted before the store is loaded: its import is felt."""

import subprocess
import sys

HEAVY = ("sqlmodel", "sqlalchemy", "alembic", "pydantic", "pypinyin", "python_calamine")


def test_the_first_screens_load_nothing_heavy() -> None:
    code = (
        "import sys, kaohe_tui.ui.app, kaohe_tui.ui.screens.welcome;"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
