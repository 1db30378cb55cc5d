"""Declare the keys that move the cursor of a list, the same in every list."""

from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.words import N_

MOVES = (
    Command(("up", "k"), "up", N_("Up"), N_("Move one line up."), in_palette=False),
    Command(("down", "j"), "down", N_("Down"), N_("Move one line down."), in_palette=False),
    Command(
        ("pageup",),
        "page_up",
        N_("Page up"),
        N_("Move one page up."),
        in_bar=False,
        in_palette=False,
    ),
    Command(
        ("pagedown",),
        "page_down",
        N_("Page down"),
        N_("Move one page down."),
        in_bar=False,
        in_palette=False,
    ),
    Command(
        ("home",), "first", N_("First"), N_("To the first line."), in_bar=False, in_palette=False
    ),
    Command(("end",), "last", N_("Last"), N_("To the last line."), in_bar=False, in_palette=False),
)
"""The keys that move the cursor of a list."""

TYPING_MOVES = (
    Command(("up",), "up", N_("Up"), N_("Move one line up."), in_palette=False),
    Command(("down",), "down", N_("Down"), N_("Move one line down."), in_palette=False),
    Command(("pageup",), "page_up", N_("Page up"), N_("Move one page up."), in_bar=False),
    Command(("pagedown",), "page_down", N_("Page down"), N_("Move one page down."), in_bar=False),
    Command(
        ("home",),
        "first",
        N_("First"),
        N_("To the first line."),
        in_bar=False,
        in_palette=False,
    ),
    Command(("end",), "last", N_("Last"), N_("To the last line."), in_bar=False, in_palette=False),
)
"""The same keys but for the letters, where letters are typed."""
