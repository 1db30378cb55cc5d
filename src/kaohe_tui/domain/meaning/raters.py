"""Tell who rates whom, and what stands on the ballots."""

from collections.abc import Iterable, Iterator

from kaohe_tui.domain.meaning.section import Section
from kaohe_tui.domain.numbers import UNIT, plain, points
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.classes import ByClass, Group
from kaohe_tui.domain.rules.scheme.form import Indicator, Level
from kaohe_tui.domain.rules.scheme.scheme import Method, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Detail, Entry, Marks, Tier
from kaohe_tui.domain.rules.tier_words import limits_words, scope_words
from kaohe_tui.words import N_, _, _n, join_sentences

_MARKS = {
    Marks.POINTS: N_("Each indicator is given points, {full} in all."),
    Marks.HUNDRED: N_(
        "Each indicator is given 0 to 100, which counts in proportion to its points."
    ),
    Marks.LEVELS: N_("Each indicator is given a level, which counts its per cent of the points."),
    Marks.OVERALL: N_("Each person is given one level, which counts its per cent of {full}."),
    Marks.TOTAL: N_("Each person is given one score, 0 to {full}."),
}


def sections(scheme: Scheme) -> tuple[Section, ...]:
    """Return who rates whom, then what is marked."""
    tiers = tuple(_tier(scheme, tier) for tier in scheme.tiers)
    return (
        Section(_("Who rates whom"), (*tiers, *_self(scheme), *_groups(scheme))),
        Section(_("What stands on a ballot"), tuple(_form(scheme))),
    )


def class_list(scheme: Scheme, classes: Iterable[str]) -> str:
    """List classes by name: roles from the lowest, then groups."""
    order = [*map(str, Role), *(group.key for group in scheme.groups)]
    return _(", ").join(map(scheme.class_name, sorted(classes, key=order.index)))


def _tier(scheme: Scheme, tier: Tier) -> str:
    who = _("“{tier}”: {ratees} are rated by {raters}, {scope}.").format(
        tier=tier.name,
        raters=class_list(scheme, tier.raters),
        ratees=class_list(scheme, tier.ratees),
        scope=scope_words(tier),
    )
    return join_sentences([who, *_ways(scheme, tier)])


def _ways(scheme: Scheme, tier: Tier) -> Iterator[str]:
    """Yield how a tier is marked and counted."""
    if not _is_alike(scheme):
        yield _marked(scheme, tier)
    if tier.points:
        sentence = _("They are converted to {full} points.")
        yield sentence.format(full=scheme.full)
    if tier.indicators:
        names = [each.name for each in scheme.indicators if each.key in tier.indicators]
        yield _("Only these are marked: {indicators}.").format(indicators=_(", ").join(names))
    if tier.detail is Detail.CRITERIA:
        yield _("Each criterion is marked by itself.")
    for component in scheme.components:
        if tier.key in component.tiers:
            sentence = _("It counts within the component “{component}”.")
            yield sentence.format(component=component.name)
    yield _weight(scheme, tier)
    yield from _counting(tier)
    if limits := limits_words(tier):
        yield limits
    if tier.secret:
        yield _("Secret: a ballot that is handed in no longer says whose it is.")
    if tier.entry is Entry.DOUBLE:
        yield _("Paper forms are entered twice, by two people.")


def _is_alike(scheme: Scheme) -> bool:
    """Return whether ballots of all tiers are marked in one way."""
    return len({(tier.marks, tier.points) for tier in scheme.tiers}) == 1


def _marked(scheme: Scheme, tier: Tier) -> str:
    full = tier.points or scheme.full * UNIT
    return _(_MARKS[tier.marks]).format(full=points(full))


def _weight(scheme: Scheme, tier: Tier) -> str:
    by_tiers = scheme.method is Method.TIERS
    if isinstance(tier.weight, ByClass):
        numbers = (f"{scheme.class_name(one)} {plain(number)}" for one, number in tier.weight.of)
        sentence = _("Each rating counts so many times: {numbers}.")
        if by_tiers:
            sentence = _("Weight by class: {numbers}.")
        return sentence.format(numbers=_(", ").join(numbers))
    sentence = _("Weight {weight}.") if by_tiers else _("Each rating counts {weight} times.")
    return sentence.format(weight=plain(tier.weight))


def _counting(tier: Tier) -> Iterator[str]:
    if tier.trim:
        yield _n(
            "From {least} ratings on, the highest and the lowest are trimmed.",
            "From {least} ratings on, the {count} highest and the {count} lowest are trimmed.",
            tier.trim,
        ).format(least=tier.trims_from, count=tier.trim)
    if tier.min_ratings > 1:
        sentence = _("With fewer than {least} valid ratings of a person it does not count.")
        yield sentence.format(least=tier.min_ratings)


def _self(scheme: Scheme) -> Iterator[str]:
    if any(tier.raters & tier.ratees for tier in scheme.tiers):
        if scheme.self_rating:
            yield _("People who are among both raters and ratees of a tier rate themselves too.")
        else:
            yield _("Nobody rates themselves, unless a tier is for just that.")


def _groups(scheme: Scheme) -> Iterator[str]:
    for group in scheme.groups:
        if words := _(", ").join(_criteria(scheme, group)):
            yield _(
                "In the group “{group}” are those with {criteria}, and those whom the roster puts "
                "there."
            ).format(group=group.name, criteria=words)
        else:
            sentence = _("In the group “{group}” are those whom the roster puts there.")
            yield sentence.format(group=group.name)


def _criteria(scheme: Scheme, group: Group) -> Iterator[str]:
    either = _(" or ")
    if group.roles:
        names = (scheme.role_name(role) for role in Role if role in group.roles)
        yield _("role {names}").format(names=either.join(names))
    if group.sections:
        yield _("section {names}").format(names=either.join(sorted(group.sections)))
    if group.identity:
        yield _("identity {names}").format(names=either.join(sorted(group.identity)))


def _form(scheme: Scheme) -> Iterator[str]:
    if scheme.tiers and _is_alike(scheme):
        yield _marked(scheme, scheme.tiers[0])
    if scheme.indicators and not all(tier.marks.is_single for tier in scheme.tiers):
        listed = _("; ").join(_indicator(scheme, each) for each in scheme.indicators)
        yield _("Indicators: {indicators}.").format(indicators=listed)
    if scheme.levels:
        listed = _("; ").join(map(_level, scheme.levels))
        yield _("Levels: {levels}.").format(levels=listed)


def _indicator(scheme: Scheme, indicator: Indicator) -> str:
    name, worth = indicator.name, points(indicator.points)
    if indicator.classes:
        classes = class_list(scheme, indicator.classes)
        sentence = _("{name} {points} points (for {classes} only)")
        return sentence.format(name=name, points=worth, classes=classes)
    return _("{name} {points} points").format(name=name, points=worth)


def _level(level: Level) -> str:
    if level.percent is not None:
        return _("{level} {percent}%").format(level=level.name, percent=plain(level.percent))
    low, high = (plain(each) for each in (level.low, level.high) if each is not None)
    return _("{level} from {low}% to {high}%").format(level=level.name, low=low, high=high)
