"""Take apart a cell's format, such as ``#,##0.0;[Red]-0``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_LONGEST = 255
"""Characters that a format may have."""

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00',
    8: '"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: "AM/PMh:mm",
    35: "AM/PMh:mm:ss", 36: 'yyyy"年"m"月"', 37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)", 41: '#,##0;-#,##0;"-"',
    42: '"¥"#,##0;"¥"-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: "AM/PMh:mm", 56: "AM/PMh:mm:ss", 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
"""The formats that a file names by number alone, as a Chinese spreadsheet shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<plain>.)|(?P<gap>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<power>E[+-])"
    r"|(?P<clock>y+|m+|d+|h+|s+)|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(
    r"(black|white|red|green|blue|yellow|magenta|cyan|[黑白红绿蓝黄洋青][色红]?|(color|颜色) *\d+)",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """A piece of a format."""

    kind: str
    """``text``, ``digit``, ``point``, ``comma``, ``percent``, ``clock``, ``noon``, ``power``,
    ``general`` or ``unknown``."""
    text: str
    """What is shown, or the sign itself."""


@dataclass
class Section:
    """A format, or one of the parts for other numbers that semicolons separate."""

    tokens: list[Token] = field(default_factory=list)
    """What is shown, from left to right."""

    def has(self, *kinds: str) -> bool:
        """Return whether there is any such token."""
        return any(token.kind in kinds for token in self.tokens)


@lru_cache(maxsize=1000)
def sections(code: str) -> Sequence[Section]:
    """Return the parts of a format: for numbers, for negative ones, for zero, for texts."""
    parts = [Section()]
    if len(code) > _LONGEST:
        return [Section([Token("unknown", code)])]
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            parts.append(Section())
        else:
            parts[-1].tokens.extend(_tokens(match))
    return parts


def _tokens(match: re.Match[str]) -> Iterator[Token]:
    kind, text = match.lastgroup or "", match[match.lastgroup or 0] or ""
    match kind:
        case "quoted" | "plain":
            yield Token("text", text)
        case "gap":
            pass
        case "bracket":
            yield from _bracket(text)
        case "other":
            yield _other(text)
        case _:
            yield Token(kind, text)


def _bracket(text: str) -> Iterator[Token]:
    if text.startswith("$"):
        yield Token("text", text[1:].partition("-")[0])
    elif text.strip("hH") == "" or text.strip("mM") == "" or text.strip("sS") == "":
        yield Token("clock", f"[{text}]")
    elif not _COLOUR.fullmatch(text):
        yield Token("unknown", text)


def _other(sign: str) -> Token:
    kind = {".": "point", ",": "comma", "%": "percent", "@": "general", "/": "slash"}.get(sign)
    if kind is None:
        kind = "unknown" if sign.isascii() and sign.isalpha() else "text"
    return Token(kind, sign)
