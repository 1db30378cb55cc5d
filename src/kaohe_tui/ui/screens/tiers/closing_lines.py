"""Write what stands on the closing screen: what is in, what is missing and by whom."""

from collections.abc import Mapping

from kaohe_tui import signs
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.result.differences import Differences
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.services.counting.overview import Overview, RaterLine, TierProgress
from kaohe_tui.ui.screens.entries.differences import title
from kaohe_tui.ui.screens.tiers.open_ballots import why_over
from kaohe_tui.words import _, _n


def all_in(progress: TierProgress) -> str:
    """Say that every ballot is in; of a secret tier, how much all of them lack."""
    if not progress.unrated:
        return _("No ratings are missing.")
    return _n(
        "The secret ballots are missing {count} rating.",
        "The secret ballots are missing {count} ratings.",
        progress.unrated,
    ).format(count=progress.unrated)


def marked(sentence: str) -> str:
    """Put the sign of a ballot that is begun before a sentence about such; empty for none."""
    return sentence and f"{signs.BALLOTS[BallotProgress.BEGUN]} {sentence}"


def next_step(progress: TierProgress) -> str:
    """Say what Enter does; of a tier that another program closed meanwhile, that it is done."""
    step = _("Close {tier}").format(tier=progress.tier.name)
    return why_over(progress) or "▶ " + step + "   [ Enter ]"


def _is_last(view: Overview, progress: TierProgress) -> bool:
    """Return whether closing this tier closes the period."""
    return all(
        tier.state is StepState.CLOSED for tier in view.tiers if tier.tier.key != progress.tier.key
    )


def last_tier(view: Overview, progress: TierProgress) -> str:
    """Say that closing an open tier locks the result; empty where another one is left."""
    if progress.state is not StepState.OPEN or not _is_last(view, progress):
        return ""
    return _("This is the last tier: the result of {period} will be locked.").format(
        period=view.period.name
    )


def changes(differences: Differences | None) -> str:
    """Say what of a former result changes; empty where there is none."""
    return "" if differences is None else title(differences)


def shown(
    lines: list[RaterLine], held: Mapping[str, str], reasons: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what the list shows of each rater.

    Args:
        lines: in their order.
        held: rater's code -> the other person who is keying the ballot; empty: somebody.
        reasons: rater's code -> why this ballot is missing.

    Returns:
        For each line who it is, and what is missing.
    """
    code = max((cell_width(line.rater.code) for line in lines), default=0)
    name = max((cell_width(line.rater.name) for line in lines), default=0)
    section = max((cell_width(line.rater.section) for line in lines), default=0)
    answered = max((len(str(line.answered)) for line in lines), default=0)
    missing = max((len(str(line.missing)) for line in lines), default=0)
    return [
        (
            f"{signs.BALLOTS[line.state]} {pad(line.rater.code, code)} "
            f"{pad(line.rater.name, name)}  {pad(line.rater.section, section)}",
            _owes(line, answered, missing)
            + _held(held.get(line.rater.code))
            + _because(reasons.get(line.rater.code, "")),
        )
        for line in lines
    ]


def _held(who: str | None) -> str:
    return "" if who is None else "   " + _("{who} is entering it").format(who=who or _("Somebody"))


def _because(reason: str) -> str:
    return f"   {reason}" if reason else ""


def _owes(line: RaterLine, answered: int, missing: int) -> str:
    """Say what a ballot lacks, its numbers in columns of so many cells."""
    if line.state is BallotProgress.KEYED:
        return _("waits for the second entry")
    if line.state is BallotProgress.DIFFERS:
        return _("differences to resolve")
    if not line.missing:
        return _("complete, but not handed in")
    return _("{answered}/{owed}, {missing} missing").format(
        answered=f"{line.answered:>{answered}}",
        owed=line.owed,
        missing=f"{line.missing:>{missing}}",
    )
