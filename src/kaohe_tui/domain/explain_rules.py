"""The rules behind one person's standing, as sentences for a layperson."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kaohe_tui.domain.explanation import LineState, TierLine
from kaohe_tui.domain.numbers import shown
from kaohe_tui.domain.people import Role
from kaohe_tui.domain.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.standings import Standing
from kaohe_tui.words import N_, _, _n

_LEFT_OUT = {
    LineState.NOT_APPLYING: N_("“{tier}” does not apply to this person: it leaves both sums."),
    LineState.ALL_RECUSED: N_("In “{tier}” all raters are recused: it leaves both sums."),
    LineState.NOBODY_YET: N_("In “{tier}” nobody has rated yet: it leaves both sums until then."),
    LineState.NONE_VALID: N_("“{tier}” has no rating that counts: it leaves both sums."),
    LineState.WITHHELD: N_(
        "“{tier}” is published when the tier is closed: it leaves both sums until then."
    ),
}
_METHODS = {
    Method.TIERS: N_(
        "Each tier's mean times its weight, added up, and divided by the sum of those weights."
    ),
    Method.PARTICIPATION: N_(
        "All ratings added up and divided by their number; "
        "a tier's ratings count as many times as its factor says."
    ),
}


def sentences(scheme: Scheme, standing: Standing, lines: Sequence[TierLine]) -> tuple[str, ...]:
    """All sentences that concern this person, in the order in which the steps are made."""
    return (
        _(_METHODS[scheme.method]),
        *_tier_sentences(scheme, lines),
        *_score_sentences(scheme, standing, lines),
        *_rank_sentences(scheme, standing),
    )


def _tier_sentences(scheme: Scheme, lines: Sequence[TierLine]) -> Iterator[str]:
    for line in lines:
        trim = scheme.tier(line.key).trim
        if line.state is not LineState.COUNTED:
            yield _(_LEFT_OUT[line.state]).format(tier=line.name)
        elif line.dropped_high:
            yield _n(
                "“{tier}”: the highest and the lowest total are dropped.",
                "“{tier}”: the {count} highest and the {count} lowest totals are dropped.",
                trim,
            ).format(tier=line.name, count=trim)
        elif trim:
            yield _n(
                "“{tier}”: too few ratings to drop the highest and the lowest "
                "(more than {least} are needed).",
                "“{tier}”: too few ratings to drop the {count} highest and lowest "
                "(more than {least} are needed).",
                trim,
            ).format(tier=line.name, count=trim, least=2 * trim)
    if any(line.state is not LineState.COUNTED for line in lines):
        yield _("A tier that is missing is never counted as zero.")


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
    if standing.total is not None and standing.total != raw:
        limit = _("The total is limited to {total} points.")
        yield limit.format(total=shown(standing.total, scheme.decimals))
    owed = sum(line.owed for line in lines)
    if standing.review.provisional and owed:
        yield _n(
            "Provisional: {count} rating is still owed.",
            "Provisional: {count} ratings are still owed.",
            owed,
        ).format(count=owed)
    elif standing.review.provisional:
        yield _("Provisional: not all ratings are counted yet.")


def _rank_sentences(scheme: Scheme, standing: Standing) -> Iterator[str]:
    if standing.vetoed:
        yield _("Vetoed: not ranked; the score stays visible.")
        return
    if standing.person.role is Role.HEAD:
        yield _("The head is scored but never ranked.")
        return
    if standing.rank is None:
        return
    if scheme.rank is RankBy.BY_ROLE:
        yield _("Ranked among: {role}.").format(role=standing.person.role.label)
    for step in standing.tie_breaks:
        if step.value is None:
            yield _(
                "Equal totals: “{key}” decides nothing, because not everybody there has a value."
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
    names.update((tier.key, tier.name) for tier in scheme.tiers)
    return names[key]
