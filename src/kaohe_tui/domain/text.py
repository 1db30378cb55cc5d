"""Text that people give us: names, reasons, headings. It is text, never markup."""

import re
import unicodedata

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import _

_REFUSED = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
_DROPPED = {"\u200b", "\ufeff"}
_JOINERS = {"\u200c", "\u200d"}
"""Unseen, but some scripts need them within a word."""
_BLANK = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
"""Letters of which nothing is seen: a name of them would look like none."""
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What a terminal obeys instead of showing it, or what turns the order of what it shows."""
_ENDS = re.compile("[\t\n\r]")
MARKS = 8
"""Combining characters that may follow each other; Tibetan stacks up to six."""
LONGEST = 400
"""Characters that one piece of text may hold."""


def clean(text: str) -> str:
    """The text as we keep it: zero-width padding dropped, spaces at both ends stripped.

    A full-width space (U+3000) counts as a space.

    Raises:
        Refusal: for control, unassigned, private, unseen and bidirectional characters, which would
            reach the terminal raw or deceive the eye, for piles of combining ones, and for text
            longer than ``LONGEST``.
    """
    kept = "".join(c for c in text if c not in _DROPPED).strip()
    if len(kept) > LONGEST:
        raise Refusal(
            _("The text is longer than {longest} characters; shorten it.").format(longest=LONGEST)
        )
    marks = 0
    for character in kept:
        category = unicodedata.category(character)
        unseen = category == "Cf" and character not in _JOINERS
        if category in _REFUSED or unseen or character in _BLANK:
            raise Refusal(
                _(
                    "The text contains a character that cannot be shown (U+{code}); remove it."
                ).format(code=f"{ord(character):04X}")
            )
        marks = marks + 1 if category in ("Mn", "Me") or character in _JOINERS else 0
        if marks > MARKS:
            raise Refusal(
                _("Too many accents on one letter (U+{code}); remove them.").format(
                    code=f"{ord(character):04X}"
                )
            )
    return kept


def harmless(text: str) -> str:
    """Text that did not go through ``clean``, as a terminal may get it: each control, bidirectional
    or half character becomes U+FFFD. Line ends and tabs stay."""
    return text if text.isprintable() else _HARMFUL.sub("\ufffd", text)


def harmless_line(text: str) -> str:
    """The same for what is shown in one line: line ends and tabs become spaces."""
    return text if text.isprintable() else _HARMFUL.sub("\ufffd", _ENDS.sub(" ", text))


def name_key(text: str) -> str:
    """What two names are compared by: NFKC, without spaces and format characters."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
