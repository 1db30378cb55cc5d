"""Reads keyed ballots (评分表), .csv or .xlsx. Rule: docs/files.md, "Ballots"."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.domain.marks import parse_mark
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.scheme import Indicator, Scheme
from kaohe_tui.files.columns import Line, lines
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.tables import rows
from kaohe_tui.files.toml_fields import listed
from kaohe_tui.files.words_in_files import answer, folded, headings
from kaohe_tui.words import _

_MARK = "mark "
"""Before an indicator's key as a column, so that an indicator ``tier`` is no column ``tier``."""


@dataclass(frozen=True, slots=True)
class BallotLine:
    """One rating as the file gives it; whether it is owed, and by whom, is not looked at here."""

    line: int
    """In the file, counted from 1."""
    tier: str
    """The tier's key."""
    rater: str
    ratee: str
    marks: tuple[int, ...]
    """Tenths of a point, in the order of the indicators; empty when abstained."""
    abstained: bool


def read_ballots(path: Path, scheme: Scheme) -> list[BallotLine]:
    """Every rating in the file, in its order.

    Raises:
        Refusal: one sentence with file, line, heading and the people's codes.
    """
    required = ["tier", "rater", "ratee", *(_MARK + each.key for each in scheme.indicators)]
    tiers = _tiers(scheme)
    found: list[BallotLine] = []
    first: dict[tuple[str, str, str], int] = {}
    for line in lines(path.name, rows(path), _headings(scheme), required):
        rating = _rating(line, scheme, tiers)
        earlier = first.setdefault((rating.tier, rating.rater, rating.ratee), rating.line)
        if earlier != rating.line:
            raise line.fault(
                "",
                _("{rater} rates {ratee} in line {line} already; keep one of the two.").format(
                    rater=rating.rater, ratee=rating.ratee, line=earlier
                ),
            )
        found.append(rating)
    if not found:
        raise in_file(path.name, _("There is no rating below the headings."))
    return found


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


def _rating(line: Line, scheme: Scheme, tiers: Mapping[str, str]) -> BallotLine:
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
    abstained = _abstained(line)
    if abstained:
        _no_marks(line, scheme, who)
    marks = () if abstained else tuple(_mark(line, each, scheme, who) for each in scheme.indicators)
    return BallotLine(line.row.line, tier, rater, ratee, marks, abstained)


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
