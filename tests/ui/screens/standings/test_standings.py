"""The standings: what the table shows, what it repaints, and the screens over it."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Region

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import Method, RankBy, Scheme
from kaohe_tui.domain.standings.live import moves_between
from kaohe_tui.domain.standings.scoring import ReviewScore
from kaohe_tui.domain.standings.standings import Standing, Standings
from kaohe_tui.domain.width import cell_width
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.resources import shipped
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.home.home import Home
from kaohe_tui.ui.screens.standings.announce import AnnounceScreen
from kaohe_tui.ui.screens.standings.standings import StandingsScreen
from kaohe_tui.ui.widgets.standings.bigdigits import big_lines
from kaohe_tui.ui.widgets.standings.cells import RankTable
from kaohe_tui.ui.widgets.standings.columns import Kind
from kaohe_tui.ui.widgets.standings.listing import classes, sorted_rows
from kaohe_tui.ui.widgets.standings.view import StandingsView
from tests.bureau import key_ballot, new_room, scheme_text
from tests.prepared import copied
from tests.ui.meeting_app import SIZE, MeetingApp, sample_copy, seen, until
from tests.ui.table_screen import TableScreen


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the sample bureau."""
    return sample_copy(tmp_path)


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    """The sample's scheme."""
    return read_scheme(shipped("sample_data") / "scheme.toml")[0]


def line(code: str, name: str, rank: int | None, points: str | None, **more: Any) -> Standing:
    """One line of a list made by hand."""
    worth = None if points is None else Fraction(points)
    person = Person(code, name, more.pop("section", "办公室"), more.pop("role", Role.STAFF))
    provisional = more.pop("provisional", False)
    return Standing(
        person=person,
        review=ReviewScore((), worth, provisional),
        bonus=Fraction(0),
        deduction=Fraction(0),
        total=worth,
        rank=rank,
        tied=more.pop("tied", False),
    )


LIST = (
    line("1", "欧阳明日香", 1, "100", tied=True),
    line("2", "阿依古丽·买买提", 1, "100", tied=True),
    line("3", "王芳", 3, "88.005", provisional=True, section="综合科"),
    line("4", "王芳", 4, "60", section="农业科"),
    line("5", "张三[/]", None, None),
)


def table(scheme: Scheme, width: int, *, full: bool = False, cursor: bool = False) -> RankTable:
    """A table of ``LIST``."""
    return RankTable(LIST, LIST, scheme, 2, {"3": 2}, width=width, full=full, cursor=cursor)


def standings_of(rows: tuple[Standing, ...]) -> Standings:
    """Standings made by hand."""
    return Standings(Method.TIERS, 2, rows)


# The table


def test_compact_lines_at_36_cells(scheme: Scheme) -> None:
    found = table(scheme, 36)
    lines = [" ".join(found.cells(index)).rstrip() for index in range(len(LIST))]
    assert lines == [
        "1= 欧阳明日香      100.00  ▇▇▇▇▇▇",
        "1= 阿依古丽·买买提 100.00  ▇▇▇▇▇▇",
        "3  王芳 3           88.01… ▇▇▇▇   ↑2",
        "4  王芳 4           60.00  ▇",
        "–  张三[/]              –",
    ]


@pytest.mark.parametrize("full", [False, True])
def test_every_width_shows_whole_numbers_in_straight_columns(scheme: Scheme, full: bool) -> None:
    for width in range(20, 200):
        check_straight(scheme, width, full)


def check_straight(scheme: Scheme, width: int, full: bool) -> None:
    """The lines are equally wide, fit, and show every score whole."""
    found = table(scheme, width, full=full, cursor=full)
    widths = {cell_width(" ".join(found.cells(index))) for index in range(len(LIST))}
    assert widths == {cell_width(" ".join(line)) for line in found.headings}
    kinds = [column.kind for column in found.columns]
    for index, wanted in enumerate(("100.00 ", "100.00 ", "88.01…", "60.00 ", "– ")):
        assert found.cells(index)[kinds.index(Kind.SCORE)].strip() == wanted.strip()
    if width >= 32:
        assert max(widths) <= width


def test_what_gives_way_first(scheme: Scheme) -> None:
    def kinds(width: int, *, full: bool) -> set[Kind]:
        return {column.kind for column in table(scheme, width, full=full).columns}

    def least(*wanted: Kind, full: bool) -> int:
        """The least cells at which all those columns are shown."""
        return next(width for width in range(20, 200) if {*wanted} <= kinds(width, full=full))

    tiers = least(Kind.TIER, full=True)
    sections = least(Kind.TIER, Kind.SECTION, full=True)
    bars = least(Kind.TIER, Kind.SECTION, Kind.BAR, full=True)
    assert tiers < sections <= 80 < bars <= 120
    assert Kind.BAR not in kinds(sections, full=True)
    assert Kind.BAR in kinds(36, full=False)
    assert Kind.SECTION not in kinds(36, full=False)
    assert {Kind.BAR, Kind.SECTION} <= kinds(60, full=False)
    assert Kind.BAR not in kinds(30, full=False)


