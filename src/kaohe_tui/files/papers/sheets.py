"""Make each person's own sheet (结果通知单), one page a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kaohe_tui.domain.entries.extras import Extra
from kaohe_tui.domain.explain.adjusting import share_told
from kaohe_tui.domain.explain.times import absence_told, days_told, limited
from kaohe_tui.domain.grades.words import fallen_words
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.periods import Span
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.year.spans import columns
from kaohe_tui.domain.year.words import share_grade
from kaohe_tui.domain.year.year import Gave, PeriodShare
from kaohe_tui.files.papers.classes import listed_with
from kaohe_tui.files.papers.marks import (
    Means,
    component_table,
    indicator_means,
    mark_tables,
    median,
    shown_points,
)
from kaohe_tui.files.papers.notice import is_draft, objections
from kaohe_tui.files.papers.pages import NOTHING, Table, page
from kaohe_tui.words import N_, _

_GAVE = {
    Gave.COUNTED: "",
    Gave.CALLED_OFF: N_("called off; left out"),
    Gave.NOT_CLOSED: N_("not closed yet; left out"),
    Gave.NOT_THERE: N_("not rated in it; left out"),
    Gave.NO_SCORE: N_("no score; left out"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one person's sheet says."""

    title: str
    """The heading of the sheet."""
    draft: str
    """The sentence that says it is a draft; empty where the result was posted."""
    who: str
    """The person's name, code, section and role in one line."""
    period: str
    """The scheme's and the period's name in one line."""
    facts: tuple[tuple[str, str], ...]
    """The figures as (heading, value), in the order of the rule."""
    tables: tuple[Table, ...]
    """The tables of the year's periods, the marks and the adjustments, where they exist."""
    reasons_title: str
    """The heading above the reasons."""
    reasons: tuple[str, ...]
    """Why the person has this grade, a sentence each."""
    objections_title: str
    """The heading above the sentence on objections."""
    objections: str
    """The place and the last day for objections."""
    fingerprint: str
    """The line with the result's short fingerprint; empty while provisional."""


def person_sheet_html(dossier: Dossier, code: str) -> str:
    """Return one person's sheet.

    Raises:
        Refusal: when nobody with that code is in the result.
    """
    row = next((r for r in dossier.standings.rows if r.person.code == code), None)
    if row is None:
        raise Refusal(
            "person-not-rated", N_("Nobody with code “{code}” is rated in this period."), code=code
        )
    return _pages(dossier, [row])


def all_sheets_html(dossier: Dossier) -> str:
    """Return everybody's sheets in the order of the standings, each on its own page."""
    return _pages(dossier, list(dossier.standings.rows))


def _pages(dossier: Dossier, rows: list[Standing]) -> str:
    means, withheld = indicator_means(dossier)
    sheets = [_sheet(dossier, row, means, withheld) for row in rows]
    return page("sheets.html", f"{_('Notice of result')} · {dossier.name}", sheets=sheets)


def _sheet(
    dossier: Dossier, row: Standing, means: Means, withheld: frozenset[tuple[str, str]]
) -> Sheet:
    tables = (
        *_year_table(dossier, row.person),
        *component_table(dossier, row),
        *mark_tables(dossier, row, means, withheld),
        *_adjustment_table(dossier, row.person.code),
    )
    return Sheet(
        title=_("Notice of result"),
        draft=_("DRAFT for comment — not final.") if is_draft(dossier) else "",
        who=_("{name} ({code}) · {section} · {role}").format(
            name=row.person.name,
            code=row.person.code,
            section=row.person.section,
            role=dossier.scheme.role_name(row.person.role),
        ),
        period=_("{scheme} · {period}").format(scheme=dossier.scheme.name, period=dossier.name),
        facts=tuple(_facts(dossier, row)),
        tables=tables,
        reasons_title=_("Why this grade"),
        reasons=tuple(_reasons(dossier, row.person.code)),
        objections_title=_("Objections"),
        objections=objections(dossier),
        fingerprint=_("Fingerprint of the result: {fingerprint}").format(
            fingerprint=short(dossier.fingerprint)
        )
        if dossier.fingerprint
        else "",
    )


def _facts(dossier: Dossier, row: Standing) -> Iterator[tuple[str, str]]:
    rows = listed_with(dossier, row.person)
    if dossier.year is None:
        yield _("Score"), shown_points(dossier, row.review.score)
        yield _("Bonus"), shown_points(dossier, row.bonus)
        yield _("Deduction"), shown_points(dossier, row.deduction)
    yield _("Total"), shown_points(dossier, row.total)
    middle = median(r.total for r in rows if r.total is not None)
    yield _("Median total of the class"), shown_points(dossier, middle)
    yield _("Rank"), _rank(row, sum(r.rank is not None for r in rows))
    if dossier.scheme.grades:
        yield _("Grade"), dossier.grade_label(row.person) or NOTHING


