"""Find the kind of absence and the size of an adjustment that people mean."""

from fractions import Fraction

from kaohe_tui.domain.entries.sizes import points_of
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import clean, name_key
from kaohe_tui.files.entries.adjustments import AdjustmentLine
from kaohe_tui.words import N_, _


def kind_of(scheme: Scheme, text: str) -> str:
    """Return the key of the kind of absence with that key or name; empty where there are none.

    Raises:
        Refusal: when the scheme has none such, or has several and none is named.
    """
    kinds, sought = scheme.absences, name_key(text).casefold()
    for kind in kinds:
        if sought in (kind.key.casefold(), name_key(kind.name).casefold()):
            return kind.key
    if not sought and len(kinds) <= 1:
        return kinds[0].key if kinds else ""
    if not kinds:
        raise Refusal(
            "kinds-none",
            N_("The scheme has no kinds of absence; leave “{kind}” out."),
            kind=text,
        )
    names = _(", ").join(kind.name for kind in kinds)
    if not sought:
        raise Refusal("kind-missing", N_("Say which kind of absence: {known}."), known=names)
    raise Refusal(
        "kind-unknown",
        N_("The scheme has no kind of absence “{kind}”; its kinds are: {known}."),
        kind=text,
        known=names,
    )


def kind_name(scheme: Scheme, key: str) -> str:
    """Return the name of a kind of absence; the key where the scheme has it no more."""
    return next((kind.name for kind in scheme.absences if kind.key == key), key)


def level_of(rule: AdjustmentRule, text: str) -> str:
    """Return the level of a rule as the scheme has it; empty for a rule of one size.

    Raises:
        Refusal: when the rule has no such level, or has levels and none is named.
    """
    sought = name_key(text).casefold()
    for level in rule.levels:
        if sought == name_key(level).casefold():
            return level
    known = _(", ").join(rule.levels)
    if not rule.levels:
        if sought:
            raise Refusal(
                "levels-none",
                N_("“{rule}” has no levels; leave “{level}” out."),
                rule=rule.name,
                level=text,
            )
        return ""
    if not sought:
        message = N_("“{rule}” has several levels; say which: {known}.")
        raise Refusal("rule-level-missing", message, rule=rule.name, known=known)
    raise Refusal(
        "rule-level-unknown",
        N_("“{rule}” has no level “{level}”; its levels are: {known}."),
        rule=rule.name,
        level=text,
        known=known,
    )


def check_size(rule: AdjustmentRule, text: str, count: int) -> Fraction | None:
    """Return the points each time that an entry gives; None where it gives none.

    Raises:
        Refusal: when they are no points, the rule says its own, asks for them, or takes less.
    """
    text = clean(text)
    if text and not rule.free:
        raise Refusal(
            "points-of-scheme",
            N_("The scheme says how much “{rule}” is worth; leave the points out."),
            rule=rule.name,
        )
    if not text:
        if rule.free and rule.points is None:
            message = N_("“{rule}” needs the points of this entry.")
            raise Refusal("points-missing", message, rule=rule.name)
        points = rule.points
    else:
        points = points_of(text)
    if rule.most is not None and points is not None and points * count > rule.most:
        raise Refusal(
            "points-over-most",
            N_("One entry of “{rule}” counts at most {most} points; {points} are more."),
            rule=rule.name,
            most=plain(rule.most),
            points=plain(points * count),
        )
    return points if text else None


def rule_of(scheme: Scheme, text: str) -> AdjustmentRule:
    """Return the rule with that key or name.

    Raises:
        Refusal: when the scheme has none such.
    """
    sought = name_key(text).casefold()
    for rule in scheme.adjustments:
        if sought in (rule.key.casefold(), name_key(rule.name).casefold()):
            return rule
    if not scheme.adjustments:
        raise Refusal("rules-none", N_("The scheme has no rules for bonuses and deductions."))
    known = [_("{name} ({code})").format(name=r.key, code=r.name) for r in scheme.adjustments]
    message = N_("The scheme has no rule “{rule}”; its rules are: {known}.")
    raise Refusal("rule-unknown", message, rule=text, known=_(", ").join(known))


def own_points(rule: AdjustmentRule, line: AdjustmentLine) -> str:
    """Return the points that an entry has of its own, as written; empty where its rule has them."""
    points = clean(line.given)
    if rule.free and not points and line.points:
        points = line.points[0].written
    check_size(rule, points, line.count)
    return points
