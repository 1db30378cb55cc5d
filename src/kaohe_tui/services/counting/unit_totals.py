"""Remember the totals of sections that are rated, and whose scores have them."""

from collections.abc import Mapping

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.units import feeds_people
from kaohe_tui.domain.standings.composing import UnitScore, unit_score
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.standings import NO_EXTRA
from kaohe_tui.services.room.period import PeriodRoom


class UnitTotals:
    """The totals of a period's sections, as they are now; empty where no score has any."""

    def __init__(self, period_room: PeriodRoom) -> None:
        """Look up who is of which section that is rated."""
        self._period_room = period_room
        self._totals: dict[str, UnitScore] = {}
        roster = period_room.roster if feeds_people(period_room.scheme) else ()
        self._unit_codes = {p.code: p.section for p in roster if p.role is Role.UNIT}
        sections = {*self._unit_codes.values()}
        self._section_of = {
            p.code: p.section for p in roster if p.role is not Role.UNIT and p.section in sections
        }

    def of(self, code: str) -> UnitScore | None:
        """Return what a person has of the section's total; None where that is not rated."""
        return self._totals.get(self._section_of.get(code, ""))

    def take(self, scores: Mapping[str, ReviewScore]) -> frozenset[str]:
        """Take sections' totals from new scores; return the people whose scores have them.

        Args:
            scores: by code, of sections and people.
        """
        changed = set[str]()
        for code in self._unit_codes.keys() & scores.keys():
            extra = self._period_room.extras.get(code, NO_EXTRA)
            now = unit_score(self._period_room.scheme, scores[code], extra)
            if self._totals.get(section := self._unit_codes[code]) != now:
                self._totals[section] = now
                changed.add(section)
        if not changed:
            return frozenset()
        return frozenset(code for code, of in self._section_of.items() if of in changed)