def _rank(row: Standing, size: int) -> str:
    if row.rank is None:
        return NOTHING
    sentence = _("shared rank {rank} of {size}") if row.tied else _("rank {rank} of {size}")
    return sentence.format(rank=row.rank, size=size)


def _reasons(dossier: Dossier, code: str) -> Iterator[str]:
    for veto in dossier.facts.vetoes_on(code):
        yield _("One-vote veto: {ground} ({document}, {authority}).").format(
            ground=veto.ground, document=veto.document, authority=veto.authority
        )
    proposal = dossier.proposals.of.get(code)
    if dossier.grading.waits(code):
        # The last sentence says which grade is proposed meanwhile: nobody has decided it.
        yield from proposal.reasons[:-1] if proposal else ()
        yield _("The group has not decided the grade yet.")
    else:
        yield from proposal.reasons if proposal else ()
    if fallen := fallen_words(dossier.grading, code):
        yield fallen
    decided = dossier.grading.decision(code)
    if decided and decided.grade != decided.proposed:
        yield _("The group decided {grade} instead of {proposed}: {reason}").format(
            grade=decided.grade, proposed=decided.proposed or NOTHING, reason=decided.reason
        )


def _adjustment_table(dossier: Dossier, code: str) -> Iterator[Table]:
    extra = dossier.extras.get(code)
    if extra is None or not (extra.rules or extra.absences):
        return
    lines = (*_rule_lines(extra), *_absence_lines(extra))
    caps = (
        (_("All bonuses together count at most {points} points."), dossier.scheme.bonus_cap),
        (_("All deductions together count at most {points} points."), dossier.scheme.deduction_cap),
    )
    headings = (
        _("Rule"),
        _("Kind"),
        _("Times"),
        _("Before the cap"),
        _("Cap"),
        _("Counted"),
        _("Evidence"),
    )
    notes = tuple(sentence.format(points=plain(cap)) for sentence, cap in caps if cap is not None)
    yield Table(_("Bonuses and deductions"), headings, lines, (*_cap_lines(extra), *notes))


def _rule_lines(extra: Extra) -> Iterator[tuple[str, ...]]:
    """Yield the line of each rule that holds the person."""
    for each in extra.rules:
        yield (
            each.rule.name,
            _("Bonus") if each.rule.bonus else _("Deduction"),
            str(each.count),
            plain(each.raw),
            NOTHING if each.rule.cap is None else plain(each.rule.cap),
            plain(each.points),
            _("; ").join(share_told(share) for share in each.shares),
        )


def _absence_lines(extra: Extra) -> Iterator[tuple[str, ...]]:
    """Yield the line of each kind of absence, with how its points come about."""
    for each in extra.absences:
        points = plain(each.points)
        told_days, steps = days_told(each.days), absence_told(each)
        yield each.kind.name, _("Deduction"), told_days, points, NOTHING, points, steps


def _cap_lines(extra: Extra) -> Iterator[str]:
    """Yield what each cap over several rules leaves."""
    for each in extra.caps:
        name = _("“{name}”").format(name=each.cap.name)
        steps = f"{name} = {' + '.join(map(plain, each.parts))}"
        yield limited(steps, sum(each.parts, Fraction(0)), each.points, each.cap.most)


def _year_table(dossier: Dossier, person: Person) -> Iterator[Table]:
    if dossier.year is None or person.code not in dossier.year.rows:
        return
    row, decimals = dossier.year.rows[person.code], dossier.scheme.decimals
    shares = {share.period: share for share in row.shares}
    lines = []
    for part in columns([*shares]):
        share = None if isinstance(part, Span) else shares[part]
        figures = part.name, plain(part.weight), row.posted(part, decimals) or NOTHING
        if share is None:
            lines.append((*figures, NOTHING, NOTHING, ""))
            continue
        rank = NOTHING if share.rank is None else str(share.rank)
        grade = share_grade(dossier.scheme, person, share) or NOTHING
        lines.append((*figures, rank, grade, _note(share)))
    headings = (_("Period"), _("Weight"), _("Total"), _("Rank"), _("Grade"), _("Note"))
    yield Table(_("The periods of the year"), headings, tuple(lines))


def _note(share: PeriodShare) -> str:
    """Say which span a period is a part of, and why it does not count."""
    span = share.period.span
    notes = [_("part of {span}").format(span=span.name)] if span else []
    notes += [_(_GAVE[share.gave])] if _GAVE[share.gave] else []
    return _("; ").join(notes)
