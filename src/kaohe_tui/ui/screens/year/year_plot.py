"""Show one person's year: how it adds up, and a plot of it."""

from fractions import Fraction

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from kaohe_tui.domain.grades.words import why
from kaohe_tui.domain.numbers import half_up, shown
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.year.words import headline, sentences, sum_lines
from kaohe_tui.domain.year.year import YearRow
from kaohe_tui.services.year import year as reading
from kaohe_tui.services.year.year import YearView
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.screens.moving.people import OnePerson
from kaohe_tui.ui.screens.moving.scrolling import SCROLLS, Scrolling
from kaohe_tui.ui.screens.standings.one_person import BACK, NEIGHBOURS
from kaohe_tui.ui.widgets.standings.listing import rows_of
from kaohe_tui.words import N_, _

_TEN = 10
_TICKS = 5
_BAR = 0.4
"""The part of its room that a bar takes."""


class YearPersonScreen(Scrolling, OnePerson):
    """The sum behind a person's year, a plot, the rules; the result is the last person's code.

    Args:
        code: the person to begin with.
    """

    TITLE_MSGID = N_("One person's year")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("The figures shown add up on a pocket calculator. Up and Down scroll to the rules."),
        N_("The plot's bars begin at the ten below the lowest total of the class."),
    )
    """How exact the figures are, and where the bars begin."""
    KEYS = (*NEIGHBOURS, *SCROLLS, BACK)
    """The neighbours in rank, scrolling, the way back."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self._now: YearView | None = None

    def compose(self) -> ComposeResult:
        """Compose who it is; the sum, the plot and the rules, which scroll."""
        yield from self.compose_frame(
            Static(markup=False, id="year-who", classes="heading"),
            VerticalScroll(
                Static(markup=False, id="year-sum"),
                _plot_widget(),
                Static(markup=False, id="year-rules"),
                can_focus=False,
            ),
        )

    @property
    def scroller(self) -> VerticalScroll:
        """Sum, plot and rules."""
        return self.query_one(VerticalScroll)

    def _class(self, now: YearView) -> list[str]:
        person = now.year.listed.row(self.code).person
        role = None if now.scheme.rank is RankBy.TOGETHER else person.role
        return [row.person.code for row in rows_of(now.year.listed, role)]

    def neighbour(self, by: int) -> str:
        """Return the code of the person so many ranks lower; the same one at the ends."""
        if self._now is None:
            return self.code
        codes = self._class(self._now)
        return codes[max(min(codes.index(self.code) + by, len(codes) - 1), 0)]

    def show(self, code: str) -> None:
        """Show a person's year as it stands now."""
        now = reading.view(app_of(self).room)
        if code not in {row.person.code for row in now.year.listed.rows}:
            raise Refusal(
                "person-not-rated",
                N_("Nobody with code “{code}” is rated in this year."),
                code=code,
            )
        self.code, self._now = code, now
        rules = [*sentences(now.scheme, now.year, code), *why(now.grading, code)]
        self.query_one("#year-who", Static).update(headline(now.scheme, now.year, code))
        lines = sum_lines(now.scheme, now.year, code)
        self.query_one("#year-sum", Static).update("\n".join(lines))
        explanation = [_("How this is calculated:"), *(f"• {rule}" for rule in rules)]
        self.query_one("#year-rules", Static).update("\n".join(explanation))
        totals = [s.total for c in self._class(now) for s in now.year.rows[c].shares]
        known = [total for total in totals if total is not None]
        self._draw_plot(now.year.rows[code], known, now.scheme)
        self.scroller.scroll_home(animate=False)
        self.refresh_keys()

    def _draw_plot(self, row: YearRow, of_class: list[Fraction], scheme: Scheme) -> None:
        from textual_plotext import PlotextPlot

        widget = self.query_one(PlotextPlot)
        widget.display = any(share.total is not None for share in row.shares)
        if not widget.display:
            return
        # Heights are whole units of the last decimal, so that nothing is rounded on the way; what
        # plotext makes of them is drawn and never read back.
        low = max(int(min(of_class)) // _TEN * _TEN - _TEN, 0)
        high = max(scheme.full, -int(-max(of_class) // 1))
        decimals = scheme.decimals
        unit = 10**decimals
        places = [n for n, share in enumerate(row.shares, 1) if share.total is not None]
        heights = [half_up(s.total, decimals) for s in row.shares if s.total is not None]
        plt = widget.plt
        plt.clear_data()
        plt.bar(places, heights, width=_BAR, minimum=low * unit, marker="sd")
        for place, height in zip(places, heights, strict=True):
            label = shown(Fraction(height, unit), decimals)
            over = (high - low) * unit // _TEN
            plt.text(label, x=place, y=height + over, alignment="center")
        plt.xlim(1 - _BAR, len(row.shares) + _BAR)
        plt.ylim(low * unit, (high + (high - low) // _TICKS) * unit)
        steps = [low + (high - low) * n // _TICKS for n in range(_TICKS + 1)]
        plt.yticks([step * unit for step in steps], [str(step) for step in steps])
        plt.xticks([*range(1, len(row.shares) + 1)], [share.period.key for share in row.shares])
        plt.xaxes(lower=True, upper=False)
        plt.yaxes(left=True, right=False)
        widget.refresh()


def _plot_widget() -> Widget:
    """Return the plot, without colours of its own: it takes those of its place in the theme."""
    from textual_plotext import PlotextPlot

    widget = PlotextPlot(id="year-plot")
    widget.theme = "clear"
    return widget
