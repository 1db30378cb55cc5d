"""Take a TOML table's keys one by one; refuse what does not fit with file, line and key.

Rule: docs/files.md, "scheme.toml".
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from kaohe_tui.domain.numbers import UNIT
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import half_width
from kaohe_tui.domain.text import clean
from kaohe_tui.files.decode import shown
from kaohe_tui.files.toml.keys import Keys, listed
from kaohe_tui.words import N_

_Choice = TypeVar("_Choice", bound=StrEnum)
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,4})?", re.ASCII)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_MOST = 10**6
_PLACES = 4
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Fields(Keys):
    """The typed values of one table of the file."""

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text, cleaned; empty only where the key is left out and the default is."""
        if not self.has(key) and default is not None:
            return default
        self.require(key)
        return self._cleaned(key, self.get(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of different texts; empty where the key is left out."""
        value = self.get(key, [])
        if not isinstance(value, list):
            raise self.fault(key, "value-kind-wrong", N_("A list in square brackets belongs here."))
        texts = tuple(self._cleaned(key, item) for item in value)
        if repeated := first_twice(texts):
            raise self.fault(
                key, "value-twice", N_("“{value}” appears here twice."), value=shown(repeated)
            )
        return texts

    def key(self) -> str:
        """Return the table's own key: a letter, then letters, digits, ``_`` and ``-``."""
        key = self.text("key")
        if not _KEY.fullmatch(key):
            raise self.fault(
                "key",
                "key-malformed",
                N_(
                    "“{value}” cannot be a key; begin with an English letter and go on with"
                    " letters, digits, “_” and “-”."
                ),
                value=shown(key),
            )
        return key

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return ``true`` or ``false``, which may be a yes or no; the default without the key."""
        value = self.get(key, default)
        if isinstance(value, str):
            value = self.source.flags.get(value.strip(), value)
        if not isinstance(value, bool):
            raise self.fault(
                key,
                "value-kind-wrong",
                N_("Only true or false is allowed here, without quotation marks."),
            )
        return value

    def whole(self, key: str, lowest: int, highest: int, default: int | None = None) -> int:
        """Return a whole number in the range, both ends included."""
        if not self.has(key) and default is not None:
            return default
        self.require(key)
        number = exact(self.get(key))
        if number is None or number.denominator != 1 or not lowest <= number <= highest:
            raise self.fault(
                key,
                "value-kind-wrong",
                N_("A whole number from {lowest} to {highest} belongs here."),
                lowest=lowest,
                highest=highest,
            )
        return int(number)

    def number(self, key: str) -> Fraction:
        """Return an exact number, 0 or more, given as a number or as text."""
        self.require(key)
        number = exact(self.get(key))
        if number is None:
            raise self.fault(
                key,
                "value-kind-wrong",
                N_("A number like 40 or “0.5” belongs here, not negative, with few decimals."),
            )
        return number

    def number_or_none(self, key: str) -> Fraction | None:
        """Return a number like ``number``; None where the key is left out."""
        return self.number(key) if self.has(key) else None

    def percent_or_none(self, key: str) -> Fraction | None:
        """Return per cent, from 0 to 100; None where the key is left out."""
        percent = self.number_or_none(key)
        if percent is not None and percent > _WHOLE:
            raise self.fault(key, "quota-wrong", N_("This is per cent, from 0 to 100."))
        return percent

    def positive(self, key: str) -> Fraction:
        """Return a number like ``number``, but more than 0."""
        number = self.number(key)
        if not number:
            raise self.fault(key, "value-not-positive", N_("This must be more than 0."))
        return number

    def tenths(self, key: str) -> int:
        """Return points, more than 0, in tenths of a point."""
        units = self.positive(key) * UNIT
        if units.denominator != 1:
            raise self.fault(key, "value-too-fine", N_("Points have at most one decimal place."))
        return int(units)

    def choice(self, key: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return one of an enumeration's words."""
        if not self.has(key) and default is not None:
            return default
        self.require(key)
        return self._chosen(key, kind, self.get(key))

    def choices(self, key: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        """Return one or more of an enumeration's words, one as text or several as a list.

        Empty where the key is left out.
        """
        value = self.get(key)
        if not isinstance(value, list):
            return () if value is None else (self._chosen(key, kind, value),)
        texts = self.texts(key)
        if not texts:
            raise self.fault(key, "list-empty", N_("The list is empty; name at least one."))
        return tuple(self._chosen(key, kind, text) for text in texts)

    def one(self, key: str) -> "Fields | None":
        """Return the table ``[key]``, or None where it is left out."""
        value = self.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fault(
                key,
                "value-kind-wrong",
                N_("This is a table: write its name alone, as [{key}]."),
                key=key,
            )
        return Fields(self.source, (*self.place, self.written(key)), value)

    def many(self, key: str) -> list["Fields"]:
        """Return the tables ``[[key]]``, in order; none where the key is left out."""
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fault(
                key,
                "value-kind-wrong",
                N_("This is a list of tables: begin each with [[{key}]]."),
                key=key,
            )
        place = (*self.place, self.written(key))
        return [Fields(self.source, (*place, n), item) for n, item in enumerate(value)]

    def _cleaned(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self.fault(key, "value-kind-wrong", N_("Text in quotation marks belongs here."))
        try:
            text = clean(value)
        except Refusal as refusal:
            raise self.placed(key, refusal) from refusal
        if not text:
            raise self.fault(key, "value-missing", N_("This must not be empty."))
        return text

    def _chosen(self, key: str, kind: type[_Choice], value: object) -> _Choice:
        text = self._cleaned(key, value)
        others = self.source.values.get(key, {})
        for word in kind:
            if text in (word, *others.get(word, ())):
                return word
        if nearest := self.source.nearest(key, text):
            raise self.unsupported(key, nearest)
        raise self.fault(
            key,
            "value-unknown",
            N_("“{value}” is unknown here; choose from: {words}."),
            value=shown(text),
            words=listed([*kind, *(each for word in kind for each in others.get(word, ()))]),
        )


def first_twice(values: Collection[str]) -> str:
    """Return the first value that stands there for the second time, or an empty text."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return ""


def exact(value: object) -> Fraction | None:
    """Return a written number of 0..999999 with at most four decimals; None for anything else."""
    match value:
        case bool():
            return None
        case int():
            return Fraction(value) if 0 <= value < _MOST else None
        case Decimal():
            exponent = value.as_tuple().exponent
            # First the exponent: a Fraction of 1e999999999 would fill the memory.
            if not isinstance(exponent, int) or not -_PLACES <= exponent <= _PLACES:
                return None
            return Fraction(value) if 0 <= value < _MOST else None
        case str():
            plain = half_width(value).strip()
            return Fraction(plain) if _NUMBER.fullmatch(plain) else None
        case _:
            return None
