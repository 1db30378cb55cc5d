"""Declare each key once: key bar, help, palette and the key list in docs come from it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass

from textual.events import Key
from textual.keys import key_to_character

from kaohe_tui.domain.access.duties import Power, Sight
from kaohe_tui.words import N_

_SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "space": "Space",
    "backspace": "⌫",
    "delete": "Del",
    "insert": "Ins",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}
_WIDE_SPACE = "\u3000"
# The names that Textual gives and cannot take back.
_CHARACTERS = {
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "at": "@",
    "backslash": "\\",
    "underscore": "_",
}
# What a Chinese input method left on sends for a key, where NFKC does not lead back to it.
_INPUT_METHOD = {
    "。": ".",
    "、": "/",
    "·": "`",
    "【": "[",
    "】": "]",
    "《": "<",
    "》": ">",
    "—": "-",
}


@dataclass(frozen=True, slots=True)
class Command:
    """What one key does on a screen."""

    keys: tuple[str, ...]
    """Textual's key names (``enter``, ``q``), the first is shown; empty: palette only."""
    action: str
    """The screen's method is ``do_<action>``."""
    label: str
    """A short message for the key bar, marked with ``N_``."""
    help: str
    """One sentence for the help and the palette, marked with ``N_``."""
    _: KW_ONLY
    in_bar: bool = True
    """Whether the key bar shows it."""
    in_palette: bool = True
    """Whether the palette offers it."""
    shown_as: str = ""
    """Stands for the keys where the first would mislead (``0-9``, ``←→``); empty: the first."""
    act: Power | None = None
    """The power that the operator's duty must have; None: it changes nothing."""
    sight: Sight | None = None
    """What it shows that not every duty may see; None: everybody may."""


HELP = Command(
    ("question_mark", "f1"), "help", N_("Help"), N_("Explain this screen and all its keys.")
)
"""Explains the screen; the only common command that a modal keeps."""
PALETTE = Command(
    ("ctrl+p",),
    "palette",
    N_("Commands"),
    N_("Search everything you can do here."),
    in_bar=False,
    in_palette=False,
)
"""Opens the search over all commands of the screen."""
THEME = Command((), "theme", N_("Theme"), N_("Choose the colours."), in_bar=False)
"""Chooses the colours."""
LANGUAGE = Command((), "language", N_("Language"), N_("Choose the language."), in_bar=False)
"""Chooses the language."""
SIGNS = Command(
    (),
    "signs",
    N_("Plain signs"),
    N_("Draw borders and signs in ASCII, where the columns of this terminal shift; or undo that."),
    in_bar=False,
)
"""Turns the plain signs on or off; see ``ui.terminal.signs``."""
REDRAW = Command(
    ("ctrl+l",),
    "redraw",
    N_("Redraw"),
    N_("Redraw the whole screen when something else has written over it."),
    in_bar=False,
)
"""Sends the whole screen again."""
QUIT = Command((), "quit", N_("Quit"), N_("Leave kaohe; everything is saved."), in_bar=False)
"""Leaves the program, by the palette; the first screen has a key for it."""
LOCK = Command(
    ("f9",),
    "lock",
    N_("Lock"),
    N_("Hide everything until an operator types the PIN; works wherever you are."),
    in_bar=False,
)
"""Locks the terminal; the app takes its key before any screen sees it."""
COMMON = (HELP, PALETTE, LOCK, THEME, LANGUAGE, SIGNS, REDRAW, QUIT)
"""The commands of every screen after its own; all but the help are left out of the bar."""


def shown_key(command: Command) -> str:
    """Return the first key as keyboards show it (``Enter``, ``?``, ``↑``); empty without one."""
    if command.shown_as or not command.keys:
        return command.shown_as
    key = command.keys[0]
    if key in _SHOWN:
        return _SHOWN[key]
    *modifiers, last = key.split("+")
    last = _character(last) or last
    return "+".join([*(m.capitalize() for m in modifiers), last.upper()])


def _character(key: str) -> str | None:
    return _CHARACTERS.get(key) or key_to_character(key)


def folded(character: str | None) -> str:
    """Return the half-width, lower-case character of a key; empty when it prints nothing."""
    if not character or not (character.isprintable() or character == _WIDE_SPACE):
        return ""
    return unicodedata.normalize("NFKC", _INPUT_METHOD.get(character, character)).lower()


def matches(command: Command, event: Key) -> bool:
    """Return whether the key is one of the command's, in any width and case of letters."""
    character = folded(event.character)
    return any(
        event.key.lower() == key or (character != "" and _character(key) == character)
        for key in command.keys
    )


def find(commands: Iterable[Command], event: Key) -> Command | None:
    """Return the first command that the key belongs to; None: it belongs to none."""
    return next((command for command in commands if matches(command, event)), None)
