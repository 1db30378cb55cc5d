"""Draw plain signs where a terminal makes some characters twice as wide as they are counted.

``─ │ · … ×`` and their like are of ambiguous width: where a terminal makes them wide, everything
to their right shifts. Each is replaced by one ASCII character, cell for cell, on its way to the
terminal, so that no screen has to know.
"""

_PLAIN = {
    "─━—": "-",
    "│┃▏▊": "|",
    "┌┐└┘├┤┬┴┼╭╮╰╯": "+",
    "═": "=",
    "║": "|",
    "▁▂▃▄▅▆▇█▉": "#",
    "·•": ".",
    "…": "~",
    "×✗⊘": "x",
    "✔": "v",
    "◐": "o",
    "◑": "2",
    "≠": "!",
    "▶→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "⌫": "<",
    "“”": '"',
    "‘’": "'",
    "–": "-",
    "÷": "/",
}

PLAIN_SIGNS = {ord(sign): plain for signs, plain in _PLAIN.items() for sign in signs}
"""For ``str.translate``: each sign of ambiguous width and what stands for it."""
