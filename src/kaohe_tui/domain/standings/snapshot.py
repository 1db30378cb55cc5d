"""Hold everybody's score and rank at one moment, and make the next moment of it."""

from collections.abc import Mapping

from kaohe_tui.domain.standings.ladder import Ladder, Line
from kaohe_tui.domain.standings.roll import Roll, settle
from kaohe_tui.domain.standings.rows import Standing
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.tally import MarksOf


class Snapshot:
    """The lines of all who are ranked, and a ladder for each class; never changed.

    Args:
        roll: who is ranked.
        lines: by the number of the person.
        ladders: one for each class, in order.
    """

    def __init__(self, roll: Roll, lines: list[Line], ladders: tuple[Ladder, ...]) -> None:
        """Keep the lists as they are; they are shared with other snapshots."""
        self.roll = roll
        """The people who are ranked."""
        self.lines = lines
        """Everybody's line, by the number of the person."""
        self.ladders = ladders
        """The ranking of each class, in order."""

    def put(self, reviews: Mapping[str, ReviewScore], marks_of: MarksOf) -> "Snapshot":
        """Return the next snapshot; this one where nothing can differ. See ``LiveRows.put``."""
        numbers = self.roll.number
        new_lines = {
            numbers[code]: self.roll.line(numbers[code], review)
            for code, review in reviews.items()
            if code in numbers
            and (self.roll.by_marks or review != self.lines[numbers[code]].review)
        }
        if not new_lines:
            return self
        lines, ladders = self.lines.copy(), list(self.ladders)
        touched: set[tuple[int, int]] = set()
        for number, line in new_lines.items():
            class_number = self.roll.class_of[number]
            if ladders[class_number] is self.ladders[class_number]:
                ladders[class_number] = ladders[class_number].copy()
            ladders[class_number].take(number, lines[number])
            ladders[class_number].put(number, line)
            both = (lines[number].entry, line.entry)
            touched |= {(class_number, entry.value) for entry in both if entry.is_ranked}
            lines[number] = line
        settle(self.roll, lines, ladders, touched, marks_of)
        return Snapshot(self.roll, lines, tuple(ladders))

    def rank(self, number: int) -> int | None:
        """Return the rank of the person of that number; None without one."""
        entry = self.lines[number].entry
        ladder = self.ladders[self.roll.class_of[number]]
        return ladder.rank(number, entry)[0] if entry.is_ranked else None

    def standing(self, number: int) -> Standing:
        """Return the line of the person of that number, made once while it stays the same."""
        line = self.lines[number]
        entry = line.entry
        ladder = self.ladders[self.roll.class_of[number]]
        ranked = ladder.rank(number, entry) if entry.is_ranked else (None, False, ())
        standing = line.standing
        if standing is None or (standing.rank, standing.tied, standing.tie_breaks) != ranked:
            extra = self.roll.extra(number)
            rank, tied, tie_breaks = ranked
            standing = line.standing = Standing(
                entry.person,
                line.review,
                extra.bonus,
                extra.deduction,
                entry.total,
                rank,
                tied,
                entry.vetoed,
                tie_breaks,
            )
        return standing
