"""Find out whether two texts name one document. Rule: docs/scoring.md, "Evidence"."""

import re
import unicodedata

_PIECES = re.compile(r"\d+|[^\W\d_]+")
_NUMBER_SIGN = re.compile(r"(?<=\d)\s*号\W*(文件?)?(?![^\W_])")
_YEAR = re.compile(r"(?<=\d{4})\s*年(?=\W*\d)")
_ORDINAL = re.compile(r"第(?=\s*\d)")


def document_key(text: str) -> str:
    """Return the key by which two documents' numbers or descriptions are compared.

    Brackets of every kind, spaces, punctuation, full-width forms, capitals, ``第`` before and
    ``号`` behind a number and zeros before it make no difference: 统发〔2026〕1号 is 统发[2026] 01.

    Args:
        text: as a person wrote it, cleaned.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    for sign in (_NUMBER_SIGN, _ORDINAL, _YEAR):
        folded = sign.sub(" ", folded)
    pieces = [piece.lstrip("0") or "0" if piece.isdigit() else piece
              for piece in _PIECES.findall(folded)]  # fmt: skip
    return " ".join(pieces) or folded
