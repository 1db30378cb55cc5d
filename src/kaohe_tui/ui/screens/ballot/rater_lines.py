"""Write the lines of the list of raters: who it is, and the state of the ballot."""

from collections.abc import Mapping

from kaohe_tui import signs
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.width import fit, widest
from kaohe_tui.services.counting.overview import RaterLine
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.words import _


def shown(lines: tuple[RaterLine, ...], held: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what the list shows of each rater.

    Args:
        lines: in their order.
        held: rater's code -> who else is keying the ballot, in words.

    Returns:
        For each line who it is, and the state of the ballot.
    """
    code = widest((line.rater.code for line in lines), WIDEST_NAME)
    name = widest((line.rater.name for line in lines), WIDEST_NAME)
    section = widest((line.rater.section for line in lines), WIDEST_NAME)
    return [
        (
            f"{signs.BALLOTS[line.state]} {fit(line.rater.code, code)} "
            f"{fit(line.rater.name, name)}  {fit(line.rater.section, section)}",
            (_waits(line) or _counted(line)) + _held(held.get(line.rater.code)),
        )
        for line in lines
    ]


def _held(told: str | None) -> str:
    return f"   {told}" if told else ""


def _counted(line: RaterLine) -> str:
    if line.in_urn:
        return _("in the urn")
    if line.state is BallotProgress.VOID:
        return _("voided")
    return f"{line.answered or line.keyed}/{line.owed}" + _missing(line)


def _waits(line: RaterLine) -> str:
    """Say what a ballot that was keyed waits for; empty for nothing."""
    if line.state is BallotProgress.KEYED:
        told = _("waits for the second entry")
        return f"{told}   {line.keyed}/{line.owed}" if line.keyed else told
    return _("differences to resolve") if line.state is BallotProgress.DIFFERS else ""


def _missing(line: RaterLine) -> str:
    """Say how many ratings a ballot lacks that was handed in; empty for none."""
    if line.state is not BallotProgress.HANDED_IN or not line.missing:
        return ""
    return "   " + _("handed in without {count}").format(count=line.missing)
