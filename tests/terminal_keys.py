"""The bytes a terminal sends for each key, as xterm does."""

from collections.abc import Mapping

_CURSOR = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H"}
_TILDE = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6} | {
    f"f{n}": code for n, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
}
_MODIFIERS = {"shift": 2, "alt": 3, "ctrl": 5}
KEYS: Mapping[str, str] = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    **{name: f"\x1b[{final}" for name, final in _CURSOR.items()},
    **{name: f"\x1b[{code}~" for name, code in _TILDE.items()},
    **{f"f{n}": f"\x1bO{final}" for n, final in zip(range(1, 5), "PQRS", strict=True)},
    **{f"ctrl+{letter}": chr(ord(letter) & 31) for letter in "abcdefghijklmnopqrstuvwxyz"},
    **{f"alt+{c}": f"\x1b{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789"},
    **{
        f"{modifier}+{name}": f"\x1b[1;{number}{final}"
        for modifier, number in _MODIFIERS.items()
        for name, final in _CURSOR.items()
    },
    **{
        f"{modifier}+{name}": f"\x1b[{code};{number}~"
        for modifier, number in _MODIFIERS.items()
        for name, code in _TILDE.items()
    },
}
"""The bytes xterm sends for each named key; a single character stands for itself."""