def test_sorting(scheme: Scheme) -> None:
    def codes(key: str) -> str:
        return "".join(row.person.code for row in sorted_rows(LIST, key, scheme))

    spelled = [
        replace(row, person=replace(row.person, spelling=key))
        for row, key in zip(LIST, ("ouyang", "ayi", "wangfang", "wangfang", "zhang"), strict=True)
    ]
    assert codes("rank") == "12345"
    assert codes("section") == "12534"
    assert [row.person.code for row in sorted_rows(spelled, "name", scheme)] == [
        "2",
        "1",
        "3",
        "4",
        "5",
    ]
    assert codes("peer") == "12345"


def test_classes(scheme: Scheme) -> None:
    mixed = standings_of((LIST[0], line("9", "单雄", 1, "90", role=Role.MIDDLE)))
    assert classes(mixed, scheme) == (Role.STAFF, Role.MIDDLE)
    assert classes(mixed, replace(scheme, rank=RankBy.TOGETHER)) == (None,)


def test_moves_between() -> None:
    before = standings_of((LIST[0], LIST[2], LIST[4]))
    after = standings_of((replace(LIST[2], rank=1), replace(LIST[0], rank=2), LIST[4]))
    assert moves_between(before.of(None), after.of(None)) == {"3": 2, "1": -1}


# What is repainted


class Recorded(StandingsView):
    """Keeps what it was asked to repaint."""

    def __init__(self, *, cursor: bool = False) -> None:
        super().__init__(full=False, cursor=cursor)
        self.regions: list[Region] = []
        self.whole = 0

    def refresh(self, *regions: Region, **how: bool) -> "Recorded":
        """Note it, then do it."""
        self.regions += regions
        self.whole += not regions
        super().refresh(*regions, **how)
        return self


async def test_only_what_is_other_is_repainted(demo: Path, scheme: Scheme) -> None:
    view = Recorded()
    app = MeetingApp(demo, "q2", TableScreen(view))
    async with app.run_test(size=SIZE) as pilot:
        view.show(standings_of(LIST), scheme, {})
        await pilot.pause()
        before = seen(app)
        view.regions, view.whole = [], 0
        view.show(standings_of(LIST), scheme, {})
        await pilot.pause()
        assert (view.regions, view.whole) == ([], 0)
        swapped = (*LIST[:2], replace(LIST[3], rank=3), replace(LIST[2], rank=4), LIST[4])
        view.show(standings_of(swapped), scheme, {})
        await pilot.pause()
        assert view.whole == 0
        assert {(region.y, region.height) for region in view.regions} == {(2, 1), (3, 1)}
        assert all(region.x >= 3 for region in view.regions), "the ranks stay as they are"
        after = seen(app)
        assert after != before
        view.refresh()
        await pilot.pause()
        assert seen(app) == after


async def test_the_cursor_goes_with_its_person(demo: Path, scheme: Scheme) -> None:
    view = Recorded(cursor=True)
    app = MeetingApp(demo, "q2", TableScreen(view))
    async with app.run_test(size=SIZE) as pilot:
        view.show(standings_of(LIST), scheme, {})
        view.move(3)
        await pilot.pause()
        view.regions = []
        swapped = (*LIST[:2], replace(LIST[3], rank=3), replace(LIST[2], rank=4), LIST[4])
        view.show(standings_of(swapped), scheme, {})
        await pilot.pause()
        assert view.person == "4"
        assert seen(app).splitlines()[2].startswith("▶ 3  王芳")
        assert {region.width for region in view.regions} == {80}, "its colour fills the line"


async def test_three_thousand_rows_draw_only_what_is_seen(demo: Path, scheme: Scheme) -> None:
    rows = tuple(line(str(n), f"张{n}", n + 1, "80") for n in range(3000))
    view = StandingsView(full=False, cursor=True)
    app = MeetingApp(demo, "q2", TableScreen(view))
    async with app.run_test(size=SIZE) as pilot:
        view.show(standings_of(rows), scheme, {})
        view.move(3000)
        await pilot.pause()
        assert seen(app).splitlines()[21].startswith("▶ 3000  张2999")
        assert len(view._drawn) <= 2 * SIZE[1]


async def test_a_plain_bar_in_sixteen_colours(demo: Path) -> None:
    app = MeetingApp(demo, "q2", StandingsScreen())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "▇" in seen(app)
        app.theme = "console"
        await pilot.pause()
        assert "▇" not in seen(app)
        assert "####" in seen(app)


# The screen


