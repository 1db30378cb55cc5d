"""Put the year into words and figures. Rule: docs/scoring.md, "The year".

What is shown adds up on a pocket calculator: each total is shown with as many places as it takes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.grades.decision import Grading, called, label, undecided
from kaohe_tui.domain.numbers import half_up, plain, shown
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.domain.year.year import Gave, PeriodShare, Year, YearRow
from kaohe_tui.words import N_, _

_NOTHING = Fraction(0)
_FINEST = 6
"""Decimal places beyond the shown ones that a total may take before it is written as a fraction."""
_WHY = {
    Gave.CALLED_OFF: N_("called off"),
    Gave.NOT_CLOSED: N_("not closed yet"),
    Gave.NOT_THERE: N_("not rated then"),
    Gave.NO_SCORE: N_("no rating that counts"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One period in the sum of a person's year."""

    share: PeriodShare
    """The period and what it gave."""
    total: str
    """The total as it goes into the sum; empty where the period does not count."""
    product: str
    """Weight x total, exactly of what ``total`` shows."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A person's year as a sum that can be checked."""

    steps: tuple[Step, ...]
    """All periods, in the scheme's order."""
    numerator: str
    """The products added up."""
    denominator: str
    """The weights added up."""
    value: str
    """The year's value, rounded; empty where there is none."""


def why_missing(share: Gave) -> str:
    """Say why a period does not count; empty where it does."""
    return _(_WHY[share]) if share in _WHY else ""


def missing(row: YearRow) -> tuple[PeriodShare, ...]:
    """List the closed periods with a weight that the person's year lacks."""
    states = (Gave.NOT_THERE, Gave.NO_SCORE)
    return tuple(s for s in row.shares if s.period.weight and s.gave in states)


def sum_of(row: YearRow, decimals: int) -> Sum:
    """Write the sum behind one person's year, in figures that lead to the value shown."""
    counted = [s.total for s in row.shares if s.gave is Gave.COUNTED and s.total is not None]
    if not counted or not row.denominator:
        steps = tuple(Step(share, "", "") for share in row.shares)
        return Sum(steps, plain(_NOTHING), plain(row.denominator), "")
    places = _places(row, decimals)
    steps = tuple(_step(share, places) for share in row.shares)
    numerator = sum((_weighed(share, places) for share in row.shares), _NOTHING)
    value = shown(row.numerator / row.denominator, decimals)
    return Sum(steps, plain(numerator), plain(row.denominator), value)


def _places(row: YearRow, decimals: int) -> int | None:
    """Return the fewest places of the totals that lead to the rounded year.

    None where only exact fractions do.
    """
    score = half_up(row.numerator / row.denominator, decimals)
    # A total is never shown with fewer places than it was posted with.
    fewest = max([decimals, *(s.decimals for s in row.shares if s.gave is Gave.COUNTED)])
    for places in range(fewest, fewest + _FINEST + 1):
        added = sum((_weighed(share, places) for share in row.shares), _NOTHING)
        if half_up(added / row.denominator, decimals) == score:
            return places
    return None


def _weighed(share: PeriodShare, places: int | None) -> Fraction:
    """Return weight x total as it is shown; 0 where the period does not count."""
    if share.gave is not Gave.COUNTED or share.total is None:
        return _NOTHING
    if places is None:
        return share.period.weight * share.total
    return share.period.weight * Fraction(half_up(share.total, places), 10**places)


def _step(share: PeriodShare, places: int | None) -> Step:
    if share.gave is not Gave.COUNTED or share.total is None:
        return Step(share, "", "")
    total = plain(share.total) if places is None else shown(share.total, places)
    return Step(share, total, plain(_weighed(share, places)))


def headline(scheme: Scheme, year: Year, code: str) -> str:
    """Write who it is, and the rank the year gives."""
    standing = year.listed.row(code)
    person = standing.person
    title = " · ".join(
        part
        for part in (called(person, year.listed), person.section, scheme.role_name(person.role))
        if part
    )
    return f"{title}    {_place(scheme, year, standing)}"


def _place(scheme: Scheme, year: Year, standing: Standing) -> str:
    size = sum(
        row.rank is not None
        and (scheme.rank is RankBy.TOGETHER or row.person.role is standing.person.role)
        for row in year.standings.rows
    )
    if year.has_left(standing.person.code):
        place = _("left, not ranked")
    elif standing.rank is None:
        place = _("not ranked")
    elif standing.tied:
        place = _("shared rank {rank} of {size}").format(rank=standing.rank, size=size)
    else:
        place = _("rank {rank} of {size}").format(rank=standing.rank, size=size)
    return place + (_(" (provisional)") if standing.review.provisional else "")


def sum_lines(scheme: Scheme, year: Year, code: str) -> list[str]:
    """Write each period's part, the two sums and the value, aligned, one string a line."""
    row = year.rows[code]
    year_sum = sum_of(row, year.standings.decimals)
    name = max(cell_width(step.share.period.name) for step in year_sum.steps)
    total = max(len(step.total) for step in year_sum.steps)
    weight = max(len(plain(step.share.period.weight)) for step in year_sum.steps)
    product = max(len(step.product) for step in year_sum.steps)
    lines = []
    for step in year_sum.steps:
        share = step.share
        line = f"  {pad(share.period.name, name)}  "
        if share.gave is not Gave.COUNTED:
            lines.append(line + why_missing(share.gave))
            continue
        line += f"{step.total:>{total}} × {plain(share.period.weight):>{weight}}"
        line += f" = {step.product:>{product}}"
        lines.append("   ".join([line, *_rank_and_grade(scheme, row, share)]))
    return [*lines, "", *_results(year_sum)]


