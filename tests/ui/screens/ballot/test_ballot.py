"""The ballot's screen: what stands under the grid, and keying part by part."""

from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from kaohe_tui import words
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database import starting
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.ballot.criteria import Criteria
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from tests.bureau import new_room
from tests.prepared import demo_copy
from tests.services.keyed_in_parts import OWN, detail_scheme, put_in_force
from tests.services.keyed_twice import double_scheme
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until
from tests.whole.small_office import office_files


def _app(folder: Path, detail: str) -> MeetingApp:
    """The bureau with its first tier open; ``s2`` has tasks in force."""
    room = new_room(folder, detail_scheme(detail=detail))
    put_in_force(room, "s2", OWN)
    steps.open_tier(room, "q1", "peer")
    room.close()
    return MeetingApp(folder / "kaohe.db", "q1", Screen())


async def _take_up(app: MeetingApp, pilot: Pilot[None]) -> OpenBallot:
    """The ballot of ``s1`` on the screen."""
    ballot = OpenBallot(app.room, "q1", "peer", "s1")
    await app.push_screen(BallotScreen(ballot))
    await until(pilot, lambda: "被考核人" in seen(app) or "Ratee" in seen(app))
    return ballot


def _line(app: MeetingApp, start: str) -> str:
    return next((x.strip() for x in seen(app).splitlines() if x.strip().startswith(start)), "")


async def test_own_tasks_stand_beside_the_goals(tmp_path: Path) -> None:
    """Under that column alone, and for those who have some."""
    app = _app(tmp_path, "total")
    async with app.run_test(size=SIZE) as pilot:
        ballot = await _take_up(app, pilot)
        await pilot.pause()
        assert "工作业绩 60 points   年度工作任务完成情况 35 · 数据质量与时效 25" in seen(app)
        assert not _line(app, "Own tasks")
        await pilot.press("down", "down", "down", "down")
        assert ballot.sheet.rows[4].ratee.code == "s2"
        await until(pilot, lambda: bool(_line(app, "Own tasks")))
        told = _line(app, "Own tasks")
        assert told == "Own tasks  三产统计月报零差错 25 · 企业一套表培训 20 · 普查清查 15"
        standards = "Standards  差错一次扣 2 … · 少一期扣 5 分 · 迟一天扣 1 分"
        assert _line(app, "s2 孙红 ·") == f"s2 孙红 · 综合科   {standards}"
        await pilot.press("right")
        await until(pilot, lambda: not _line(app, "Own tasks"))
        assert _line(app, "s2 孙红 ·") == "s2 孙红 · 综合科"


async def test_f2_shows_the_persons_tasks_first(tmp_path: Path) -> None:
    """Target, standard, points; then the form."""
    app = _app(tmp_path, "total")
    async with app.run_test(size=SIZE) as pilot:
        await _take_up(app, pilot)
        await pilot.press("down", "down", "down", "down", "f2")
        await until(pilot, lambda: isinstance(app.screen, Criteria))
        await pilot.pause()
        shown = seen(app)
        assert shown.index("Tasks of 孙红 (s2)") < shown.index("工作业绩 60 points")
        assert "25  三产统计月报零差错" in shown
        assert "Target: 全年 12 期" in shown
        assert "Standard: 差错一次扣 2 分" in shown
        await pilot.press("escape", "up", "f2")
        await until(pilot, lambda: isinstance(app.screen, Criteria))
        await pilot.pause()
        assert "Tasks of" not in seen(app)


async def test_keying_part_by_part(tmp_path: Path) -> None:
    """The line below follows the digits; the cell adds up; the mark is kept with its parts."""
    app = _app(tmp_path, "criteria")
    async with app.run_test(size=SIZE) as pilot:
        ballot = await _take_up(app, pilot)
        await until(
            pilot, lambda: "▶年度工作任务完成情况 35: _ · 数据质量与时效 25: –" in seen(app)
        )
        assert "年度工作任务完成情况: 按任务书逐项核对" in seen(app)
        await pilot.press("3", "0", "2")
        await until(
            pilot, lambda: "年度工作任务完成情况 35: 30 · ▶数据质量与时效 25: 2_" in seen(app)
        )
        assert "[30+2_]" in seen(app)
        await pilot.press("6")
        await until(pilot, lambda: "25: 26!" in seen(app))
        assert "26 is more than the 25 points of “数据质量与时效”." in said(app)
        await pilot.press("backspace", "5", "3", "9")
        await until(pilot, lambda: ballot.sheet.row == 1)
        assert ballot.sheet.rows[0].marks == (550, 390)
        assert "94" in next(x for x in seen(app).splitlines() if "李副局长" in x)
        # Keyed anew, a part does not count beside its own digits.
        await pilot.press("up", "home", "1")
        await until(pilot, lambda: "[25+1_]" in seen(app))
        await pilot.press("escape", "down", "2", "enter", "right")
        await until(pilot, lambda: "2…" in seen(app))


