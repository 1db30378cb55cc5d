"""Turn what a paper says into a page. Templates hold layout alone: every word is handed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe_tui.words import _, language

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
NOTHING = "–"
"""The sign for a value that does not exist."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet."""

    title: str
    """The heading above the table."""
    headings: tuple[str, ...]
    """The headings of the columns; none where only notes are shown."""
    lines: tuple[tuple[str, ...], ...]
    """The rows, with a cell for each heading."""
    notes: tuple[str, ...] = ()
    """Sentences below the table."""


def page(template: str, title: str, **content: object) -> str:
    """Return one whole HTML document that needs no other file; all content is escaped.

    Args:
        template: its file beside this one.
        title: the document's title.
        content: what the template names.
    """
    return (
        _environment()
        .get_template(template)
        .render(title=title, lang=language().replace("_", "-"), **content)
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def day(iso: str) -> str:
    """Return the day of an ISO date or time as people write it (2026年11月23日); empty for ""."""
    if not iso:
        return ""
    when = date.fromisoformat(iso[:10])
    return _("{year}-{month:02}-{day:02}").format(year=when.year, month=when.month, day=when.day)


def acknowledgements(entries: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Return a sentence for each acknowledgement of changes from outside.

    Args:
        entries: the number of each entry of the record that did so, and its reason.
    """
    sentence = _("Changes from outside were acknowledged in entry {number} of the record: {reason}")
    return tuple(sentence.format(number=number, reason=reason) for number, reason in entries)


def flowing(sentences: tuple[str, ...]) -> str:
    """Join sentences into one paragraph; Chinese sets no space between them."""
    return ("" if language() == "zh_CN" else " ").join(sentences)
