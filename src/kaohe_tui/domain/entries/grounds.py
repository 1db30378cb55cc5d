"""Tell the ground of a veto from the number of its document: people type one for the other."""

import re

from kaohe_tui.domain.entries.documents import in_plain_digits

_OF_A_YEAR = re.compile(r"[〔\[(【]\s*(19|20)\d\d\s*[〕\])】]")
_NUMBERED = re.compile(r"\d\s*号")
_NO_WORDS = re.compile(r"[\d\W_]*\d[\d\W_]*")


def is_like_document(text: str) -> bool:
    """Return whether a text looks like a document's number, as 统发〔2026〕1号 or 2026-3."""
    plain = in_plain_digits(text).strip()
    match = _OF_A_YEAR.search(plain) or _NUMBERED.search(plain) or _NO_WORDS.fullmatch(plain)
    return match is not None
