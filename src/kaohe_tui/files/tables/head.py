"""Find the headings of a table, below its titles. Rule: docs/files.md, "Tables"."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from kaohe_tui.files.sheets.book import Area
from kaohe_tui.files.tables.words import folded, is_other

WITHIN = 20
"""Rows of a sheet within which its headings are looked for."""
_FEWEST = 2
"""Headings known by their words from which on a row passes for a row of headings."""
_PAGE = 3
"""Headings known by their words from which on a row is not passed over for a later one."""
_ALIKE = 0.5
"""The likeness from which on a heading may be another word for a known one, 0 to 1."""
_NUMBERED = re.compile(r"(.+?)[(\[]?[0-9一二三四五六七八九十]{1,2}[)\]]?")
_BRACKETS = re.compile(r"(.+?)(?:[(\[]([^()\[\]]*)[)\]]|([0-9.]+[%分]))")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of table may hold."""

    known: Mapping[str, str]
    """The headings that may stand there, folded, with the column that each means; of two words for
    one column the first is preferred."""
    required: tuple[str, ...]
    """The columns that must be there."""
    who: tuple[str, ...]
    """The columns that say whose line it is, the surest first."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Column -> the one that serves for it where it is absent."""
    asked: tuple[str, ...] = ()
    """Further columns that matter: a heading that resembles one of them is asked about."""
    own: tuple[str, ...] = ()
    """The columns of which each line has a cell of its own: merged over lines they are refused."""
    fits: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)
    """Column -> whether a text is one of its values; chooses between several headings for it."""
    is_somebody: Callable[[str], bool] = lambda _text: False
    """Whether a text of the columns ``who`` certainly names somebody: then it is their line."""

    def column(self, heading: str) -> str:
        """Return the column that a heading means; empty where it is not known.

        What stands in brackets behind it (德（20分）) does not count.
        """
        word = folded(heading)
        if column := self.known.get(word):
            return column
        return self.known.get(self.bare(word), "")

    def rank(self, heading: str) -> int:
        """Return the place of a heading among the words for its column, from 0."""
        return list(self.known).index(self.bare(folded(heading)))

    def bare(self, word: str) -> str:
        """Return a folded heading without as much behind it as keeps it from being known.

        德（政治品德、职业道德）20分 has both what it is about and its points behind it.
        """
        while word not in self.known:
            bare, _brackets = without_brackets(word)
            if bare == word:
                break
            word = bare
        return word

    def resembling(self, heading: str, columns: Collection[str]) -> str:
        """Return the one of the columns that an unknown heading may mean; empty for none."""
        word, _brackets = without_brackets(folded(heading))
        if is_other(word):
            return ""
        best, likeness = "", _ALIKE
        for known, column in self.known.items():
            if column not in columns or known.isascii() != word.isascii():
                continue
            alike = SequenceMatcher(None, word, known).ratio()
            if known in word or (len(word) > 1 and word in known):
                alike = max(alike, 0.9)
            if alike >= likeness and (alike > likeness or not best):
                best, likeness = column, alike
        return best

    def numbered(self, heading: str) -> str:
        """Return the column whose heading it is with a number behind (分管领导2); else empty."""
        match = _NUMBERED.fullmatch(folded(heading))
        return self.known.get(match[1], "") if match else ""


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table."""

    first: int
    """The first of their rows, counted from 1."""
    last: int
    """The last of their rows: the same, or the next one."""
    texts: tuple[str, ...]
    """The heading of each column, from the first; empty where there is none."""


def without_brackets(word: str) -> tuple[str, str]:
    """Return a folded heading without what is in brackets behind it, and what is in them."""
    match = _BRACKETS.fullmatch(word)
    return (match[1], match[2] or match[3] or "") if match else (word, "")


def find_head(
    rows: Sequence[Sequence[str]], merged: Sequence[Area], kind: Kind
) -> tuple[Head | None, bool]:
    """Return the headings of a sheet.

    Args:
        rows: the sheet from its first row; not more than ``WITHIN`` are looked at.
        merged: its merged cells.
        kind: what the table may hold.

    Returns:
        The headings and whether every column that must be there is; None where no row looks like
        headings. Where several rows have some, but none has all, the one with the most of them.
    """
    best, most = None, 0
    for head in _candidates(rows, merged, kind):
        columns = _columns(kind, head)
        if _holds(kind, columns):
            # Headings again on a second page, while those of the first have a fault, would have
            # the first page pass for titles.
            if best and most >= max(_PAGE, len(columns) - 1) and best.last < head.first - 1:
                return best, False
            return head, True
        if len(columns) > most:
            best, most = head, len(columns)
    return (best if most >= _FEWEST else None), False


def missing(kind: Kind, columns: Collection[str]) -> list[str]:
    """Return the columns that must be there and are not."""
    return [
        each
        for each in kind.required
        if each not in columns and kind.instead.get(each) not in columns
    ]


def _columns(kind: Kind, head: Head) -> set[str]:
    return {column for text in head.texts if (column := kind.column(text))}


def _known(kind: Kind, head: Head) -> int:
    return sum(bool(kind.column(text)) for text in head.texts)


def _holds(kind: Kind, columns: Collection[str]) -> bool:
    return not missing(kind, columns)


def _candidates(
    rows: Sequence[Sequence[str]], merged: Sequence[Area], kind: Kind
) -> Iterator[Head]:
    """Yield each row as headings, alone and then together with the next one.

    A row from which no known heading reaches down is a title, and not half of the headings.
    """
    for at in range(min(WITHIN, len(rows))):
        texts = [cell.strip() for cell in rows[at]]
        if not any(texts):
            continue
        one = Head(at + 1, at + 1, tuple(texts))
        both = _two_rows(rows, at, merged) if at + 1 < len(rows) else None
        if both is None or not any(
            kind.column(both[n]) for n, text in enumerate(texts) if text == both[n]
        ):
            yield one
            continue
        two = Head(at + 1, at + 2, both)
        # The upper row may have all that must be there, and the lower one what else there is.
        yield from (two, one) if _known(kind, two) > _known(kind, one) else (one, two)


def _two_rows(
    rows: Sequence[Sequence[str]], at: int, merged: Sequence[Area]
) -> tuple[str, ...] | None:
    """Return two rows read as one: the lower heading, or the upper one that reaches down to it.

    None where they do not fit together as two rows of headings: a heading above, another below,
    and none of the two a heading of several columns.
    """
    upper, lower = [[cell.strip() for cell in row] for row in rows[at : at + 2]]
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    wide = {
        column - 1
        for area in merged
        if area.top <= at + 1 <= area.bottom and area.right > area.left
        for column in range(area.left, area.right + 1)
    }
    ends = {
        column - 1
        for area in merged
        if area.bottom == at + 1 and area.right > area.left
        for column in range(area.left, area.right + 1)
    }
    if not merged:
        # A text file has no merged cells: a heading over several columns has blanks behind it.
        wide = {
            column
            for column in range(width)
            if (upper[column] and column + 1 < width and not upper[column + 1]) or not upper[column]
        }
    if sum(map(bool, lower)) < _FEWEST or any(
        above and below and column not in wide
        for column, (above, below) in enumerate(zip(upper, lower, strict=True))
    ):
        return None
    return tuple(
        below or ("" if column in ends else above)
        for column, (above, below) in enumerate(zip(upper, lower, strict=True))
    )
