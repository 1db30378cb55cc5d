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
        which, ratings = None, list[Given]()
        try:
            for of_ballot, rating in _ratings(columns, given, self.scheme):
                if of_ballot != which or len(ratings) == LONGEST:
                    if which:
                        yield Stretch(*which, ratings)
                    which, ratings = of_ballot, []
                ratings.append(rating)
        except Refusal:
            if which:
                yield Stretch(*which, ratings)
            raise
        if not which:
            raise in_file(self.path.name, _("There is no rating below the headings."))
        yield Stretch(*which, ratings)


def _ratings(
    columns: Columns, given: Iterable[Row], scheme: Scheme
) -> Iterator[tuple[_Which, Given]]:
    """Every rating below the headings.

    A province's file repeats a few thousand texts millions of times: what a cell means is looked
    at once, and a line of which a text is new, or which is no plain rating, is looked at whole.
    """
    tiers = _tiers(scheme)
    positions = columns.positions
    width, abstain_at = columns.width, positions.get("abstain")
    tier_at, rater_at, ratee_at = (positions[name] for name in ("tier", "rater", "ratee"))
    marks_at = [positions[_MARK + each.key] for each in scheme.indicators]
    # Of one column alone it would give the cell itself.
    marks_of = itemgetter(*marks_at) if len(marks_at) > 1 else lambda cells: (cells[marks_at[0]],)
    ballots: dict[tuple[str, str], _Which] = {}
    ratees: dict[str, str] = {}
    known: list[dict[str, int]] = [{} for _ in marks_at]
    new = tuple.__new__  # As the class itself makes them, without the call in between.
    for row in given:
        line, cells = row
        try:
            if len(cells) != width or (abstain_at is not None and cells[abstain_at]):
                raise KeyError
            which = ballots[cells[tier_at], cells[rater_at]]
            marks = tuple(map(getitem, known, marks_of(cells)))
            rating = new(Given, (line, ratees[cells[ratee_at]], marks))
        except KeyError:
            which, rating = _rating(line_of(columns, row), scheme, tiers)
            if rating.marks is not None:
                ballots[cells[tier_at], cells[rater_at]] = which
                ratees[cells[ratee_at]] = rating.ratee
                for texts, at, mark in zip(known, marks_at, rating.marks, strict=True):
                    texts[cells[at]] = mark
        yield which, rating


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
