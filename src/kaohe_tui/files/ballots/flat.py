"""Read keyed ballots (评分表) from a .csv or .xlsx. Rule: docs/files.md, "Ballots"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.marks import parse_mark
from kaohe_tui.domain.rules.scheme import Indicator, Scheme
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.sheets.reader import Block, Progress, blocks
from kaohe_tui.files.tables.choosing import choose
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.doubts import UNASKED, doubtful
from kaohe_tui.files.tables.head import WITHIN, Head, Kind, find_head
from kaohe_tui.files.tables.lines import line_of
from kaohe_tui.files.tables.table import columns_of
from kaohe_tui.files.tables.which_sheet import no_headings
from kaohe_tui.files.tables.words import answer, folded, headings
from kaohe_tui.files.toml.fields import listed
from kaohe_tui.words import N_, _

_MARK = "mark "
"""Before an indicator's key as a column, so that an indicator ``tier`` is no column ``tier``."""


_Which = tuple[str, str]
"""A ballot: (the tier's key, the rater's code)."""
LIMIT = 1024 * 1024 * 1024
"""Bytes that a .csv of ballots may have: a province has a million ratings."""


class Given(NamedTuple):
    """One rating as the file gives it, not yet checked against the ratings that are owed."""

    line: int
    """The line in the file, counted from 1."""
    ratee: str
    """The code of the person rated."""
    marks: tuple[int, ...] | None
    """Tenths of a point, in the order of the indicators; None for an abstention."""


class Stretch(NamedTuple):
    """Ratings of one ballot that follow each other in the file; a ballot may come in several."""

    tier: str
    """The tier's key."""
    rater: str
    """The rater's code."""
    ratings: list[Given]
    """The ratings of the stretch, in the file's order."""


@dataclass(frozen=True)
class BallotsFile:
    """The ratings of a file in its order, read again at each iteration, a stretch at a time.

    Iterating raises ``Refusal`` after what comes before it: one sentence with file, line, heading
    and the people's codes. Whether a rating stands there twice is not looked at: that takes the
    memory of all of them.
    """

    path: Path
    """The .csv or .xlsx to read."""
    scheme: Scheme
    """Gives the tiers, the indicators and the step that marks must fit."""
    progress: Progress | None = None
    """Called with (bytes read, all bytes) of a .csv now and then; None: not called."""

    def __iter__(self) -> Iterator[Stretch]:
        layout: _Known | None = None
        is_any = False
        for block in self._from_headings():
            if layout is None:
                layout = _Known(self._columns(block), self.scheme)
                continue
            for stretch in layout.stretches(block):
                is_any = True
                yield stretch
        if not is_any:
            raise in_file(
                self.path.name, "table-empty", N_("There is no rating below the headings.")
            )

    def _from_headings(self) -> Iterator[Block]:
        """Yield the rows among which the headings are, then all rows below the headings."""
        first: list[Sequence[str]] = []
        stream = blocks(self.path, LIMIT, self.progress)
        sheet = ""
        for block in stream:
            sheet = block.sheet
            first += [()] * (block.first - 1 - len(first))
            first += block.rows
            if len(first) > WITHIN:
                break
        top = Block(1, first, sheet)
        yield top
        last = self._head(top).last
        yield Block(last + 1, first[last:], sheet)
        yield from stream

    def _head(self, top: Block) -> Head:
        head, _is_whole = find_head(top.rows, (), _kind(self.scheme))
        if head is None:
            raise no_headings(
                Book(self.path.name, [Sheet(top.sheet, top.rows)]), _kind(self.scheme)
            )
        return head

    def _columns(self, top: Block) -> Columns:
        kind, head = _kind(self.scheme), self._head(top)
        chosen = choose(kind, head, top.rows[head.last :], UNASKED)
        sheet = Sheet(top.sheet, top.rows)
        columns = columns_of(self.path.name, sheet, kind, head, chosen)
        if chosen.doubts:
            raise doubtful(self.path.name, chosen.doubts)
        return columns


