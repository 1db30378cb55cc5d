"""Choose what to show of a period: live standings, or the frozen result once it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from kaohe_tui.domain.explain.explain import explain
from kaohe_tui.domain.explain.explanation import Explanation
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.standings.rows import Rows
from kaohe_tui.domain.standings.standings import Standings
from kaohe_tui.services.counting import overview
from kaohe_tui.services.counting.overview import Result
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.widgets.standings.listing import rows_of
from kaohe_tui.words import N_, _


@dataclass(frozen=True, slots=True)
class Showing:
    """The standings of the period in view, as they may be seen now."""

    period: str
    """The period's name."""
    scheme: Scheme
    """The scheme that the period was opened with."""
    standings: Standings
    """Everybody's rank and score, live or frozen."""
    moves: Mapping[str, int] | None
    """Code -> places won (positive) or lost; None for a result, which cannot move."""
    result: Result | None
    """The frozen result; None while the period is not closed."""

    def class_of(self, code: str) -> Rows:
        """Return everybody listed together with the person, best first, the unranked last.

        Raises:
            Refusal: when nobody of that code is rated in the period.
        """
        try:
            person = self.standings.row(code).person
        except KeyError:
            raise Refusal(
                "person-not-rated",
                N_("Nobody with code “{code}” is rated in this period."),
                code=code,
            ) from None
        together = self.scheme.rank is RankBy.TOGETHER
        return rows_of(self.standings, None if together else person.role)

    def neighbour(self, code: str, by: int) -> str:
        """Return the code of the person ``by`` lines further down; no further than the ends.

        Raises:
            Refusal: see ``class_of``.
        """
        rows = self.class_of(code)
        return rows[max(min(rows.place(code) + by, len(rows) - 1), 0)].person.code


def showing(app: Host) -> Showing:
    """Return what is to be shown of the period in view.

    Raises:
        Refusal: when the database cannot be read.
    """
    board = app.board
    name = board.period_room.steps.period.name
    frozen = overview.result(app.room, app.period)
    if frozen is None:
        return Showing(name, board.period_room.scheme, board.standings, board.moves, None)
    return Showing(name, board.period_room.scheme, frozen.standings, None, frozen)


def explained(app: Host, shown: Showing, code: str) -> Explanation:
    """Explain how one person's standing came about.

    Raises:
        Refusal: when nobody of that code is rated in the period.
    """
    if shown.result is None:
        return app.board.explain(code)
    shown.class_of(code)
    facts = app.board.period_room.facts
    return explain(shown.scheme, shown.standings, code, facts=facts, is_locked=True)


def class_name(scheme: Scheme, role: Role | None) -> str:
    """Return the name of a list: the role, or everybody."""
    return _("everybody") if role is None else scheme.role_name(role)
