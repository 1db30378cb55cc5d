"""Define what a field's value can do: be written, read and shown; and makers of such values."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Final, Generic, TypeVar

from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.record.chain import grouped
from kaohe_tui.domain.record.words import Names
from kaohe_tui.words import _

_T = TypeVar("_T")
_HASH: Final = 64
"""Digits of a digest."""
_DIGITS = frozenset("0123456789abcdef")
_HALF = 35
"""Cells of four groups of a digest: two lines show all of it at any width."""
MARK = r"(?:0|[1-9]\d*)(?:\.[1-9])?"
"""Pattern of a mark in points, with at most one decimal."""
KEY = r"[A-Za-z][A-Za-z0-9_-]*"
"""Pattern of a key of the scheme."""
WHOLE = r"(?:0|[1-9]\d*)"
"""Pattern of a whole number, 0 or more."""


class Codes(Enum):
    """The ways in which people's codes stand in a field's text, for finding a person."""

    NONE = ""
    """No code stands in it."""
    ONE = "one"
    """The whole text is a code."""
    OWING = "owing"
    """Codes with numbers: ``m1:3;m2:1``."""
    LISTED = "listed"
    """Codes by kind: ``joined:m1;m2``."""
    QUOTED = "quoted"
    """Codes are keys or texts of JSON."""


@dataclass(frozen=True, slots=True)
class Value(Generic[_T]):
    """The functions that write, read and show one kind of value."""

    pattern: str
    """Regular expression of the whole text."""
    read: Callable[[str], _T]
    """Text that fits the pattern -> value; raises ValueError where it has none."""
    write: Callable[[_T], str]
    """Value -> text of the entry."""
    show: Callable[[_T, Names, str], str]
    """(value, names, period's key) -> the value within a sentence."""
    lines: Callable[[_T, Names, str], Iterable[str]] | None = None
    """(value, names, period's key) -> the value by itself, line by line; None: as ``show``."""
    codes: Codes = Codes.NONE
    """The way in which people's codes stand in the text."""

    def own_lines(self, value: _T, names: Names, period: str) -> Iterable[str]:
        """Return the lines of the value by itself; none where nothing is written."""
        if self.lines is not None:
            return self.lines(value, names, period)
        return [self.show(value, names, period)] if self.write(value) else []


def plainly(value: object, _names: Names, _period: str) -> str:
    """Show a value as its own text."""
    return str(value)


def same(text: str) -> str:
    """Return the text unchanged."""
    return text


def one_of(kind: type[StrEnum]) -> Value[Any]:
    """Make the value of an enum whose members have a ``label``."""
    return Value(
        "|".join(each.value for each in kind), kind, str, lambda value, _n, _p: value.label
    )


def flag(word: str) -> Value[bool]:
    """Make the value of a yes or no: a word in the entry, or no text."""
    return Value(
        f"(?:{word})?",
        bool,
        lambda on: word if on else "",
        lambda on, _n, _p: _("yes") if on else _("no"),
        lambda on, _n, _p: [_("yes")] if on else [],
    )


def counted(message: Callable[[int], str], pattern: str = WHOLE) -> Value[int]:
    """Make the value of a number that is shown with what it counts."""
    return Value(pattern, int, str, lambda count, _n, _p: message(count).format(count=count))


def read_units(text: str) -> int:
    """Read points with at most one decimal as tenths of a point."""
    whole, _sign, tenths = text.partition(".")
    return int(whole) * UNIT + int(tenths or 0)


def maybe_mark(nothing: str) -> Value[int | None]:
    """Make the value of a mark that may be missing, written as ``nothing``."""
    return Value(
        f"(?:{MARK}|{nothing})" if nothing else f"(?:{MARK})?",
        lambda text: None if text == nothing else read_units(text),
        lambda mark: nothing if mark is None else points(mark),
        lambda mark, _n, _p: _("no mark") if mark is None else points(mark),
    )


def digest_lines(digest: str, _names: Names, _period: str) -> Iterator[str]:
    """Show a digest in two lines; another text in one."""
    if len(digest) == _HASH and _DIGITS.issuperset(digest):
        yield grouped(digest)[:_HALF]
        yield grouped(digest)[_HALF + 1 :]
    elif digest:
        yield digest


def people(codes: Iterable[str], names: Names, _period: str = "") -> str:
    """Name the people of these codes, in one text."""
    return _(", ").join(map(names.person, codes))


def after(pattern: str, read: Callable[[str], _T], nothing: _T) -> Value[_T]:
    """Make a value that follows another behind a space, or is absent with it."""
    return Value(
        f"(?: {pattern})?",
        lambda text: read(text[1:]) if text else nothing,
        lambda value: "" if value == nothing else f" {value}",
        plainly,
    )
