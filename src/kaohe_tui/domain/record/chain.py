"""Chain the record: hash each entry together with the hash of the entry before it.

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
"""The texts of an entry, in the order of the canonical form."""
FEWEST_DIGITS: Final = 16
"""Digits that may stand for a whole hash: too many for anybody to forge an entry that fits."""


def link(before: str, number: int, entry: Mapping[str, str]) -> str:
    """Return the hash of an entry, 64 hexadecimal digits.

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
    """Return a hash in groups of eight digits, as it is printed to be compared by eye."""
    return " ".join(chain[start : start + 8] for start in range(0, len(chain), 8))


def typed(text: str) -> str:
    """Return a hash typed from paper, without the signs that group its digits."""
    return "".join(text.split()).replace("·", "").replace("-", "").lower()
