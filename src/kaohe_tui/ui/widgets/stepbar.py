"""Draw the tiers of a period in their order: state, ballots in, weight."""

from textual.content import Content
from textual.widget import Widget

from kaohe_tui import signs
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.tier_words import short_weight
from kaohe_tui.domain.width import cell_width, fit
from kaohe_tui.services.counting.overview import Overview, TierProgress
from kaohe_tui.words import _, join_sentences

ARROW = " ──▶ "
"""Stands between two tiers."""


def ballots_in(tier: TierProgress) -> str:
    """Say how many ballots of a tier are in, out of how many, and how many are voided."""
    counts = _("{count}/{all} ballots").format(count=tier.handed_in, all=len(tier.raters))
    if not tier.voided:
        return counts
    return join_sentences((counts, _("({voided} voided)").format(voided=tier.voided)))


class StepBar(Widget):
    """Three lines: names with their signs, ballots in, weights."""

    DEFAULT_CSS = """
    StepBar { height: 3; width: 100%; padding: 0 2; }
    """
    """Three lines, all the width; in code, since no theme changes it."""

    _view: Overview | None = None

    def show(self, view: Overview) -> None:
        """Show the state of the period now."""
        self._view = view
        self.refresh()

    def render(self) -> Content:
        """Draw the tiers side by side, as wide as there is room; nothing before ``show``."""
        if self._view is None:
            return Content()
        if not self._view.tiers:
            return Content(_("It holds no tier."))
        columns = [_column(self._view.scheme, tier) for tier in self._view.tiers]
        widths = self._widths([max(map(cell_width, column)) for column in columns])
        lines = []
        for number in range(3):
            joint = ARROW if number == 0 else " " * cell_width(ARROW)
            cells = zip(columns, widths, strict=True)
            lines.append(joint.join(fit(c[number], w) for c, w in cells))
        return Content("\n").join(Content(line.rstrip()) for line in lines)

    def _widths(self, widths: list[int]) -> list[int]:
        """Return each tier's cells: all it wants where there is room, else at most its share."""
        room = self.size.width - cell_width(ARROW) * (len(widths) - 1)
        if sum(widths) <= room:
            return widths
        return [min(width, max(room // len(widths), 8)) for width in widths]


def _column(scheme: Scheme, tier: TierProgress) -> tuple[str, str, str]:
    counts = ballots_in(tier)
    if tier.is_paused:
        counts = _("{count}/{all}, paused").format(count=tier.handed_in, all=len(tier.raters))
    return (
        f"{signs.of_tier(tier.state, is_paused=tier.is_paused)} {tier.tier.name}",
        "  " + counts,
        "  " + short_weight(scheme, tier.tier),
    )
