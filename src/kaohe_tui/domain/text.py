"""Text that people give us: names, reasons, headings. It is text, never markup."""

import unicodedata

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import _

_REFUSED = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
_BIDI = {
    *"\u061c\u200e\u200f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
}
_DROPPED = {"\u200b", "\ufeff"}
LONGEST = 400
"""Characters that one piece of text may hold."""


def clean(text: str) -> str:
    """The text as we keep it: zero-width padding dropped, spaces at both ends stripped.

    A full-width space (U+3000) counts as a space.

    Raises:
        Refusal: for control, unassigned, private and bidirectional characters, which would reach
            the terminal raw, and for text longer than ``LONGEST``.
    """
    kept = "".join(c for c in text if c not in _DROPPED).strip()
    for character in kept:
        if unicodedata.category(character) in _REFUSED or character in _BIDI:
            raise Refusal(
                _("The text holds a character that cannot be shown (U+{code}); remove it.").format(
                    code=f"{ord(character):04X}"
                )
            )
    if len(kept) > LONGEST:
        raise Refusal(
            _("The text is longer than {longest} characters; shorten it.").format(longest=LONGEST)
        )
    return kept


def name_key(text: str) -> str:
    """What two names are compared by: NFKC, without spaces and format characters."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
