"""Know the lines of the list of raters: who it is, and what can be done with the ballot."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kaohe_tui import signs
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.width import columns, fit, widest
from kaohe_tui.services.counting.overview import RaterLine, TierProgress
from kaohe_tui.ui.screens.tiers.open_ballots import why_over
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.words import _

_DONE = (
    BallotProgress.HANDED_IN,
    BallotProgress.KEYED,
    BallotProgress.DIFFERS,
    BallotProgress.VOID,
)
"""The states of a ballot that somebody has handed in."""


@dataclass(frozen=True, slots=True)
class RaterList:
    """The raters of a tier, as last read."""

    progress: TierProgress | None = None
    """The tier; None before it is read."""

    @property
    def lines(self) -> tuple[RaterLine, ...]:
        """The raters in their order."""
        return self.progress.raters if self.progress else ()

    @property
    def is_all_in(self) -> bool:
        """Whether no ballot is left to key."""
        return self.progress is not None and self.progress.is_all_in

    def leads_on(self, place: int) -> bool:
        """Return whether Enter goes back to close the tier; on a voided ballot it does not."""
        if not self.lines or not self.is_all_in:
            return False
        return self.lines[place].state is not BallotProgress.VOID

    def why_over(self, action: str) -> str | None:
        """Say why no ballot can be changed any more by a command; None while the tier is open."""
        changing = ("begin", "give_back", "strike_out", "move", "import")
        if self.progress is None or action not in changing:
            return None
        return why_over(self.progress) or None

    def next_open(self, start: int, own: Collection[str]) -> int | None:
        """Return the place of the next ballot that can be gone on with, going round at the end.

        Args:
            start: the place to begin at.
            own: the raters whose forms the person at the keyboard has entered already.
        """
        order = [*range(start, len(self.lines)), *range(start)]
        return next((place for place in order if self._is_open(self.lines[place], own)), None)

    def _is_open(self, line: RaterLine, own: Collection[str]) -> bool:
        return not line.is_in and line.rater.code not in own


def why_not_on(line: RaterLine, action: str, name: str, *, may_right: bool) -> str | None:
    """Say why something cannot be done with a rater's ballot; None when it can.

    Args:
        line: the rater's.
        action: of the command.
        name: what the rater is called.
        may_right: whether the person at the keyboard may give back and restore; else no key that
            does so is named.
    """
    if line.in_urn and action in ("begin", "give_back", "strike_out", "move"):
        return _("{name}'s ballot is in the urn, with all others.").format(name=name)
    if action == "begin" and line.is_in:
        return _why_no_more(line, may_right=may_right).format(name=name)
    if action == "move" and line.state is BallotProgress.OWED:
        return _("{name} has no ballot yet.").format(name=name)
    if action in ("give_back", "strike_out") and line.state not in _DONE:
        return _("{name} has not handed in a ballot.").format(name=name)
    return None


def _why_no_more(line: RaterLine, *, may_right: bool) -> str:
    """Say why nothing more is entered on a ballot that is in or void; it has a field ``name``."""
    if line.state is BallotProgress.VOID:
        if may_right:
            return _(
                "{name}'s ballot was voided; V restores it, B gives it back to be entered again."
            )
        return _("{name}'s ballot was voided; only a host restores it or gives it back.")
    if may_right:
        return _("{name}'s ballot is in; B gives it back.")
    return _("{name}'s ballot is in; only a host gives it back.")


def became(state: BallotProgress) -> str:
    """Say what became of a ballot that was just entered or resolved; it has a field ``name``."""
    if state is BallotProgress.KEYED:
        return _("{name}'s ballot is entered once; somebody else enters it again.")
    if state is BallotProgress.DIFFERS:
        return _("The two entries of {name}'s ballot differ: a third person resolves them.")
    return _("{name}'s ballot is in.")


def all_in(*, may_close: bool) -> str:
    """Say that no ballot is left, and what Enter does then.

    Args:
        may_close: whether the person at the keyboard may close the tier.
    """
    if may_close:
        return _("Every ballot of this tier is in. Enter goes back to close the tier.")
    return _("Every ballot of this tier is in. Enter goes back.")


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
    counts = columns([[_counted(line)] for line in lines], right=(0,))
    return [
        (
            f"{signs.BALLOTS[line.state]} {fit(line.rater.code, code)} "
            f"{fit(line.rater.name, name)}  {fit(line.rater.section, section)}",
            (_waits(line) or count + _missing(line)) + _held(held.get(line.rater.code)),
        )
        for line, count in zip(lines, counts, strict=True)
    ]


def _held(text: str | None) -> str:
    return f"   {text}" if text else ""


def _counted(line: RaterLine) -> str:
    if line.in_urn:
        return _("in the urn")
    if line.state is BallotProgress.VOID:
        return _("voided")
    return f"{line.answered or line.keyed}/{line.owed}"


def _waits(line: RaterLine) -> str:
    """Say what a ballot that was keyed waits for; empty for nothing."""
    if line.state is BallotProgress.KEYED:
        text = _("waits for the second entry")
        return f"{text}   {line.keyed}/{line.owed}" if line.keyed else text
    return _("differences to resolve") if line.state is BallotProgress.DIFFERS else ""


def _missing(line: RaterLine) -> str:
    """Say how many ratings a ballot lacks that was handed in; empty for none."""
    if line.state is not BallotProgress.HANDED_IN or not line.missing:
        return ""
    return "   " + _("handed in without {count}").format(count=line.missing)
