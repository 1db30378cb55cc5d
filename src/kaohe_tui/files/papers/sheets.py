"""Make each person's own sheet (结果通知单), one page a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from kaohe_tui.domain.grades.words import fallen_words
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.year.words import share_grade
from kaohe_tui.domain.year.year import Gave
from kaohe_tui.files.papers.classes import listed_with
from kaohe_tui.files.papers.marks import (
    Means,
    adjustment_table,
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
        *adjustment_table(dossier, row.person.code),
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


def _year_table(dossier: Dossier, person: Person) -> Iterator[Table]:
    if dossier.year is None or person.code not in dossier.year.rows:
        return
    lines = tuple(
        (
            share.period.name,
            plain(share.period.weight),
            share.posted or NOTHING,
            NOTHING if share.rank is None else str(share.rank),
            share_grade(dossier.scheme, person, share) or NOTHING,
            _(_GAVE[share.gave]),
        )
        for share in dossier.year.rows[person.code].shares
    )
    headings = (_("Period"), _("Weight"), _("Total"), _("Rank"), _("Grade"), _("Note"))
    yield Table(_("The periods of the year"), headings, lines)