class _Known:
    """Remember what each text in a file's cells means, so that it is parsed only once.

    A province's file repeats a few thousand texts millions of times.
    """

    def __init__(self, columns: Columns, scheme: Scheme) -> None:
        positions = columns.positions
        self._columns, self._scheme, self._tiers = columns, scheme, _tiers(scheme)
        self._which_at = itemgetter(positions["tier"], positions["rater"])
        self._ratee_at = positions["ratee"]
        self._marks_at = [positions[_MARK + each.key] for each in scheme.indicators]
        self._abstain_at = positions.get("abstain")
        self._which: dict[tuple[str, str], _Which] = {}
        self._ratees: dict[str, str] = {}
        self._marks: list[dict[str, int]] = [{} for _ in self._marks_at]

    def stretches(self, block: Block) -> Iterator[Stretch]:
        """Yield every rating of a block; what precedes a bad line precedes the refusal."""
        if set(map(len, block.rows)) != {len(self._columns.texts)}:
            yield from self._one_by_one(block)
            return
        line = block.first
        for texts, group in groupby(block.rows, key=self._which_at):
            part = Block(line, list(group), block.sheet)
            line += len(part.rows)
            if texts not in self._which:
                # The first of a ballot tells whose it is; the others are then as a rule known.
                yield from self._one_by_one(Block(part.first, part.rows[:1], block.sheet))
                part = Block(part.first + 1, part.rows[1:], block.sheet)
            ratings = self._plain(part) if texts in self._which and part.rows else None
            if ratings is None:
                yield from self._one_by_one(part)
            else:
                yield Stretch(*self._which[texts], ratings)

    def _plain(self, part: Block) -> list[Given] | None:
        """Return the ratings of one ballot, read column by column from known texts.

        Returns:
            None where a text has not been seen before, or somebody is abstained from.
        """
        columns = list(zip(*part.rows, strict=True))
        if self._abstain_at is not None and any(columns[self._abstain_at]):
            return None
        lines = range(part.first, part.first + len(part.rows))
        try:
            ratees = [self._ratees[text] for text in columns[self._ratee_at]]
            columns_of_marks = [
                [marks[text] for text in columns[at]]
                for marks, at in zip(self._marks, self._marks_at, strict=True)
            ]
        except KeyError:
            return None
        return list(map(Given, lines, ratees, zip(*columns_of_marks, strict=True)))

    def _one_by_one(self, block: Block) -> Iterator[Stretch]:
        """Yield the ratings of a block, parsing each line by itself and remembering its texts."""
        for row in block.filled():
            which, rating = _rating(line_of(self._columns, row), self._scheme, self._tiers)
            if rating.marks is not None and len(row.cells) == len(self._columns.texts):
                self._which[self._which_at(row.cells)] = which
                self._ratees[row.cells[self._ratee_at]] = rating.ratee
                for texts, at, mark in zip(self._marks, self._marks_at, rating.marks, strict=True):
                    texts[row.cells[at]] = mark
            yield Stretch(*which, [rating])


def _kind(scheme: Scheme) -> Kind:
    """Return what a table of ballots may hold under a scheme."""
    marks = tuple(_MARK + each.key for each in scheme.indicators)
    return Kind(
        known=_headings(scheme),
        required=("tier", "rater", "ratee", *marks),
        who=("rater", "ratee"),
        own=("ratee", *marks),
    )


def _headings(scheme: Scheme) -> dict[str, str]:
    columns = {folded(each.key): _MARK + each.key for each in scheme.indicators}
    for each in scheme.indicators:
        columns.setdefault(folded(each.name), _MARK + each.key)
    return {**columns, **headings("ballots")}


def _tiers(scheme: Scheme) -> dict[str, str]:
    keys = {folded(tier.key): tier.key for tier in scheme.tiers}
    for tier in scheme.tiers:
        keys.setdefault(folded(tier.name), tier.key)
    return keys


def _rating(line: Line, scheme: Scheme, tiers: Mapping[str, str]) -> tuple[_Which, Given]:
    text = line.filled("tier")
    tier = tiers.get(folded(text))
    if tier is None:
        raise line.fault(
            "tier",
            "tier-unknown",
            N_("The scheme has no tier “{tier}”; its tiers are: {tiers}."),
            tier=shown(text),
            tiers=listed(each.key for each in scheme.tiers),
        )
    rater, ratee = line.code("rater"), line.code("ratee")
    pair = _("{rater} rating {ratee}").format(rater=rater, ratee=ratee)
    marks = None
    if _abstained(line):
        _no_marks(line, scheme, pair)
    else:
        marks = tuple(_mark(line, each, scheme, pair) for each in scheme.indicators)
    return (tier, rater), Given(line.row.line, ratee, marks)


def _abstained(line: Line) -> bool:
    text = line.text("abstain")
    abstained = answer(text)
    if abstained is None:
        raise line.fault(
            "abstain",
            "abstention-unclear",
            N_("“{text}” is neither yes nor no; write 1 or leave the cell empty."),
            text=shown(text),
        )
    return abstained


def _no_marks(line: Line, scheme: Scheme, pair: str) -> None:
    for each in scheme.indicators:
        column = _MARK + each.key
        if line.text(column):
            raise line.fault(
                column,
                "abstention-with-marks",
                N_("{who} abstains but gives marks; remove one."),
                who=pair,
            )


def _mark(line: Line, indicator: Indicator, scheme: Scheme, pair: str) -> int:
    column = _MARK + indicator.key
    text = line.text(column)
    if not text:
        raise line.fault(
            column,
            "mark-missing",
            N_("{who} has no mark for “{indicator}”."),
            who=pair,
            indicator=indicator.name,
        )
    try:
        return parse_mark(text, indicator.points, scheme.step)
    except Refusal as refusal:
        raise line.placed(column, refusal.within(N_("{who}: {fault}"), who=pair)) from refusal
