"""The screens of grades and of the year, by keyboard at 80 columns and 24 lines."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import cast

import pytest
from textual_plotext import PlotextPlot

from kaohe_tui import words
from kaohe_tui.domain.entries.entries import YEAR, ExemptionKind, GroupFacts
from kaohe_tui.domain.grades.decision import Grading
from kaohe_tui.domain.grades.proposal import propose
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.grades import Grade
from kaohe_tui.domain.standings.scoring import ReviewScore, TierScore
from kaohe_tui.domain.standings.standings import rank
from kaohe_tui.domain.width import cell_width
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.entries import entries
from kaohe_tui.services.year import grades
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.entries.exemptions import Exemptions
from kaohe_tui.ui.screens.year.grades import GradesScreen
from kaohe_tui.ui.screens.year.year import YearScreen
from kaohe_tui.ui.screens.year.year_plot import YearPersonScreen
from kaohe_tui.ui.widgets.standings.sparkline import span_of, sparkline
from tests.domain.strategies import SCHEME, no_marks
from tests.prepared import demo_copy
from tests.services.graded_year import graded_scheme, make_left, make_year
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A bureau with two quarters closed."""
    room = make_year(tmp_path)
    room.close()
    return room.database.path


def _values(*worths: int | None) -> list[Fraction | None]:
    return [None if worth is None else Fraction(worth) for worth in worths]


@pytest.mark.parametrize(
    ("worths", "bars", "digits"),
    [
        ((80, 100, None, 90), "▁█·▅", "18·5"),
        ((None, None), "··", "··"),
        ((88, 88), "▄▄", "44"),
        ((), "", ""),
    ],
)
def test_bars(worths: tuple[int | None, ...], bars: str, digits: str) -> None:
    values = _values(*worths)
    assert sparkline(values, span_of(values)) == bars
    assert sparkline(values, span_of(values), plain=True) == digits


def test_the_lowest_and_the_highest_of_the_class_are_the_ends() -> None:
    span = span_of(_values(60, 100))
    assert sparkline(_values(80), span) == "▅"
    assert span_of([None]) == (Fraction(0), Fraction(0))


