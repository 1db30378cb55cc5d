"""Read the rounds of scoring. Rule: docs/files.md, "scheme.toml"."""

from kaohe_tui.domain.rules.scheme.tiers import Detail, Entry, Reveal, Scope, Tier
from kaohe_tui.files.scheme.classes import Classes
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.words import N_


def tier(fields: Fields, classes: Classes) -> Tier:
    """Return one round of scoring.

    Args:
        fields: its table.
        classes: the roles and groups that it may name.
    """
    fields.only(
        "key", "name", "raters", "ratees", "scope", "weight", "trim", "trim_from", "min_ratings",
        "secret", "reveal", "detail",
        "entry", "control_total",
    )  # fmt: skip
    trim = fields.whole("trim", 0, 999, default=0)
    return Tier(
        key=fields.key(),
        name=fields.text("name"),
        raters=classes.listed(fields, "raters"),
        ratees=classes.listed(fields, "ratees"),
        scopes=frozenset(fields.choices("scope", Scope)) or frozenset({Scope.ALL}),
        weight=classes.number(fields, "weight"),
        trim=trim,
        trim_from=_trim_from(fields, trim),
        min_ratings=fields.whole("min_ratings", 0, 999, default=0),
        secret=fields.flag("secret"),
        reveal=fields.choice("reveal", Reveal, Reveal.BALLOT),
        detail=fields.choice("detail", Detail, Detail.TOTAL),
        entry=fields.choice("entry", Entry, Entry.SINGLE),
        control_total=fields.flag("control_total"),
    )


def _trim_from(fields: Fields, trim: int) -> int:
    """Return the number of ratings from which totals are trimmed; 0 where it is left out.

    One that leaves nothing of so many ratings is refused, and one that nothing is trimmed from.
    """
    least = fields.whole("trim_from", 0, 9999, default=0)
    if least and not trim:
        raise fields.fault(
            "trim_from",
            "trim-missing",
            N_("Nothing is trimmed in this tier: give “trim”, how many, as well."),
        )
    if 0 < least <= 2 * trim:
        raise fields.fault(
            "trim_from",
            "trim-from-too-low",
            N_("Of {least} ratings trimming would leave none; it needs at least {needed}."),
            least=least,
            needed=2 * trim + 1,
        )
    return least