async def test_an_abstention_is_not_cut(tmp_path: Path) -> None:
    """Where the columns are narrow the word is a shorter one, never half of the long one."""
    app = MeetingApp(demo_copy(tmp_path / "kaohe.db", "en"), "annual", Screen())
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(BallotScreen(OpenBallot(app.room, "annual", "middle", "25")))
        await until(pilot, lambda: "Ratee" in seen(app))
        await pilot.press("down", "-")
        await until(pilot, lambda: bool(_line(app, "─ 23")))
        assert _line(app, "─ 23").endswith(" abst")


async def test_own_tasks_are_keyed_one_by_one(tmp_path: Path) -> None:
    """The task under the cursor with its standard; a mark that does not fit is told in place."""
    app = _app(tmp_path, "criteria")
    async with app.run_test(size=SIZE) as pilot:
        ballot = await _take_up(app, pilot)
        await pilot.press("down", "down", "down", "down", "2", "3")
        await until(pilot, lambda: "▶企业一套表培训 20: _" in seen(app))
        assert "企业一套表培训: 少一期扣 5 分" in seen(app)
        await pilot.press("1", "8", "enter", "1", "5")
        await until(pilot, lambda: ballot.sheet.column == 1)
        assert ballot.sheet.rows[4].marks[0] == 560


async def test_another_language_keeps_the_lines(tmp_path: Path) -> None:
    """Composing again hides and shows what it did before."""
    app = _app(tmp_path, "criteria")
    async with app.run_test(size=SIZE) as pilot:
        await _take_up(app, pilot)
        words.use_language("zh_CN")
        app.refresh_words()
        await until(pilot, lambda: "被考核人" in seen(app) and "▶年度工作任务完成情况" in seen(app))


async def test_the_total_on_the_paper_is_asked_and_must_agree(tmp_path: Path) -> None:
    """Before the ballot is handed in; the refusal names both."""
    room = new_room(tmp_path, double_scheme("control_total = true\n"))
    steps.open_tier(room, "q1", "peer")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Screen())
    async with app.run_test(size=SIZE) as pilot:
        ballot = await _take_up(app, pilot)
        await pilot.press(*"5030" * 6, "h")
        await until(pilot, lambda: "Which total is written on 单雄's form?" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BallotScreen))
        await pilot.press("h")
        await until(pilot, lambda: "Which total" in seen(app))
        await pilot.press(*"479", "enter")
        await until(pilot, lambda: "The paper says 479, the marks add up to 480" in said(app))
        assert not ballot.is_handed_in
        marks = [row.marks for row in ballot.sheet.rows]
        # Whoever answers the refusal at once mends the total, not the last row of the ballot.
        await pilot.press(*["backspace"] * 4, *"4,80", "enter")
        await until(pilot, lambda: "4,80" in said(app))
        await pilot.press(*"480", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: ballot.is_handed_in)
        assert [row.marks for row in ballot.sheet.rows] == marks


async def test_the_key_bar_follows_what_is_refused(tmp_path: Path) -> None:
    """Keys that cannot be used while digits are refused can be used as soon as they are not."""
    app = _app(tmp_path, "total")
    async with app.run_test(size=SIZE) as pilot:
        await _take_up(app, pilot)
        await pilot.press(*"61")
        await until(pilot, lambda: "Esc ✗Pause" in seen(app))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Criteria))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, BallotScreen))
        await pilot.press("backspace")
        await until(pilot, lambda: "Esc Pause" in seen(app))
        assert "✗" not in seen(app).splitlines()[-1]