async def test_what_another_program_decides_or_enters_is_shown_at_once(path: Path) -> None:
    app = MeetingApp(path, "q1", GradesScreen("q1"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "tied: decide" in seen(app))
        await pilot.press("down", "down")
        await until(pilot, lambda: "2 people are tied" in seen(app))
        screen = cast("GradesScreen", app.screen)
        under = screen.pick.cursor
        other = enter_room(path)
        grades.decide(other, "q1", "s2", "优秀", "会议")
        await until(pilot, lambda: "优秀" in _line(app, "孙红"))
        assert screen.pick.cursor == under
        app.push_screen(Exemptions())
        await until(pilot, lambda: isinstance(app.screen, Exemptions))
        entries.exempt(other, "q1", "s4", ExemptionKind.UNDETERMINED, "病假")
        other.close()
        await until(pilot, lambda: "病假" in seen(app))


def _line(app: MeetingApp, name: str) -> str:
    return next(line for line in seen(app).splitlines() if name in line)


async def test_the_group_settles_a_tie_by_keyboard(path: Path) -> None:
    app = MeetingApp(path, "q1", GradesScreen("q1"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "孙红" in seen(app))
        assert "tied: decide" in seen(app)
        assert "1 taken; tied, for the group" in seen(app)
        await pilot.press("down")
        await until(pilot, lambda: "2 people are tied" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        assert "1 of 2 places left" in seen(app)
        assert "below 60 points" in seen(app)
        assert "from 0" not in seen(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Why 优秀 for 孙红?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        for told in (
            "孙红 (s2), 综合科",
            "Proposed: to be decided",
            "Decided: 优秀",
            "Reason: the group",
        ):
            assert told in seen(app)
        await pilot.press("enter")
        assert grades.grading(app.room, "q1").decided("s2") == ""
        await pilot.press("y")
        await until(pilot, lambda: said(app) == "孙红: 优秀 is decided.")
        assert grades.final_grades(app.room, "q1")["s2"] == "优秀"
        assert "The group decided 优秀" in seen(app)
        # The other one is still tied, and is refused the place before a reason is asked for.
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "all are taken" in said(app))
        await pilot.press("up", "b")
        await until(pilot, lambda: "undone?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "The decision is taken back." in seen(app))
        await pilot.press("y")
        await until(pilot, lambda: "孙红: the grade is to be decided again" in said(app))
        assert grades.final_grades(app.room, "q1")["s2"] == "称职"


async def test_enter_alone_decides_nothing_for_the_tied(path: Path) -> None:
    """The lower grade stood under the cursor: two Enters and Y decided against them."""
    app = MeetingApp(path, "q1", GradesScreen("q1"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "孙红" in seen(app))
        lines = [line for line in seen(app).splitlines() if "tied: decide" in line]
        assert len(lines) == 2
        for line in lines:
            assert "to be decided" in line
            assert "合格" not in line
            assert "称职" not in line
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        assert cast("Choose", app.screen).current == ""
        assert "· proposed" not in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, GradesScreen))
        assert grades.grading(app.room, "q1").decided("s2") == ""


async def test_the_proposed_grade_needs_no_reason(path: Path) -> None:
    app = MeetingApp(path, "q1", GradesScreen("q1"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "单雄" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: said(app) == "单雄: 优秀 is decided.")


async def test_classes_one_after_the_other(path: Path) -> None:
    app = MeetingApp(path, "q1", GradesScreen("q1"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "单雄" in seen(app))
        await pilot.press("c")
        await until(pilot, lambda: "马科长" in seen(app))
        assert "单雄" not in seen(app)
        assert "0 places (40% of 2, rounded down), 0 taken" in seen(app)


async def test_nothing_is_decided_before_the_period_is_closed(path: Path) -> None:
    app = MeetingApp(path, "annual", GradesScreen("annual"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "not closed yet" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "decided on its result" in said(app))


async def test_the_year_and_one_person_of_it(path: Path) -> None:
    app = MeetingApp(path, "q1", YearScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "赵四" in seen(app))
        (line,) = [line for line in seen(app).splitlines() if "赵四" in line]
        assert line.split() == [
            "5",
            "赵四",
            "农业科",
            "80.00",
            "92.00",
            "–",
            "▆█·",
            "86.00",
            "称职",
        ]
        assert "晚来: without 第一季度小评" in seen(app)
        assert all(cell_width(line) <= SIZE[0] for line in seen(app).splitlines())
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, YearPersonScreen))
        await until(pilot, lambda: "97.00 × 20 = 1940" in seen(app))
        assert "1940 ÷ 20 = 97.00" in seen(app)
        await pilot.press("right")
        await until(pilot, lambda: "95.00 × 20 = 1900" in seen(app))
        await until(pilot, lambda: "█" in seen(app))
        plot = app.screen.query_one(PlotextPlot)
        assert plot.region.bottom <= SIZE[1] - 2
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, YearScreen))
        (line,) = [line for line in seen(app).splitlines() if "▶" in line]
        assert "单雄" in line
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, GradesScreen))
        assert cast("GradesScreen", app.screen).key == YEAR


async def test_who_left_stands_last_and_is_explained(tmp_path: Path) -> None:
    room = make_left(tmp_path)
    room.close()
    app = MeetingApp(room.database.path, "q1", YearScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "钱五" in seen(app))
        (line,) = [line for line in seen(app).splitlines() if "钱五  " in line]
        assert line.split()[-1] == "left"
        assert " 4 people" in seen(app)
        await pilot.press(*["down"] * 4, "enter")
        await until(pilot, lambda: isinstance(app.screen, YearPersonScreen))
        await until(pilot, lambda: "left, not ranked" in seen(app))
        assert "50.00 × 20 = 1000" in seen(app)
        await pilot.press("left")
        await until(pilot, lambda: "80.00 × 20 = 1600" in seen(app))


async def test_more_is_seen_where_there_is_room(path: Path) -> None:
    app = MeetingApp(path, "q1", YearScreen())
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: "赵四" in seen(app))
        heading = seen(app).splitlines()[1]
        assert all(name in heading for name in ("第一季度小评", "第二季度小评", "年终总评"))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_no_head_and_no_grade_of_the_sample_is_cut_at_eighty_columns(
    tmp_path: Path, language: str
) -> None:
    path = demo_copy(tmp_path / "sample.db", language)
    words.use_language(language)
    app = MeetingApp(path, "q1", YearScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: " 96.19 " in seen(app))
        assert "…" not in "".join(seen(app).splitlines()[:4])
        assert any(row.endswith(("优秀", "Excellent")) for row in seen(app).splitlines())
        app.push_screen(GradesScreen("q1"))
        await until(pilot, lambda: isinstance(app.screen, GradesScreen))
        await until(pilot, lambda: "94.03" in seen(app))
        assert "…" not in "".join(seen(app).splitlines()[:-1])