def _rank_and_grade(scheme: Scheme, row: YearRow, share: PeriodShare) -> list[str]:
    """List the rank and the grade of a period, as far as the person has them."""
    words = [] if share.rank is None else [_("rank {rank}").format(rank=share.rank)]
    if grade := share_grade(scheme, row.person, share):
        words.append(grade)
    return words


def share_grade(scheme: Scheme, person: Person, share: PeriodShare) -> str:
    """Return a period's grade for the person, decided or to be decided; empty without one."""
    return undecided() if share.waits else label(scheme, person, share.grade)


def _results(year_sum: Sum) -> list[str]:
    if not year_sum.value:
        return ["  " + _("no value for the year")]
    counted = [step for step in year_sum.steps if step.product]
    products = " + ".join(step.product for step in counted)
    weights = " + ".join(plain(step.share.period.weight) for step in counted)
    return [
        "  " + _("products") + f"  {products} = {year_sum.numerator}",
        "  " + _("weights") + f"  {weights} = {year_sum.denominator}",
        "  " + _("year") + f"  {year_sum.numerator} ÷ {year_sum.denominator} = {year_sum.value}",
    ]


def sentences(scheme: Scheme, year: Year, code: str) -> tuple[str, ...]:
    """List the rules that made the person's year, as sentences."""
    row, standing = year.rows[code], year.listed.row(code)
    rules = [
        _("Each period's total times its weight, added up, divided by the sum of those weights.")
    ]
    weights = sum((share.period.weight for share in row.shares), _NOTHING)
    message = _("“{period}” is left out of both sums: {why}.")
    rules += [
        message.format(period=share.period.name, why=why_missing(share.gave))
        for share in row.shares
        if share.gave is not Gave.COUNTED and share.period.weight
    ]
    if row.denominator and row.denominator != weights:
        rules.append(
            _("So it is divided by {part}, not by {whole}; nothing counts as zero.").format(
                part=plain(row.denominator), whole=plain(weights)
            )
        )
    return (*rules, *_rank_sentences(scheme, year, standing))


def _rank_sentences(scheme: Scheme, year: Year, standing: Standing) -> Sequence[str]:
    lines = []
    for step in standing.tie_breaks:
        if step.value is None:
            sentence = _("Tie-break “{key}”: skipped, because somebody has no value.")
            lines.append(sentence.format(key=step.key))
        else:
            value = shown(
                Fraction(step.value, 10**year.standings.decimals), year.standings.decimals
            )
            sentence = _("Tie-break “{key}”: {value}, weighted over the periods like the totals.")
            lines.append(sentence.format(key=step.key, value=value))
    if year.has_left(standing.person.code):
        lines.append(_("No longer in the roster: no rank, no grade, not counted in any quota."))
    elif standing.vetoed:
        lines.append(_("Vetoed: no rank and no place in a quota; the score stays visible."))
    elif standing.person.role is Role.HEAD:
        sentence = _("The {head} is scored, but never ranked.")
        lines.append(sentence.format(head=scheme.role_name(Role.HEAD)))
    return lines


def text_lines(scheme: Scheme, year: Year, code: str) -> list[str]:
    """Write one person's year for a terminal, one string a line, aligned by display width."""
    return [
        headline(scheme, year, code),
        "",
        *sum_lines(scheme, year, code),
        "",
        *sentences(scheme, year, code),
    ]


def not_held(year: Year) -> list[str]:
    """List the periods of the year that were called off, and why, a sentence each."""
    sentence = _("{period} was called off ({reason}): it counts nowhere in the year.")
    sentences = [
        sentence.format(period=period.name, reason=reason)
        for period, reason in year.called_off.items()
    ]
    if sentences and not year.is_held:
        sentences.append(_("No period with a weight is held, so the year has no result."))
    return sentences


def gaps(year: Year) -> list[str]:
    """List whose year lacks a period, and why: gaps of all, of each person, people who left."""
    rows = [year.rows[standing.person.code] for standing in year.standings.rows]
    lines = [
        _("{period}: not closed yet.").format(period=share.period.name)
        for share in (rows[0].shares if rows else ())
        if share.gave is Gave.NOT_CLOSED and share.period.weight
    ]
    lines += not_held(year)
    for row in rows:
        shares = missing(row)
        if not shares:
            continue
        periods = _("; ").join(
            _("{period} ({why})").format(period=s.period.name, why=why_missing(s.gave))
            for s in shares
        )
        if row.denominator:
            sentence = _("{name}: without {periods}; weighted over the other periods.")
        else:
            sentence = _("{name}: without {periods}; no value for the year.")
        lines.append(sentence.format(name=called(row.person, year.listed), periods=periods))
    return lines + [_left_sentence(year, row.person) for row in year.left]


def _left_sentence(year: Year, person: Person) -> str:
    """Say that a person left, and which periods they have."""
    names = (s.period.name for s in year.rows[person.code].shares if s.gave is Gave.COUNTED)
    periods = _(", ").join(names) or _("no period with a score")
    sentence = _("{name}: left, without rank and grade; has {periods}.")
    return sentence.format(name=called(person, year.listed), periods=periods)


def grade_word(year: Year, grading: Grading, code: str) -> str:
    """Return the text for the column of the year's grade: the grade, or that the person left."""
    return _("left") if year.has_left(code) else grading.on_paper(code)
