"""Declare the keys that the grid of a ballot takes, for key bar, help and docs."""

from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.words import N_

KEYING = (
    Command(
        tuple("0123456789."),
        "keyed",
        N_("Mark"),
        N_("Give a mark; the cursor moves on."),
        in_palette=False,
        shown_as="0-9",
    ),
    Command(
        ("left", "right", "up", "down"),
        "keyed",
        N_("Move"),
        N_("Move to another cell."),
        in_bar=False,
        in_palette=False,
        shown_as="←→↑↓",
    ),
    Command(
        ("enter", "space", "tab", "shift+tab"),
        "keyed",
        N_("Next"),
        N_("Keep what is typed and go to the next cell; Shift+Tab goes back."),
        in_bar=False,
        in_palette=False,
        shown_as="Enter Space Tab",
    ),
    Command(
        ("home", "end", "pageup", "pagedown", "ctrl+home", "ctrl+end"),
        "keyed",
        N_("Jump"),
        N_("First and last column; a page up and down; with Ctrl, first row and the end."),
        in_bar=False,
        in_palette=False,
        shown_as="Home End PgUp PgDn",
    ),
    Command(
        ("backspace",),
        "keyed",
        N_("Correct"),
        N_("Delete a digit; in a filled cell, clear the mark; otherwise go back one cell."),
        in_palette=False,
    ),
    Command(
        ("delete",),
        "keyed",
        N_("Clear"),
        N_("Clear the mark in this cell."),
        in_bar=False,
        in_palette=False,
    ),
    Command(
        ("u",),
        "keyed",
        N_("Undo"),
        N_("Undo the last change; again for the one before."),
        in_palette=False,
    ),
    Command(
        ("-",),
        "keyed",
        N_("Abstain"),
        N_("Abstain on this person, or undo the abstention."),
        in_palette=False,
    ),
)
"""The grid's keys; their action ``keyed`` does nothing but focus the grid."""