async def test_heads_of_the_year_break_between_words(tmp_path: Path) -> None:
    path = demo_copy(tmp_path / "sample.db")
    app = MeetingApp(path, "q1", YearScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: " 96.19 " in seen(app))
        heads = [line.split() for line in seen(app).splitlines()[1:4]]
    assert heads == [
        ["第一", "第二", "第三", "第四"],
        ["季度", "季度", "季度", "季度", "年终"],
        ["Rank", "Name", "小评", "小评", "小评", "小评", "总评", "Trend", "Year", "Grade"],
    ]


async def test_plain_signs_draw_heights_as_digits(path: Path) -> None:
    app = MeetingApp(path, "q1", YearScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "▆█·" in seen(app))
        app.remember(replace(app.settings, signs="plain"))
        await pilot.press("c", "c", "c")
        await until(pilot, lambda: "赵四" in seen(app))
        (line,) = [line for line in seen(app).splitlines() if "赵四" in line]
        assert "68·" in line


async def test_five_periods_fit_eighty_columns(tmp_path: Path) -> None:
    text = graded_scheme()
    for key in ("q3", "q4"):
        text += f'[[periods]]\nkey = "{key}"\nname = "{key}季度小评"\nweight = 10\n'
    room = make_year(tmp_path, text)
    room.close()
    app = MeetingApp(room.database.path, "q1", YearScreen())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "赵四" in seen(app))
        (line,) = [line for line in seen(app).splitlines() if "赵四" in line]
        assert line.split()[2:] == ["80.00", "92.00", "–", "–", "–", "▆█···", "86.00", "称职"]


async def test_whoever_has_no_year_has_no_plot(path: Path) -> None:
    app = MeetingApp(path, "q1", YearPersonScreen("s7"))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "no value for the year" in seen(app))
        assert not app.screen.query_one(PlotextPlot).display
        await pilot.press("left")
        await until(pilot, lambda: "钱五" in seen(app))
        assert app.screen.query_one(PlotextPlot).display


async def test_the_list_stays_in_view_however_many_are_tied(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names of all who were tied took the whole screen, and a grade was decided unseen."""
    app = MeetingApp(path, "q1", GradesScreen("q1"))
    everybody = _all_tied()
    monkeypatch.setattr(grades, "grading", lambda _room, _key: everybody)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "and 294 more" in seen(app))
        assert cast("GradesScreen", app.screen).pick.size.height >= 10
        assert seen(app).count("tied: decide") >= 10


def _all_tied() -> Grading:
    """Three hundred people with one total."""
    roster = Roster(tuple(Person(f"{n:03}", f"甲{n:03}", "综合科", Role.STAFF) for n in range(300)))
    tier = TierScore("peer", 1, 1, 0, Fraction(95), Fraction(1), 0, 0, 0, 0)
    score = ReviewScore((tier,), Fraction(95), provisional=False)
    table = rank(SCHEME, roster, dict.fromkeys((p.code for p in roster), score), no_marks, {})
    scheme = replace(
        SCHEME,
        grades=(
            Grade("优秀", Fraction(90), Fraction(20)),
            Grade("良好", Fraction(80), Fraction(30)),
            Grade("称职", Fraction(0)),
        ),
    )
    facts = GroupFacts()
    return Grading("q1", scheme, table, facts, propose(scheme, table, facts), closed=True)


async def test_what_makes_a_decided_grade_lapse_is_told_before_the_yes(path: Path) -> None:
    room = enter_room(path)
    grades.decide(room, "q1", "s1", "优秀", "会议")
    room.close()
    app = MeetingApp(path, "q1", Exemptions())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Exemptions))
        await pilot.press("a", *"s1", "enter")
        await until(pilot, lambda: "What applies to 单雄?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Where does it apply?" in seen(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Why does 单雄 get no grade?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "Why is its result changed?" in seen(app))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "correct and lock the result again" in seen(app))
        assert "优秀, decided for 单雄, lapses with it and does not come back." in seen(app)
