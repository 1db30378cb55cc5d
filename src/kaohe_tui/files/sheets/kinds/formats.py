"""Show a stored number as a spreadsheet does, by the format of its cell.

A format that is not understood shows the number itself, with 15 significant digits.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from kaohe_tui.files.sheets.kinds import dates
from kaohe_tui.files.sheets.kinds.facts import DATE, FRACTION, SHOWN, Cell, Damaged
from kaohe_tui.files.sheets.kinds.format_codes import Section, Token, sections

_EXACT = 10**15
"""The number from which on a spreadsheet has lost digits."""
_WRITTEN_OUT = 10**30
"""The number from which on even a format of digits is of no use to anybody."""
_REMEMBERED = 50_000

_NUMBER = re.compile(r"-?(?:\d[\d,]*(?:\.\d*)?|(?<![\w.])\.\d+)")


class Formats:
    """Shows the numbers of one workbook."""

    def __init__(self, *, from_1904: bool = False) -> None:
        self._from_1904 = from_1904
        self._cells: dict[tuple[str | float, str], Cell] = {}

    def cell(self, number: str | float, code: str) -> Cell:
        """Return what a cell with that number, in that format, shows.

        Raises:
            Damaged: when it is no number.
        """
        key = number, code
        if key not in self._cells:
            if len(self._cells) > _REMEMBERED:
                self._cells.clear()
            self._cells[key] = self._shown(number, code)
        return self._cells[key]

    def _shown(self, number: str | float, code: str) -> Cell:
        try:
            value = float(number)
            stored = Decimal(f"{value:.15g}")
        except (ValueError, ArithmeticError) as error:
            raise Damaged from error
        if not stored.is_finite():
            raise Damaged
        plain = f"{value:.15g}"
        section, signed = _section(code, stored)
        if section.has("unknown") or not code:
            return general(plain)
        if section.has("clock", "noon"):
            when = dates.moment(value, from_1904=self._from_1904)
            if when is None:
                return Cell(plain, DATE, plain)
            iso = dates.iso(when, value)
            return Cell(dates.dated(section.tokens, when) or iso, DATE, iso)
        if section.has("power"):
            return Cell(_in_powers(section, value), FRACTION, plain)
        if section.has("general"):
            return _around(section, plain)
        if abs(stored) >= _EXACT:
            return Cell(f"{stored:f}" if abs(stored) < _WRITTEN_OUT else plain, FRACTION, plain)
        text = ("-" if signed else "") + _digits(section.tokens, abs(stored)).strip()
        return compared(text, plain)


def general(plain: str) -> Cell:
    """Return the cell of a number that is shown as it is."""
    stored = Decimal(plain)
    if abs(stored) >= _EXACT or stored != stored.to_integral_value():
        return Cell(plain, FRACTION, plain)
    return Cell(plain)


def compared(text: str, plain: str) -> Cell:
    """Return the cell that shows a text for a number, odd where they differ in value."""
    stored = Decimal(plain)
    if abs(stored) >= _EXACT:
        return Cell(text, FRACTION, plain)
    if value_of(text) != stored:
        return Cell(text, SHOWN, plain)
    if stored != stored.to_integral_value() and "%" not in text:
        return Cell(text, FRACTION, plain)
    return Cell(text)


def value_of(text: str) -> Decimal | None:
    """Return the number that a text shows; None where it shows none, or several."""
    text = unicodedata.normalize("NFKC", text)
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        return None
    value = Decimal(numbers[0].replace(",", ""))
    if "%" in text:
        value /= 100
    in_brackets = re.search(r"\([^()]*\d[^()]*\)", text) or re.search(r"-\D+\d", text)
    return -value if in_brackets and value > 0 else value


def _section(code: str, value: Decimal) -> tuple[Section, bool]:
    """Return the part of a format that a value is shown by, and whether a minus sign is added."""
    parts = sections(code)
    if len(parts) == 1 or value > 0:
        return parts[0], value < 0
    if value < 0:
        return parts[1], False
    return (parts[2] if len(parts) > 2 else parts[0]), False


def _around(section: Section, plain: str) -> Cell:
    """Return a number as it is, with the words that a format puts around it."""
    texts = [plain if each.kind == "general" else each.text for each in section.tokens]
    text = "".join(texts).strip()
    return general(plain) if text == plain else compared(text, plain)


def _in_powers(section: Section, value: float) -> str:
    kinds = [token.kind for token in section.tokens]
    behind = kinds[kinds.index("point") : kinds.index("power")] if "point" in kinds else []
    return f"{value:.{behind.count('digit')}E}"


def _digits(tokens: Sequence[Token], value: Decimal) -> str:
    """Return a number of no sign by a format of digits, rounded half up as Excel does."""
    kinds = [token.kind for token in tokens]
    places = [at for at, kind in enumerate(kinds) if kind == "digit"]
    if not places:
        return "".join(token.text for token in tokens if token.kind in ("text", "percent", "slash"))
    if "slash" in kinds[places[0] : places[-1]]:
        return f"{value:f}"
    point = kinds.index("point") if "point" in kinds else len(tokens)
    last = max((at for at in places if at < point), default=-1)
    decimals = sum(at > point for at in places)
    thousands = sum(1 for at in range(last + 1, point) if kinds[at] == "comma") if last >= 0 else 0
    grouped = "comma" in kinds[places[0] : last + 1]
    value = value.scaleb(2 * kinds.count("percent") - 3 * thousands)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _point, part = f"{rounded:f}".partition(".")
    before = _before(tokens[:point], whole.lstrip("0"), grouped=grouped)
    return before + _behind(tokens[point:], part)


def _before(tokens: Sequence[Token], whole: str, *, grouped: bool) -> str:
    """Return what stands before the decimal point."""
    shown: list[str] = []
    places = sum(token.kind == "digit" for token in tokens)
    if not places:
        return "".join(token.text for token in tokens if token.kind != "comma") + whole
    left, count = list(whole), 0
    for token in reversed(tokens):
        if token.kind != "digit":
            shown.append("" if token.kind == "comma" else token.text)
            continue
        places -= 1
        taken = [left.pop()] if left else ["0"] if token.text == "0" else []
        while not places and left:
            taken.append(left.pop())
        for digit in taken:
            if grouped and count and count % 3 == 0:
                shown.append(",")
            shown.append(digit)
            count += 1
    return "".join(reversed(shown))


def _behind(tokens: Sequence[Token], part: str) -> str:
    """Return what stands from the decimal point on; ``#`` and ``?`` leave out zeros at the end.

    Excel shows a point with nothing behind it, which nobody means.
    """
    signs = [token.text for token in tokens if token.kind == "digit"]
    length = len(part)
    while length and signs[length - 1] != "0" and part[length - 1] == "0":
        length -= 1
    digits = iter(part[:length])
    shown = []
    for token in tokens:
        if token.kind == "digit":
            shown.append(next(digits, ""))
        elif token.kind != "comma" and (length or token.kind != "point"):
            shown.append(token.text)
    return "".join(shown)
