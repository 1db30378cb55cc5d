"""A compiled catalogue in which a message is looked up where it lies in the file.

``gettext`` unpacks all of it when it opens one, which takes longer than all else that the help
does; here a message is found by bisection, since the messages of a ``.mo`` file are in order.
"""

import struct

_HEAD = struct.Struct("<5I")
_ENTRY = struct.Struct("<2I")
_MAGIC = 0x950412DE


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
        """What stands for the message, or None where the catalogue lacks it."""
        if (found := self._known.get(message)) is None:
            found = self._known[message] = self._look_up(message.encode())
        return found or None

    def _look_up(self, wanted: bytes) -> str:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._entry(self._ids, middle) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == self._count:
            return ""
        # Behind the singular, after a zero byte, stands the plural.
        singular = self._entry(self._ids, low).partition(b"\0")[0]
        return self._entry(self._texts, low).decode() if singular == wanted else ""

    def _entry(self, table: int, number: int) -> bytes:
        length, begin = _ENTRY.unpack_from(self._data, table + number * _ENTRY.size)
        return self._data[begin : begin + length]
