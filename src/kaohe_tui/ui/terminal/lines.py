"""Break the texts on the screen into lines by ``domain.wrapping``, as Chinese wants it.

Textual breaks Chinese before any character, a full stop too.
"""

from kaohe_tui.domain.wrapping import line_starts
from kaohe_tui.ui.terminal.textual_private import break_lines_by


def break_as_chinese_wants() -> None:
    """Let Textual break all texts of the screen by ``line_starts``."""
    break_lines_by(line_starts)