async def test_the_sample_on_the_projector(demo: Path) -> None:
    app = MeetingApp(demo, "q2", StandingsScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        shown = seen(app).splitlines()
        assert "✔ 全员互评" in shown[0]
        assert "◐ 中层干部评分" in shown[0]
        assert "staff · 24 people" in shown[1]
        assert shown[4].split()[:4] == ["▶", "1", "邹小琴", "普查中心"]
        assert "96.32…" in shown[4]
        await pilot.press("end")
        assert "▶ 24  丁玉兰" in seen(app)
        await pilot.press("pageup", "home")
        assert "▶  1  邹小琴" in seen(app)
        await pilot.press("c")
        assert "middle managers · 8 people" in seen(app)
        await pilot.press("c", "c")
        assert "staff · 24 people" in seen(app)
        await pilot.press("o")
        assert "sorted by section" in seen(app)
        await pilot.press("o", "o", "o", "o")
        assert "sorted by 分管领导评分" in seen(app)
        await pilot.press("o", "o")
        assert "sorted by" not in seen(app)


async def test_columns_stand_straight_with_long_names(demo: Path) -> None:
    app = MeetingApp(demo, "q2", StandingsScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        lines = [row for row in seen(app).splitlines() if "…" in row and "." in row]
        places = {cell_width(row[: row.rindex(".")]) for row in lines}
        assert len(lines) > 10
        assert any("阿依古丽·买买提" in row for row in lines)
        assert any("欧阳明日香" in row for row in lines)
        assert len(places) == 1


async def test_a_closed_period_shows_its_frozen_result(demo: Path) -> None:
    app = MeetingApp(demo, "q1", StandingsScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Result no. 1, locked on 20" in seen(app)
        assert "fingerprint " in seen(app)
        assert "↑↓" not in seen(app)


async def test_a_period_without_ratings_says_so(demo: Path) -> None:
    app = MeetingApp(demo, "q3", StandingsScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        assert "Nobody has a score yet" in seen(app)
        assert "✗ There is nobody with a score yet." in seen(app)


def hand_in(path: Path, period: str, tier: str, rater: str, mark: int) -> None:
    """Key and hand in one ballot as another program would: ``mark`` tenths for everything."""
    room = enter_room(path)
    here = room.period(period)
    ballot = OpenBallot(room, period, tier, rater)
    for person in overview.pairs(room, period, tier)[rater]:
        for number in range(len(here.scheme.indicators)):
            ballot.mark(person.code, number, mark)
    ballot.hand_in()
    room.close()


async def test_it_follows_what_another_program_does(demo: Path) -> None:
    app = MeetingApp(demo, "q2", StandingsScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down")
        hand_in(demo, "q2", "middle", "29", 100)
        await until(pilot, lambda: "95.34…" not in seen(app))
        assert "▶" in next(row for row in seen(app).splitlines() if "赵玉珍" in row)
        assert any(sign in seen(app) for sign in ("↑1", "↓1")), "who moved is shown"


async def test_what_is_withheld_is_said_and_not_shown(tmp_path: Path) -> None:
    sample = shipped("sample_data")
    text = (sample / "scheme.toml").read_text(encoding="utf-8")
    (tmp_path / "scheme.toml").write_text(
        text.replace('reveal = "ballot"', 'reveal = "tier"'), encoding="utf-8"
    )
    path = tmp_path / "new.db"
    room = new_year(path, tmp_path / "scheme.toml", sample / "roster.csv")
    steps.open_tier(room, "q1", "peer")
    room.close()
    hand_in(path, "q1", "peer", "05", 100)
    app = MeetingApp(path, "q1", StandingsScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "全员互评: shown when the tier is closed" in seen(app)
        assert "The scores appear here as soon as they may be shown." in seen(app)
        assert "50.00" not in seen(app)


async def test_a_list_says_why_it_shows_no_means(tmp_path: Path) -> None:
    path = copied(tmp_path / "few.db", _few_ratings)
    app = MeetingApp(path, "q1", StandingsScreen())
    why = "No tier means for 3 people: a secret tier has fewer than 5 ratings of them."
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert why in seen(app)
        await pilot.press("c")
        assert why not in seen(app)
        app.push_screen(Home())
        await until(pilot, lambda: why in seen(app))


def _few_ratings(folder: Path) -> Room:
    scheme = scheme_text().replace('key = "middle"', 'key = "middle"\nsecret = true')
    room = new_room(folder, scheme)
    for tier, raters in (("peer", "h l1 l2 m1 m2 s1 s2 s3"), ("middle", "m1 m2")):
        steps.open_tier(room, "q1", tier)
        for rater in raters.split():
            key_ballot(room, ("q1", tier, rater))
        steps.close_tier(room, "q1", tier)
    return room


# Announcing


def test_large_figures() -> None:
    assert big_lines("1.", 12, 5) == [
        "  ██      ",
        "████      ",
        "  ██      ",
        "  ██      ",
        "██████  ██",
    ]
    twice = big_lines("88.50", 80, 14)
    assert (len(twice), len(twice[0])) == (10, 68)
    assert big_lines("100.00", 20, 10) == ["100.00"]


async def test_announcing_from_the_last_to_the_first(demo: Path) -> None:
    app = MeetingApp(demo, "q1", StandingsScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end", "a")
        await pilot.pause()
        assert isinstance(app.screen, AnnounceScreen)
        assert "孙　大　勇" in seen(app)
        assert "rank 23 of 23" in seen(app)
        assert "████" in seen(app)
        await pilot.press("right")
        assert "✗ This is the last person of the list." in seen(app)
        await pilot.press("left")
        assert "丁　玉　兰" in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "▶ 22  丁玉兰" in seen(app)
