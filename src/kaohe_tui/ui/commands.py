"""A key is declared once: key bar, help, palette and the key list in docs come from it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from textual.events import Key
from textual.keys import key_to_character

from kaohe_tui.domain.duties import Power, Sight
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
    """What one key does on a screen.

    Attributes:
        keys: Textual's key names (``enter``, ``question_mark``, ``q``); the first is shown. None
            for a command of the palette alone.
        action: the screen's method is ``do_<action>``.
        label: short message for the key bar, marked with ``N_``.
        help: one sentence for the help and the palette, marked with ``N_``.
        in_bar: shown in the key bar.
        in_palette: offered in the palette.
        shown_as: what stands for the keys where the first one would not tell (``0-9``, ``←→``).
        act: what it takes; it can be used where the duty of whoever is at the keyboard has it. None
            for what changes nothing.
        sight: what it shows, where not every duty may see that.
    """

    keys: tuple[str, ...]
    action: str
    label: str
    help: str
    in_bar: bool = True
    in_palette: bool = True
    shown_as: str = ""
    act: Power | None = None
    sight: Sight | None = None


HELP = Command(
    ("question_mark", "f1"), "help", N_("Help"), N_("Explain this screen and all its keys.")
)
PALETTE = Command(
    ("ctrl+p",),
    "palette",
    N_("Commands"),
    N_("Search everything you can do here."),
    in_bar=False,
    in_palette=False,
)
THEME = Command((), "theme", N_("Theme"), N_("Choose the colours."), in_bar=False)
LANGUAGE = Command((), "language", N_("Language"), N_("Choose the language."), in_bar=False)
SIGNS = Command(
    (),
    "signs",
    N_("Plain signs"),
    N_("Draw borders and signs in ASCII, where the columns of this terminal shift; or undo that."),
    in_bar=False,
)
REDRAW = Command(
    ("ctrl+l",),
    "redraw",
    N_("Redraw"),
    N_("Redraw the whole screen when something else has written over it."),
    in_bar=False,
)
QUIT = Command((), "quit", N_("Quit"), N_("Leave kaohe; everything is saved."), in_bar=False)
LOCK = Command(
    ("f9",),
    "lock",
    N_("Lock"),
    N_("Hide everything until an operator types the PIN; works wherever you are."),
    in_bar=False,
)
COMMON = (HELP, PALETTE, LOCK, THEME, LANGUAGE, SIGNS, REDRAW, QUIT)
"""What every screen offers after its own commands; the others in the palette, not in the bar."""


def shown_key(command: Command) -> str:
    """The first key as keyboards show it (``Enter``, ``F10``, ``?``, ``↑``); empty without."""
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
    """The half-width, lower-case character that a key stands for; empty when it prints nothing."""
    if not character or not (character.isprintable() or character == _WIDE_SPACE):
        return ""
    return unicodedata.normalize("NFKC", _INPUT_METHOD.get(character, character)).lower()


def matches(command: Command, event: Key) -> bool:
    """Whether the key pressed is one of the command's, in any width and case of letters."""
    character = folded(event.character)
    return any(
        event.key.lower() == key or (character != "" and _character(key) == character)
        for key in command.keys
    )


def find(commands: Iterable[Command], event: Key) -> Command | None:
    """The first command that the key belongs to."""
    return next((command for command in commands if matches(command, event)), None)
