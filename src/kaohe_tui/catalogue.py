"""Look a message of a compiled catalogue up where it lies in the file.

``gettext`` unpacks all of it when it opens one, which takes longer than all else that the help
does; this module finds a message by bisection, since those of a ``.mo`` file are in order.
"""

import struct

_DATE = "年月日"
_HEAD = struct.Struct("<5I")
_ENTRY = struct.Struct("<2I")
_MAGIC = 0x950412DE


class Spaced(str):
    """A Chinese message with fields in braces: what is put in is set apart as Chinese is written.

    A field may hold a Latin word or a number, or a Chinese name: only the former gets a space.
    """

    def format(self, *values: object, **fields: object) -> str:
        """Fill in the message's fields, with a space between Chinese and Latin words.

        Raises:
            KeyError: a field is missing.
        """
        from string import Formatter  # ``kaohe --help`` fills in nothing

        filled = ""
        for before, name, spec, _conversion in Formatter().parse(self):
            filled = _join(filled, before)
            if name is not None:
                value = values[int(name)] if name.isdigit() else fields[name]
                filled = _join(filled, format(value, spec or ""))
        return filled


def _join(left: str, right: str) -> str:
    """Join two texts, with a space where a Chinese word meets another one."""
    if not left or not right:
        return left + right
    last, first = left[-1], right[0]
    scripts_meet = (_is_chinese(last) and _is_other(first)) or (
        _is_other(last) and _is_chinese(first)
    )
    is_spaced = scripts_meet and last not in _DATE and first not in _DATE
    return f"{left} {right}" if is_spaced else left + right


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_other(character: str) -> bool:
    return character < "\u2e80" and character.isalnum()


class Catalogue:
    """The messages of one language that has one form for every number, as Chinese has."""

    def __init__(self, path: str) -> None:
        """Read the file.

        Args:
            path: of a ``.mo`` file as babel and msgfmt write it: sorted, in UTF-8.

        Raises:
            OSError: it cannot be read.
            ValueError: it is no such file.
        """
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes longer than the lookup
            self._data = file.read()
        magic, _revision, self._count, self._ids, self._texts = _HEAD.unpack_from(self._data)
        if magic != _MAGIC:
            raise ValueError(path)
        self._known: dict[str, str] = {}

    def text(self, message: str) -> str | None:
        """Return the translation of a message, or None where the catalogue lacks it."""
        if (translation := self._known.get(message)) is None:
            translation = self._look_up(message.encode())
            self._known[message] = translation = (
                Spaced(translation) if "{" in translation else translation
            )
        return translation or None

    def _look_up(self, msgid: bytes) -> str:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._entry(self._ids, middle) < msgid:
                low = middle + 1
            else:
                high = middle
        if low == self._count:
            return ""
        # Behind the singular, after a zero byte, stands the plural.
        singular = self._entry(self._ids, low).partition(b"\0")[0]
        return self._entry(self._texts, low).decode() if singular == msgid else ""

    def _entry(self, table: int, number: int) -> bytes:
        length, begin = _ENTRY.unpack_from(self._data, table + number * _ENTRY.size)
        return self._data[begin : begin + length]
