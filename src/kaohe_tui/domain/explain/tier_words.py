"""Write what came in for one tier: how many rated, its mean, who did not rate."""

from kaohe_tui.domain.explain.explanation import LineState, TierLine
from kaohe_tui.domain.numbers import plain, shown
from kaohe_tui.words import N_, _, _n

_STATES = {
    LineState.NOT_APPLYING: N_("does not apply"),
    LineState.ALL_RECUSED: N_("all raters recused"),
    LineState.NOBODY_YET: N_("nobody has rated yet"),
    LineState.NONE_VALID: N_("no rating that counts"),
    LineState.WITHHELD: N_("published when the tier is closed"),
    LineState.HIDDEN: N_("counts, not shown"),
}


def rated(line: TierLine) -> str:
    """Write how many rated the person in a tier, or why none of that counts."""
    if line.state is LineState.COUNTED:
        return _n("{count} rating", "{count} ratings", line.rated).format(count=line.rated)
    if line.state is LineState.TOO_FEW:
        sentence = _n(
            "{count} rating, too few to count", "{count} ratings, too few to count", line.rated
        )
        return sentence.format(count=line.rated)
    if line.state is LineState.NOBODY_YET and line.is_locked:
        return _("nobody rated")
    return _(_STATES[line.state])


def notes(line: TierLine, decimals: int) -> list[str]:
    """Write the rest about a tier: its mean, the trimmed totals, who did not rate."""
    written = []
    if line.mean is not None:
        written.append(_("mean {mean}").format(mean=shown(line.mean, decimals)))
    if line.dropped_high:
        written.append(
            _("trimmed: highest {high}, lowest {low}").format(
                high=" ".join(map(plain, line.dropped_high)),
                low=" ".join(map(plain, line.dropped_low)),
            )
        )
    elif 0 < line.count < line.rated:
        written.append(_("highest and lowest trimmed, not shown"))
    owed = _n("{count} rating outstanding", "{count} ratings outstanding", line.owed)
    if line.is_locked:
        owed = _n("{count} rating missing", "{count} ratings missing", line.owed)
    missing = (
        (line.abstained, _n("{count} abstention", "{count} abstentions", line.abstained)),
        (line.recused, _n("{count} recusal", "{count} recusals", line.recused)),
        (line.void, _n("{count} void rating", "{count} void ratings", line.void)),
        (line.owed, owed),
    )
    return written + [text.format(count=count) for count, text in missing if count > 0]
