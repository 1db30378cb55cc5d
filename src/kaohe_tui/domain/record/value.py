"""What a field's value can do: look like a text, be read from it, be told; and makers of such."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Final, Generic, TypeVar

from kaohe_tui.domain.chain import grouped
from kaohe_tui.domain.numbers import UNIT, points
from kaohe_tui.domain.record.words import Names
from kaohe_tui.words import _

_T = TypeVar("_T")
_HASH: Final = 64
"""Digits of a digest."""
_DIGITS = frozenset("0123456789abcdef")
_HALF = 35
"""Cells of four groups of a digest: two lines show all of it at any width."""
MARK = r"(?:0|[1-9]\d*)(?:\.[1-9])?"
KEY = r"[A-Za-z][A-Za-z0-9_-]*"
WHOLE = r"(?:0|[1-9]\d*)"


class Codes(Enum):
    """How people's codes stand in a field's text, for whoever looks for a person."""

    NONE = ""
    ONE = "one"
    """The text is a code."""
    OWING = "owing"
    """``m1:3;m2:1``."""
    LISTED = "listed"
    """`` joined:m1;m2``."""
    QUOTED = "quoted"
    """Keys or texts of JSON."""


@dataclass(frozen=True, slots=True)
class Value(Generic[_T]):
    """How one kind of value is written, read and told."""

    pattern: str
    """A regular expression of what is written."""
    read: Callable[[str], _T]
    """The value of a text that fits the pattern; ValueError where it has none."""
    write: Callable[[_T], str]
    show: Callable[[_T, Names, str], str]
    """The value in a sentence; given what is called how, and the period's key."""
    lines: Callable[[_T, Names, str], Iterable[str]] | None = None
    """The value by itself, line by line; None where that is what ``show`` says."""
    codes: Codes = Codes.NONE

    def told(self, value: _T, names: Names, period: str) -> Iterable[str]:
        """The lines of the value by itself; none where nothing is written."""
        if self.lines is not None:
            return self.lines(value, names, period)
        return [self.show(value, names, period)] if self.write(value) else []


def plainly(value: object, _names: Names, _period: str) -> str:
    return str(value)


def same(text: str) -> str:
    return text


def one_of(kind: type[StrEnum]) -> Value[Any]:
    return Value(
        "|".join(each.value for each in kind), kind, str, lambda value, _n, _p: value.label
    )


def flag(word: str) -> Value[bool]:
    return Value(
        f"(?:{word})?",
        bool,
        lambda on: word if on else "",
        lambda on, _n, _p: _("yes") if on else _("no"),
        lambda on, _n, _p: [_("yes")] if on else [],
    )


def counted(told: Callable[[int], str], pattern: str = WHOLE) -> Value[int]:
    """A number with what it counts."""
    return Value(pattern, int, str, lambda count, _n, _p: told(count).format(count=count))


def read_units(text: str) -> int:
    whole, _sign, tenths = text.partition(".")
    return int(whole) * UNIT + int(tenths or 0)


def maybe_mark(nothing: str) -> Value[int | None]:
    return Value(
        f"(?:{MARK}|{nothing})" if nothing else f"(?:{MARK})?",
        lambda text: None if text == nothing else read_units(text),
        lambda mark: nothing if mark is None else points(mark),
        lambda mark, _n, _p: _("no mark") if mark is None else points(mark),
    )


def digest_lines(digest: str, _names: Names, _period: str) -> Iterator[str]:
    if len(digest) == _HASH and _DIGITS.issuperset(digest):
        yield grouped(digest)[:_HALF]
        yield grouped(digest)[_HALF + 1 :]
    elif digest:
        yield digest


def people(codes: Iterable[str], names: Names, _period: str = "") -> str:
    return _(", ").join(map(names.person, codes))


def after(pattern: str, read: Callable[[str], _T], nothing: _T) -> Value[_T]:
    """What stands behind a space; nothing, space and all, where there is none."""
    return Value(
        f"(?: {pattern})?",
        lambda text: read(text[1:]) if text else nothing,
        lambda value: "" if value == nothing else f" {value}",
        plainly,
    )
