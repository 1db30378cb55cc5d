"""Clean text that people give: names, reasons, headings. It is text, never markup."""

import re
import unicodedata
from collections.abc import Sequence

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

_REFUSED = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}
_DROPPED = dict.fromkeys(map(ord, "\u200b\ufeff"))
_JOINERS = {"\u200c", "\u200d"}
"""Unseen, but some scripts need them within a word."""
_BLANK = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
"""Letters of which nothing is seen: a name of them would look like none."""
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that a terminal obeys instead of showing, or that turn the order of others."""
_ENDS = re.compile("[\t\n\r]")
_LOST = "\ufffd"
"""The character that programs write for one that they could not read."""
_DOT = "\u00b7"
_DOTS = dict.fromkeys(
    map(
        ord,
        "\u2022\u2027\u2219\u22c5\u30fb\uff65\u16eb\ua78f\u2024\ufe52\uff0e."
        "\u0387\u25cf\u25e6\u2981\u2e31",
    ),
    _DOT,
)
"""Dots that stand between the parts of a name, as input methods write them."""
_LETTER = r"[^\W\d_A-Za-z\ua78f]"
_BETWEEN = re.compile(rf"(?<={_LETTER})\s*[{_DOT}{''.join(map(chr, _DOTS))}]\s*(?={_LETTER})")
_PLAIN = re.compile("[ -~\u3001-\u301b\u4e00-\u9fff\uff01-\uff5e]*")
"""Text of characters none of which has to be looked at alone: most of what is given."""
_KEY = re.compile("[0-9A-Za-z_\u4e00-\u9fff-]*")
"""Text that is its own key."""
MARKS = 8
"""Most combining characters in a row; Tibetan stacks up to six."""
LONGEST = 400
"""Most characters one piece of text may hold."""
FEW = 6
"""Names that a sentence lists; further ones are a number."""


def few(names: Sequence[str], most: int = FEW) -> str:
    """Join people's names for a sentence: the first ones, and how many more there are."""
    listed = _(", ").join(names[:most])
    if len(names) <= most:
        return listed
    return _("{names} and {count} more").format(names=listed, count=len(names) - most)


def clean(text: str) -> str:
    """Return the text to keep: no zero-width padding, no spaces at either end.

    A full-width space (U+3000) counts as a space.

    Raises:
        Refusal: for control, unassigned, private, unseen and bidirectional characters, which would
            reach the terminal raw or deceive the eye, for piles of combining ones, and for text
            longer than ``LONGEST``.
    """
    cleaned = text.translate(_DROPPED).strip()
    if len(cleaned) > LONGEST:
        raise Refusal(
            "text-too-long",
            N_("The text is longer than {longest} characters; shorten it."),
            longest=LONGEST,
        )
    if not _PLAIN.fullmatch(cleaned):
        _check_characters(cleaned)
    return cleaned


def _check_characters(text: str) -> None:
    """Refuse what a terminal would not show as it is."""
    marks = 0
    for character in text:
        if character == _LOST:
            raise Refusal(
                "character-lost",
                N_("A character of “{text}” was lost (\ufffd); write it again."),
                text=text,
            )
        category = unicodedata.category(character)
        unseen = category == "Cf" and character not in _JOINERS
        if category in _REFUSED or unseen or character in _BLANK:
            raise Refusal(
                "character-unshowable",
                N_("The text contains a character that cannot be shown (U+{code}); remove it."),
                code=f"{ord(character):04X}",
            )
        marks = marks + 1 if category in ("Mn", "Me") or character in _JOINERS else 0
        if marks > MARKS:
            raise Refusal(
                "accents-too-many",
                N_("Too many accents on one letter (U+{code}); remove them."),
                code=f"{ord(character):04X}",
            )


def harmless(text: str) -> str:
    """Return text that did not go through ``clean`` in a form safe for a terminal.

    Each control, bidirectional or half character becomes U+FFFD. Line ends and tabs stay.
    """
    return text if text.isprintable() else _HARMFUL.sub("\ufffd", text)


def harmless_line(text: str) -> str:
    """Return ``harmless`` text for one line: line ends and tabs become spaces."""
    return text if text.isprintable() else _HARMFUL.sub("\ufffd", _ENDS.sub(" ", text))


def pasted(text: str) -> str:
    """Return clipboard text for one line.

    Line ends and tabs become spaces; control, bidirectional and half characters are left out.
    """
    line = " ".join(re.split(r"[\t\n\r\x0b\x0c\u2028\u2029]+", text.strip()))
    return _HARMFUL.sub("", line)


def name_key(text: str) -> str:
    """Return the key by which names are compared.

    That is NFKC, without spaces and format characters, and without dots of any kind between the
    parts of a name; between Latin letters all kinds of dots are alike.
    """
    if _KEY.fullmatch(text):
        return text
    folded = unicodedata.normalize("NFKC", text.translate(_DOTS))
    letters = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
    return _BETWEEN.sub("", letters)


def one_dot(name: str) -> str:
    """Return a name with one kind of dot between its parts, as it is stored.

    The dots become the middle dot (U+00B7) without spaces around it, except between Latin
    letters.
    """
    return _BETWEEN.sub(_DOT, name)
