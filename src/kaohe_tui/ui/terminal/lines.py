"""Break the texts on the screen into lines by ``domain.wrapping``, as Chinese wants it.

Textual breaks Chinese before any character, a full stop too. What it asks where to break is a
private function of Rich; tests/ui/terminal/test_lines.py holds that it is this one it asks.
"""

from textual import content

from kaohe_tui.domain.wrapping import line_starts


def _divide(text: str, width: int, fold: bool = True) -> list[int]:
    """Return where each line but the first begins; a word that is too long is always broken."""
    return line_starts(text, width)


def break_as_chinese_wants() -> None:
    """Let Textual break all texts of the screen by ``_divide``."""
    content.divide_line = _divide  # type: ignore[attr-defined]
