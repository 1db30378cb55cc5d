"""Make tables for a person's sheet of components and of what was entered."""

from collections.abc import Iterator

from kaohe_tui.domain.explain.component_lines import component_lines, factor_lines
from kaohe_tui.domain.numbers import plain, shown
from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.domain.standings.withholding import is_hidden
from kaohe_tui.files.papers.pages import NOTHING, Table
from kaohe_tui.words import _


def component_table(dossier: Dossier, row: Standing) -> Iterator[Table]:
    """Yield the table of components and factors; none in a scheme without them."""
    scheme, review = dossier.scheme, row.review
    extra = dossier.extras.get(row.person.code)
    hidden = is_hidden(scheme, review)
    components = component_lines(scheme, review, extra.rules if extra else (), is_hidden=hidden)
    if not components:
        return
    lines = [
        (
            each.name,
            plain(each.score.points),
            each.step,
            NOTHING
            if each.score.value is None
            else shown(each.score.value, dossier.standings.decimals),
        )
        for each in components
    ]
    lines += [
        (factor.name, "×", factor.score.figure or "1", NOTHING)
        for factor in factor_lines(scheme, review)
    ]
    headings = (_("Component"), _("Full marks"), _("How it comes about"), _("Counted"))
    yield Table(_("The components of the score"), headings, tuple(lines))


def adjustment_table(dossier: Dossier, code: str) -> Iterator[Table]:
    """Yield the table of bonuses and deductions; none for a person without any."""
    extra = dossier.extras.get(code)
    if extra is None or not extra.rules:
        return
    lines = tuple(
        (
            each.rule.name,
            _("Bonus") if each.rule.bonus else _("Deduction"),
            str(each.count),
            plain(each.raw),
            NOTHING if each.rule.cap is None else plain(each.rule.cap),
            plain(each.points),
            _("; ").join(
                a.evidence
                for a in dossier.facts.adjustments
                if a.code == code and a.rule == each.rule.key and a.counts
            ),
        )
        for each in extra.rules
    )
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
    yield Table(_("Bonuses and deductions"), headings, lines, notes)