async def test_nothing_is_keyed_by_a_paste(tmp_path: Path) -> None:
    """Not even the digit that is being typed is touched."""
    app = _app(tmp_path, "total")
    async with app.run_test(size=SIZE) as pilot:
        ballot = await _take_up(app, pilot)
        await pilot.press("1")
        app.post_message(events.Paste("36 14\r13\r\n13912345678"))
        await until(pilot, lambda: "pasting into a ballot is not possible" in said(app))
        assert ballot.sheet.text == "1"
        assert not any(mark is not None for row in ballot.sheet.rows for mark in row.marks)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        app.post_message(events.Paste("y"))
        await until(pilot, lambda: "Pasting does nothing here" in said(app))
        assert not ballot.is_handed_in


async def test_the_row_stays_where_it_was_when_the_size_comes_back(tmp_path: Path) -> None:
    """However small the window was meanwhile."""
    room = enter_room(sample_copy(tmp_path))
    app = MeetingApp(room.database.path, "q2", Screen())
    room.close()
    async with app.run_test(size=SIZE) as pilot:
        ballot = OpenBallot(app.room, "q2", "middle", "25")
        await app.push_screen(BallotScreen(ballot))
        await until(pilot, lambda: "Ratee" in seen(app))
        await pilot.press("ctrl+home", *["down"] * 12)
        await until(pilot, lambda: ballot.sheet.row == 12)

        def line() -> int:
            return next(n for n, x in enumerate(seen(app).splitlines()) if x.startswith("▶"))

        before = line()
        for size in ((80, 12), (60, 20), (40, 10), SIZE):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await until(pilot, lambda: line() == before)


async def test_the_question_at_the_end_leaves_the_last_row_in_view(tmp_path: Path) -> None:
    """What was keyed last is looked at once more before the yes; going back scrolls nothing."""
    app = MeetingApp(sample_copy(tmp_path), "q2", Screen())
    async with app.run_test(size=SIZE) as pilot:
        ballot = OpenBallot(app.room, "q2", "middle", "25")
        await app.push_screen(BallotScreen(ballot))
        await until(pilot, lambda: "Ratee" in seen(app))
        last = ballot.sheet.rows[-1].ratee.name
        await pilot.press("ctrl+end", "ctrl+home", "ctrl+end")
        await until(pilot, lambda: ballot.sheet.at_end)
        before = next(n for n, x in enumerate(seen(app).splitlines()) if last in x)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        assert last in seen(app).splitlines()[before]
        await pilot.press("escape", "ctrl+end", "up")
        await until(pilot, lambda: ballot.sheet.row == len(ballot.sheet.rows) - 1)
        assert next(n for n, x in enumerate(seen(app).splitlines()) if last in x) == before


async def test_a_column_stands_in_the_same_place_on_every_ballot(tmp_path: Path) -> None:
    """Also on that of whoever has the longest name, who does not stand on it."""
    room = starting.new_year(tmp_path / "kaohe.db", *office_files(tmp_path))
    steps.open_tier(room, "q1", "peer")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", Screen())
    async with app.run_test(size=SIZE) as pilot:
        found = []
        for rater in ("s3", "s4"):
            ballot = OpenBallot(app.room, "q1", "peer", rater)
            await app.push_screen(BallotScreen(ballot))
            await until(pilot, lambda: "Ratee" in seen(app))
            found.append(next(x for x in seen(app).splitlines() if "Ratee" in x))
            await pilot.press("escape")
            await until(pilot, lambda: "Ratee" not in seen(app))
        assert found[0] == found[1]


async def test_the_count_is_seen_where_the_title_is_long(tmp_path: Path) -> None:
    """The section gives way; it comes back where there is room."""
    app = MeetingApp(demo_copy(tmp_path / "kaohe.db", "en"), "annual", Screen())
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(BallotScreen(OpenBallot(app.room, "annual", "middle", "25")))
        await until(pilot, lambda: "Ratee" in seen(app))
        assert "   Rater Song Changhe   rated 12/24" in seen(app)
        await pilot.resize_terminal(90, 24)
        await until(pilot, lambda: "   Rater Song Changhe (Investment)   rated 12/24" in seen(app))
