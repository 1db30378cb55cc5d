"""The record's chain: each entry is hashed together with the hash of the one before it.

An entry's hash is the SHA-256 of its canonical form in UTF-8, as 64 hexadecimal digits. The
canonical form is a JSON array of the hash before (empty for the first entry), the entry's number
and its texts in the order of ``FIELDS``, without spaces, nothing escaped but what JSON must. It is
a promise: a hash that was printed and signed must hold for good.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Final

FIELDS: Final = (
    "at",
    "actor",
    "action",
    "period",
    "tier",
    "subject",
    "old",
    "new",
    "reason",
    "seal",
)
"""What an entry tells, in the order of the canonical form."""
FEWEST_DIGITS: Final = 16
"""Digits of a hash that may be given for the whole: enough that nobody makes another entry fit."""


def link(before: str, number: int, entry: Mapping[str, str]) -> str:
    """The hash of an entry.

    Args:
        before: the hash of the entry before it; empty for the first one.
        number: counts the entries, from 1.
        entry: the texts, by the names in ``FIELDS``.
    """
    form = json.dumps(
        [before, number, *(entry[name] for name in FIELDS)],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(form.encode()).hexdigest()


def grouped(chain: str) -> str:
    """A hash as it is printed to be compared by eye: groups of eight digits."""
    return " ".join(chain[start : start + 8] for start in range(0, len(chain), 8))


def typed(text: str) -> str:
    """A hash as somebody typed it from paper, without what groups its digits."""
    return "".join(text.split()).replace("·", "").replace("-", "").lower()
