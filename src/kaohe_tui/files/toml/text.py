"""Parse a text into a TOML table, without waiting for one made to keep the parser busy."""

import re
import tomllib
from decimal import Decimal

from kaohe_tui.domain.text import harmless
from kaohe_tui.files.decode import at_line, in_file
from kaohe_tui.words import N_

LIMIT = 64 * 1024
"""Bytes that a TOML file may have; beyond it a hostile one could keep the parser busy."""

_DOTS = 200
"""Dots that a line may have: tomllib's time grows with the square of a dotted key's parts.

20,000 take 11 s.
"""
_TOKEN = re.compile(
    r'"{3}(?:.|\n)*?(?:"{3}|\Z)'
    r"|'{3}(?:.|\n)*?(?:'{3}|\Z)"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\w-]+"
)
"""A text in quotation marks, a comment, or a word without them."""
_ERROR_LINE = re.compile(r"at line (\d+)")
_TWICE = re.compile("overwrite|twice|[Dd]uplicate|redefine|mutate")


def _check_lines(text: str, file: str) -> None:
    """Refuse a line that would take too long, or that cannot be shown."""
    for number, each in enumerate(text.split("\n"), 1):
        if each.count(".") > _DOTS:
            raise at_line(file, number, "toml-wrong", N_("There are too many dots in this line."))
        if harmless(each) != each:
            # Also in a comment, which is kept and shown with the rest.
            raise at_line(
                file,
                number,
                "character-unshowable",
                N_("The line contains a character that cannot be shown; remove it."),
            )


def quoted(text: str) -> str:
    """Put the words that TOML takes in quotation marks alone into them: 权重 = 60.

    TOML knows no bare word but of English letters, so nothing else can be meant. No line moves.
    """
    return text if text.isascii() else _TOKEN.sub(_in_quotes, text)


def _in_quotes(match: re.Match[str]) -> str:
    word = match[0]
    return word if word.isascii() or word[0] in "\"'#" else f'"{word}"'


def parsed(text: str, file: str) -> dict[str, object]:
    """Return the table that a text holds; a number with a point is a ``Decimal``.

    Args:
        text: TOML, at most ``LIMIT`` bytes.
        file: the name that errors give.

    Raises:
        Refusal: one sentence with file and line.
    """
    _check_lines(text, file)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        match = _ERROR_LINE.search(str(error))
        line = int(match[1]) if match else text.rstrip("\n").count("\n") + 1
        if _TWICE.search(str(error)):
            message = N_("The same key or table is given here for the second time; keep one.")
            raise at_line(file, line, "key-twice", message) from error
        raise at_line(
            file,
            line,
            "toml-wrong",
            N_(
                "This is not valid TOML; look for a missing quotation mark, bracket or equals"
                " sign, or for full-width punctuation."
            ),
        ) from error
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise in_file(
            file, "toml-too-large", N_("The file contains a number or nesting that is too large.")
        ) from error
