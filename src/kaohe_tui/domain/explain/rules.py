"""Write the rules behind one person's standing as sentences for a layperson."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaohe_tui.domain.entries.entries import GroupFacts
from kaohe_tui.domain.entries.vetoes import forcing_veto
from kaohe_tui.domain.explain import component_lines
from kaohe_tui.domain.explain.explanation import LineState, TierLine
from kaohe_tui.domain.grades.bars import head_sentence
from kaohe_tui.domain.grades.decision import label
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.rules.tier_words import too_few
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.words import N_, _, _n

_LEFT_OUT = {
    LineState.NOT_APPLYING: N_(
        "“{tier}” does not apply to this person: it is left out of both sums."
    ),
    LineState.ALL_RECUSED: N_("In “{tier}” all raters are recused: it is left out of both sums."),
    LineState.NOBODY_YET: N_(
        "In “{tier}” nobody has rated yet: it is left out of both sums until then."
    ),
    LineState.NONE_VALID: N_("“{tier}” has no rating that counts: it is left out of both sums."),
    LineState.HIDDEN: N_(
        "“{tier}” counts but is not shown: a secret tier has fewer than five ratings of this "
        "person."
    ),
    LineState.WITHHELD: N_(
        "“{tier}” is published when the tier is closed: until then it is left out of both sums."
    ),
}
_NOBODY_RATED = N_("In “{tier}” nobody rated: it is left out of both sums.")
"""What is said instead of a tier that nobody has rated yet, in a locked result."""
_METHODS = {
    Method.TIERS: N_(
        "Each tier's mean times its weight, added up, and divided by the sum of those weights."
    ),
    Method.PARTICIPATION: N_(
        "All ratings added up and divided by their number; "
        "a tier's ratings count as many times as its factor says."
    ),
}


def sentences(
    scheme: Scheme, standing: Standing, lines: Sequence[TierLine], facts: GroupFacts
) -> tuple[str, ...]:
    """List all sentences that concern this person, in the order the steps are made."""
    return (
        _(_METHODS[scheme.method]),
        *component_lines.sentences(scheme, standing.review),
        *_tier_sentences(scheme, lines),
        *_not_held(scheme, standing.person),
        *_score_sentences(scheme, standing, lines),
        *_rank_sentences(scheme, standing, facts),
    )


def _tier_sentences(scheme: Scheme, lines: Sequence[TierLine]) -> Iterator[str]:
    for line in lines:
        tier = scheme.tier(line.key)
        trim = tier.trim
        if line.state is LineState.TOO_FEW:
            yield too_few(tier, line.rated)
        elif line.state is not LineState.COUNTED:
            message = _LEFT_OUT[line.state]
            if line.state is LineState.NOBODY_YET and line.is_locked:
                message = _NOBODY_RATED
            yield _(message).format(tier=line.name)
        elif line.count < line.rated:
            yield _n(
                "“{tier}”: the highest and the lowest total are trimmed.",
                "“{tier}”: the {count} highest and the {count} lowest totals are trimmed.",
                trim,
            ).format(tier=line.name, count=trim)
        elif trim:
            yield _n(
                "“{tier}”: too few ratings to trim the highest and the lowest (more than {least} "
                "are needed).",
                "“{tier}”: too few ratings to trim the {count} highest and lowest (more than "
                "{least} are needed).",
                trim,
            ).format(tier=line.name, count=trim, least=tier.trims_from - 1)
    if any(line.state not in (LineState.COUNTED, LineState.HIDDEN) for line in lines):
        yield _("A tier that is missing is never counted as zero.")


def _not_held(scheme: Scheme, person: Person) -> Iterator[str]:
    """Yield a sentence for each tier that the person would be rated in, were it held."""
    for tier in scheme.not_held:
        if scheme.is_ratee(tier, person):
            yield _("“{tier}” is not held in this period: it is left out of both sums.").format(
                tier=tier.name
            )


def _score_sentences(
    scheme: Scheme, standing: Standing, lines: Sequence[TierLine]
) -> Iterator[str]:
    if standing.review.score is None:
        yield _("Without any rating there is no score, which is not the same as 0.")
        return
    yield _n(
        "Rounded half up once, at the end, to {count} decimal place.",
        "Rounded half up once, at the end, to {count} decimal places.",
        scheme.decimals,
    ).format(count=scheme.decimals)
    raw = standing.review.score + standing.bonus - standing.deduction
    if raw < 0:
        yield _("A total is never below 0.")
    elif standing.total is not None and standing.total != raw:
        limit = _("The total is limited to {total} points.")
        yield limit.format(total=shown(standing.total, scheme.decimals))
    owed = sum(line.owed for line in lines)
    if any(line.is_locked for line in lines):
        if owed:
            yield _n(
                "Closed with {count} rating missing: the result is final without it.",
                "Closed with {count} ratings missing: the result is final without them.",
                owed,
            ).format(count=owed)
    elif standing.review.provisional and owed:
        yield _n(
            "Provisional: {count} rating is still outstanding.",
            "Provisional: {count} ratings are still outstanding.",
            owed,
        ).format(count=owed)
    elif standing.review.provisional:
        yield _("Provisional: not all ratings are counted yet.")


def _rank_sentences(scheme: Scheme, standing: Standing, facts: GroupFacts) -> Iterator[str]:
    person = standing.person
    if standing.vetoed:
        yield from _veto_sentences(scheme, person, facts)
    elif person.role is Role.HEAD:
        yield _("The {head} is scored but never ranked.").format(head=scheme.role_name(Role.HEAD))
    elif standing.rank is not None:
        if scheme.rank is RankBy.BY_ROLE:
            yield _("Ranked among: {role}.").format(role=scheme.role_name(person.role))
        yield from _tie_sentences(scheme, standing)


def _veto_sentences(scheme: Scheme, person: Person, facts: GroupFacts) -> Iterator[str]:
    for entry in facts.vetoes_on(person.code):
        yield _("One-vote veto: {ground}; document {document}, {authority}.").format(
            ground=entry.ground, document=entry.document, authority=entry.authority
        )
    if person.role is Role.HEAD:
        yield head_sentence(scheme, vetoed=True)
    elif facts.exemption_of(person.code) is None:
        forcing = forcing_veto(scheme, facts, person.code)
        if forcing and (veto := scheme.veto_for(forcing.ground)):
            grade = label(scheme, person, veto.grade)
            yield _("A veto leads to the grade {grade} at best.").format(grade=grade)
    yield _("Vetoed: not ranked; the score stays visible.")


def _tie_sentences(scheme: Scheme, standing: Standing) -> Iterator[str]:
    for step in standing.tie_breaks:
        if step.value is None:
            yield _(
                "Equal totals: “{key}” decides nothing, because not everybody has a value there."
            ).format(key=_key_name(scheme, step.key))
    if standing.tied:
        yield _("Equal totals that no tie-break separates share a rank, and the next is skipped.")
    elif standing.tie_breaks:
        last = standing.tie_breaks[-1]
        yield _("Equal totals: “{key}” settled the order ({value} here).").format(
            key=_key_name(scheme, last.key),
            value=shown(Fraction(last.value or 0, 10**scheme.decimals), scheme.decimals),
        )


def _key_name(scheme: Scheme, key: str) -> str:
    names = {indicator.key: indicator.name for indicator in scheme.indicators}
    names.update((part.key, part.name) for part in scheme.components)
    names.update((tier.key, tier.name) for tier in scheme.tiers)
    return names[key]
