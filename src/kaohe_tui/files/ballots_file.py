"""Reads keyed ballots (评分表), .csv or .xlsx. Rule: docs/files.md, "Ballots"."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import getitem, itemgetter
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.domain.marks import parse_mark
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.scheme import Indicator, Scheme
from kaohe_tui.files.columns import Columns, Line, columns_of, line_of
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.tables import Progress, Row, rows
from kaohe_tui.files.toml_fields import listed
from kaohe_tui.files.words_in_files import answer, folded, headings
from kaohe_tui.words import _

_MARK = "mark "
"""Before an indicator's key as a column, so that an indicator ``tier`` is no column ``tier``."""


_Which = tuple[str, str]
"""A ballot: (the tier's key, the rater's code)."""
LONGEST = 5000
"""Lines that are handed on at once."""


class Given(NamedTuple):
    """One rating as the file gives it; whether it is owed is not looked at here."""

    line: int
    """In the file, counted from 1."""
    ratee: str
    marks: tuple[int, ...] | None
    """Tenths of a point, in the order of the indicators; None for an abstention."""


class Stretch(NamedTuple):
    """Ratings of one ballot that follow each other in the file; a ballot may come in several."""

    tier: str
    """The tier's key."""
    rater: str
    ratings: list[Given]


@dataclass(frozen=True)
class BallotsFile:
    """The ratings of a file in its order, read anew at each iteration, a stretch at a time.

    Iterating raises ``Refusal`` after what comes before it: one sentence with file, line, heading
    and the people's codes. Whether a rating stands there twice is not looked at: that takes the
    memory of all of them.
    """

    path: Path
    scheme: Scheme
    progress: Progress | None = None

    def __iter__(self) -> Iterator[Stretch]:
        given = rows(self.path, self.progress)
        required = ["tier", "rater", "ratee", *(_MARK + i.key for i in self.scheme.indicators)]
        columns = columns_of(self.path.name, given, _headings(self.scheme), required)
        found = False
        for stretch in _stretches(columns, given, self.scheme):
            found = True
            yield stretch
        if not found:
            raise in_file(self.path.name, _("There is no rating below the headings."))


class _Known:
    """What the cells of a file mean, each text looked at once: a province's file repeats a few
    thousand texts millions of times."""

    def __init__(self, columns: Columns, scheme: Scheme) -> None:
        positions = columns.positions
        self._columns, self._scheme, self._tiers = columns, scheme, _tiers(scheme)
        self.which_at = itemgetter(positions["tier"], positions["rater"])
        self.ratee_at = positions["ratee"]
        self.marks_at = [positions[_MARK + each.key] for each in scheme.indicators]
        self.which: dict[tuple[str, str], _Which] = {}
        self.ratees: dict[str, str] = {}
        self.marks: list[dict[str, int]] = [{} for _ in self.marks_at]

    def look(self, row: Row) -> tuple[_Which, Given]:
        """Look at a whole line, of which a text is new, or which is no plain rating."""
        which, rating = _rating(line_of(self._columns, row), self._scheme, self._tiers)
        if rating.marks is not None:
            self.which[self.which_at(row.cells)] = which
            self.ratees[row.cells[self.ratee_at]] = rating.ratee
            for texts, at, mark in zip(self.marks, self.marks_at, rating.marks, strict=True):
                texts[row.cells[at]] = mark
        return which, rating


def _stretches(columns: Columns, given: Iterable[Row], scheme: Scheme) -> Iterator[Stretch]:
    """Every rating below the headings; what comes before a bad line comes before the refusal."""
    known = _Known(columns, scheme)
    width, abstain_at = columns.width, columns.positions.get("abstain")
    which_at, ratee_at, marks_at = known.which_at, known.ratee_at, known.marks_at
    # Of one column alone it would give the cell itself.
    marks_of = itemgetter(*marks_at) if len(marks_at) > 1 else lambda cells: (cells[marks_at[0]],)
    new = tuple.__new__  # As the class itself makes them, without the call in between.
    of_ballot: _Which = "", ""
    ratings: list[Given] = []
    try:
        for row in given:
            line, cells = row
            try:
                if len(cells) != width or (abstain_at is not None and cells[abstain_at]):
                    raise KeyError
                which = known.which[which_at(cells)]
                marks = tuple(map(getitem, known.marks, marks_of(cells)))
                rating = new(Given, (line, known.ratees[cells[ratee_at]], marks))
            except KeyError:
                which, rating = known.look(row)
            if which != of_ballot or len(ratings) == LONGEST:
                if ratings:
                    yield Stretch(*of_ballot, ratings)
                of_ballot, ratings = which, []
            ratings.append(rating)
    except Refusal:
        if ratings:
            yield Stretch(*of_ballot, ratings)
        raise
    if ratings:
        yield Stretch(*of_ballot, ratings)


def _headings(scheme: Scheme) -> dict[str, str]:
    known = {folded(each.key): _MARK + each.key for each in scheme.indicators}
    for each in scheme.indicators:
        known.setdefault(folded(each.name), _MARK + each.key)
    return {**known, **headings("ballots")}


def _tiers(scheme: Scheme) -> dict[str, str]:
    known = {folded(tier.key): tier.key for tier in scheme.tiers}
    for tier in scheme.tiers:
        known.setdefault(folded(tier.name), tier.key)
    return known


def _rating(line: Line, scheme: Scheme, tiers: Mapping[str, str]) -> tuple[_Which, Given]:
    text = line.filled("tier")
    tier = tiers.get(folded(text))
    if tier is None:
        raise line.fault(
            "tier",
            _("The scheme has no tier “{tier}”; its tiers are: {tiers}.").format(
                tier=shown(text), tiers=listed(each.key for each in scheme.tiers)
            ),
        )
    rater, ratee = line.code("rater"), line.code("ratee")
    who = _("{rater} rating {ratee}").format(rater=rater, ratee=ratee)
    marks = None
    if _abstained(line):
        _no_marks(line, scheme, who)
    else:
        marks = tuple(_mark(line, each, scheme, who) for each in scheme.indicators)
    return (tier, rater), Given(line.row.line, ratee, marks)


def _abstained(line: Line) -> bool:
    text = line.text("abstain")
    found = answer(text)
    if found is None:
        raise line.fault(
            "abstain",
            _("“{text}” is neither yes nor no; write 1 or leave the cell empty.").format(
                text=shown(text)
            ),
        )
    return found


def _no_marks(line: Line, scheme: Scheme, who: str) -> None:
    for each in scheme.indicators:
        column = _MARK + each.key
        if line.text(column):
            raise line.fault(
                column, _("{who} abstains but gives marks; remove one.").format(who=who)
            )


def _mark(line: Line, indicator: Indicator, scheme: Scheme, who: str) -> int:
    column = _MARK + indicator.key
    text = line.text(column)
    if not text:
        raise line.fault(
            column,
            _("{who} has no mark for “{indicator}”.").format(who=who, indicator=indicator.name),
        )
    try:
        return parse_mark(text, indicator.points, scheme.step)
    except Refusal as refusal:
        fault = _("{who}: {fault}").format(who=who, fault=refusal)
        raise line.fault(column, fault) from refusal
