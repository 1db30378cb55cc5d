"""Put the year into words and figures. Rule: docs/scoring.md, "The year"."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaohe_tui.domain.grades.decision import Grading, called, label, undecided
from kaohe_tui.domain.numbers import plain, shown
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.ranking import list_of
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.domain.year.spans import parts
from kaohe_tui.domain.year.sums import Step, Sum, span_sums, spans_of, sum_of
from kaohe_tui.domain.year.year import Gave, PeriodShare, Year, YearRow
from kaohe_tui.words import N_, _

_NOTHING = Fraction(0)
_WHY = {
    Gave.CALLED_OFF: N_("called off"),
    Gave.NOT_CLOSED: N_("not closed yet"),
    Gave.NOT_THERE: N_("not rated then"),
    Gave.NO_SCORE: N_("no rating that counts"),
}


def why_missing(share: Gave) -> str:
    """Say why a period does not count; empty where it does."""
    return _(_WHY[share]) if share in _WHY else ""


def period_weight(period: Period) -> str:
    """Say what a period weighs, and in which span."""
    if period.span is None:
        return _("weight {weight}").format(weight=plain(period.weight))
    return _("weight {weight} in {span}").format(weight=plain(period.weight), span=period.span.name)


def missing(row: YearRow) -> tuple[PeriodShare, ...]:
    """List the closed periods with a weight that the person's year lacks."""
    states = (Gave.NOT_THERE, Gave.NO_SCORE)
    return tuple(s for s in row.shares if s.period.weighs and s.gave in states)


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
        and list_of(scheme, row.person.role) is list_of(scheme, standing.person.role)
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
    """Write each part's share, the sums of the spans and of the year, one string a line."""
    row, decimals = year.rows[code], year.standings.decimals
    year_sum = sum_of(row, decimals)
    lines = []
    for span, of_span in span_sums(row, decimals):
        lines += [f"  {span.name}", *(f"  {line}" for line in _steps(scheme, row, of_span))]
        if of_span.value:
            results = _results(of_span, span.name)
        else:
            results = ["  " + _("no value for {span}").format(span=span.name)]
        lines += [*(f"  {line}" for line in results), ""]
    lines += _steps(scheme, row, year_sum)
    results = (
        _results(year_sum, _("year")) if year_sum.value else ["  " + _("no value for the year")]
    )
    return [*lines, "", *results]


def _steps(scheme: Scheme, row: YearRow, of: Sum) -> list[str]:
    """Write what a sum is made of, aligned, one string a line."""
    name = max(cell_width(step.part.name) for step in of.steps)
    total = max(len(step.total) for step in of.steps)
    weight = max(len(plain(step.part.weight)) for step in of.steps)
    product = max(len(step.product) for step in of.steps)
    lines = []
    for step in of.steps:
        line = f"  {pad(step.part.name, name)}  "
        if not step.total:
            lines.append(line + _why_left_out(step))
            continue
        line += f"{step.total:>{total}} × {plain(step.part.weight):>{weight}}"
        line += f" = {step.product:>{product}}"
        words = _rank_and_grade(scheme, row, step.share) if step.share else []
        lines.append("   ".join([line, *words]))
    return lines


def _why_left_out(step: Step) -> str:
    """Say why a period or a span does not count."""
    return why_missing(step.share.gave) if step.share else _("no period of it counts")


def _rank_and_grade(scheme: Scheme, row: YearRow, share: PeriodShare) -> list[str]:
    """List the rank and the grade of a period, as far as the person has them."""
    words = [] if share.rank is None else [_("rank {rank}").format(rank=share.rank)]
    if grade := share_grade(scheme, row.person, share):
        words.append(grade)
    return words


def share_grade(scheme: Scheme, person: Person, share: PeriodShare) -> str:
    """Return a period's grade for the person, decided or to be decided; empty without one."""
    return undecided() if share.waits else label(scheme, person, share.grade)


def _results(of: Sum, name: str) -> list[str]:
    """Write both sums and their quotient; ``name`` is what comes out."""
    counted = [step for step in of.steps if step.product]
    products = " + ".join(step.product for step in counted)
    weights = " + ".join(plain(step.part.weight) for step in counted)
    return [
        "  " + _("products") + f"  {products} = {of.numerator}",
        "  " + _("weights") + f"  {weights} = {of.denominator}",
        f"  {name}  {of.numerator} ÷ {of.denominator} = {of.value}",
    ]


def sentences(scheme: Scheme, year: Year, code: str) -> tuple[str, ...]:
    """List the rules that made the person's year, as sentences."""
    row, standing = year.rows[code], year.listed.row(code)
    return (*_sum_sentences(row), *_rank_sentences(scheme, year, standing))


def _sum_sentences(row: YearRow) -> Iterator[str]:
    spans = spans_of(row)
    if spans:
        yield _(
            "Within each span each period's total times its weight, added up, divided by the sum "
            "of those weights; then the same of the spans and the periods beside them."
        )
    else:
        yield _(
            "Each period's total times its weight, added up, divided by the sum of those weights."
        )
    for share in row.shares:
        if share.gave is not Gave.COUNTED and share.period.weighs:
            yield _("“{period}” is left out of both sums: {why}.").format(
                period=share.period.name, why=why_missing(share.gave)
            )
    for span in spans:
        if span.weight and row.value_of(span) is None:
            yield _("“{period}” is left out of both sums: {why}.").format(
                period=span.name, why=_("no period of it counts")
            )
    weights = sum((part.weight for part in parts([s.period for s in row.shares])), _NOTHING)
    if row.denominator and row.denominator != weights:
        yield _("So it is divided by {part}, not by {whole}; nothing counts as zero.").format(
            part=plain(row.denominator), whole=plain(weights)
        )


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
        if share.gave is Gave.NOT_CLOSED and share.period.weighs
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
