"""One mark to new standings: what it costs as the bureau grows, and beside ranking all anew.

Everybody has 36 ratings, from the other people of a section of 37, whether the bureau has one
section or 81. The people whose marks change stand at the top of the list, where they are seen.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.bureau import write_files
from tests.ui.meeting_app import MeetingApp
from textual.app import ComposeResult
from textual.geometry import Region

from benchmarks.bureau import MAXIMA, PERIOD, TIER, codes, one_tier
from benchmarks.measure import Figure, Sample, milliseconds
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.tallies import standings_in
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.widgets.standings.view import StandingsView

SECTION = 37
"""People of a section: each has a rating from every other."""
SECTIONS = {"36 people": 1, "300 people": 8, "3,000 people": 81}
"""The sizes by what the table calls them."""
SEEN = 36
"""Lines of standings that are seen, at every size."""
GOAL = 1.5


class Drawn(StandingsView):
    """Keeps what it was asked to repaint, so that it can be drawn and timed at once."""

    def __init__(self) -> None:
        super().__init__(full=False)
        self.lines: set[int] = set()

    def refresh(self, *regions: Region, **how: bool) -> "Drawn":
        """Note it, then do it."""
        for region in regions:
            self.lines.update(range(region.y, region.bottom))
        super().refresh(*regions, **how)
        return self

    def draw(self) -> None:
        """Make the lines that are to be repainted, as the compositor does."""
        for y in self.lines:
            self.render_line(y)
        self.lines.clear()


@dataclass
class Place:
    """One bureau: its board, a ballot that is being keyed, the standings on the screen."""

    board: Board
    ballot: OpenBallot
    ratees: Sequence[str]
    view: Drawn
    turn: int = 0

    def mark(self) -> str:
        """Put another mark on disk; whose."""
        ratee = self.ratees[self.turn % len(self.ratees)]
        value = 10 * (10 + (self.turn * 7) % 31)
        self.turn += 1
        self.ballot.mark(ratee, 0, value)
        return ratee

    def show(self) -> None:
        """The standings as they are now, drawn."""
        self.view.show(self.board.standings, self.board.period_room.scheme, self.board.moves)
        self.view.draw()

    def once(self) -> tuple[float, float]:
        """One mark: milliseconds from the disk to new standings, and from there to the screen."""
        ratee = self.mark()
        begun = perf_counter()
        self.board.update([ratee])
        known = perf_counter()
        self.show()
        return (known - begun) * 1000, (perf_counter() - known) * 1000


class Lists(KaoheScreen[None]):
    """A list for each bureau, one below the other, each as high as the others."""

    def __init__(self, views: Sequence[Drawn]) -> None:
        super().__init__()
        self.views = views

    def compose(self) -> ComposeResult:
        """The lists."""
        yield from self.compose_frame(*self.views)

    def on_mount(self) -> None:
        """As many lines of each."""
        for view in self.views:
            view.styles.height = SEEN


def run(quick: bool) -> list[Figure]:
    """Measure.

    Args:
        quick: a few rounds, to see that all works.
    """
    with TemporaryDirectory(prefix="kaohe-bench-") as folder:
        rooms = {
            name: _bureau(Path(folder) / str(sections), sections)
            for name, sections in SECTIONS.items()
        }
        try:
            return asyncio.run(_measured(rooms, 20 if quick else 400, 2 if quick else 7))
        finally:
            for room in rooms.values():
                room.close()


async def _measured(rooms: dict[str, Room], rounds: int, rankings: int) -> list[Figure]:
    screen = Lists([Drawn() for _room in rooms])
    app = MeetingApp(None, "", screen)
    async with app.run_test(size=(60, SEEN * len(rooms) + 4)) as pilot:
        await pilot.pause()
        places = {
            name: _place(room, view)
            for (name, room), view in zip(rooms.items(), screen.views, strict=True)
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in places}
        for turn in range(rounds + 5):
            for name, place in places.items():
                once = place.once()
                # The first of all warm up what is made once.
                if turn >= 5:
                    taken[name].append(once)
            await pilot.pause()
        largest = rooms[list(rooms)[-1]]
        whole = milliseconds([_timed(lambda: _afresh(largest)) for _turn in range(rankings)])
    return list(_figures(taken, whole))


def _figures(taken: dict[str, list[tuple[float, float]]], whole: Sample) -> Iterator[Figure]:
    parts: dict[str, Callable[[tuple[float, float]], float]] = {
        "one mark to new standings on screen": sum,
        "the board's part: read, tally, score, rank": lambda both: both[0],
        "the screen's part: what is seen of them": lambda both: both[1],
    }
    samples = {
        what: {name: milliseconds([part(both) for both in each]) for name, each in taken.items()}
        for what, part in parts.items()
    }
    few, *more = SECTIONS
    for what, by_size in samples.items():
        for name in more:
            yield Figure(f"{what}, {name}", by_size[name], few, by_size[few], GOAL)
    board = list(samples.values())[1]
    note = "from the file: all ratings read, everybody ranked"
    yield Figure(f"the board's part, {more[-1]}", board[more[-1]], "all again", whole, note=note)


def _timed(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return (perf_counter() - begun) * 1000


def _afresh(room: Room) -> object:
    with room.database.reading() as tx:
        return standings_in(tx, room.period(PERIOD))


def _place(room: Room, view: Drawn) -> Place:
    """The first person's ballot is keyed; whoever it rates stands at the top."""
    rater, *ratees = codes(SECTION)
    ballot = OpenBallot(room, PERIOD, TIER, rater)
    for ratee in ratees:
        for number, points in enumerate(MAXIMA):
            ballot.mark(ratee, number, 9 * points)
    place = Place(Board(room, PERIOD), ballot, ratees, view)
    place.show()
    return place


# The bureaus


def _bureau(folder: Path, sections: int) -> Room:
    """A bureau with every ballot in but the first person's."""
    folder.mkdir()
    people = enumerate(codes(sections * SECTION))
    rows = [f"{code},人{n},第{n // SECTION}科,staff,\n" for n, code in people]
    scheme = one_tier("section", tie_break=[TIER, "i0"])
    files = write_files(folder, scheme, "code,name,section,role,supervisors\n" + "".join(rows))
    room = new_year(folder / "year.db", *files)
    steps.open_tier(room, PERIOD, TIER)
    table = folder / "ballots.csv"
    head = "tier,rater,ratee," + ",".join(f"i{n}" for n in range(len(MAXIMA)))
    table.write_text("\n".join([head, *_ratings(sections)]), encoding="utf-8")
    import_ballots(room, table, PERIOD)
    return room


def _ratings(sections: int) -> Iterator[str]:
    random = Random(sections)
    people = range(sections * SECTION)
    names = codes(len(people))
    # How good somebody is, in per cent of a whole form: the first section above all others.
    worth = [random.randint(80, 95) if n < SECTION else random.randint(50, 78) for n in people]
    for rater in people[1:]:
        first = rater - rater % SECTION
        for ratee in range(first, first + SECTION):
            if ratee != rater:
                level = worth[ratee] + random.randint(-5, 5)
                marks = ",".join(str(points * level // 100) for points in MAXIMA)
                yield f"{TIER},{names[rater]},{names[ratee]},{marks}"
