"""Adjustments, vetoes, absences and exemptions by keys alone, at 80x24."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import Screen

from kaohe_tui.domain.entries.entries import YEAR, ExemptionKind
from kaohe_tui.domain.width import cell_width
from kaohe_tui.services.counting import overview
from kaohe_tui.services.entries import entries
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.entries.absences import Absences
from kaohe_tui.ui.screens.entries.adjustments import Adjustments
from kaohe_tui.ui.screens.entries.differences import DifferencesScreen
from kaohe_tui.ui.screens.entries.exemptions import Exemptions
from kaohe_tui.ui.screens.entries.vetoes import Vetoes
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from tests.ui.closed_quarter import ruled_app
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, sign, until

GROUND = "县纪委规定的一票否决事项"


async def on(
    pilot: Pilot[None], app: MeetingApp, screen: type[Screen[Any]], text: str = ""
) -> None:
    """Wait until that screen is there and shows the text."""
    await until(pilot, lambda: isinstance(app.screen, screen) and text in seen(app))


async def test_a_document_of_another_period_waits_for_a_yes(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments, "No entries")
        entries.enter_adjustment(
            app.room, "q1", "s1", "research", 1, "统发〔2026〕1号", correction="补录"
        )
        await pilot.press("a", "s", "1", "enter")
        await on(pilot, app, Choose, "Which rule applies to 单雄?")
        await pilot.press("enter")
        await on(pilot, app, Ask, "How many times?")
        await pilot.press("enter")
        await on(pilot, app, Ask, "On what evidence")
        await pilot.press("0")
        app.screen.post_message(Paste("统发[26]一号"))
        await until(pilot, lambda: "统发[26]一号" in seen(app))
        await pilot.press("enter")
        await on(pilot, app, Confirm, "This document is used in")
        await pilot.press("y")
        await on(pilot, app, Adjustments, "◐ s1 单雄")


async def test_an_adjustment_is_added_approved_and_withdrawn(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments, "No entries")
        await pilot.press("a")
        await on(pilot, app, Find, "Whom does")
        await pilot.press("s", "1", "enter")
        await on(pilot, app, Choose, "Which rule applies to 单雄?")
        assert "+0.5 each time, at most 3" in seen(app)
        await pilot.press("enter")
        await on(pilot, app, Ask, "How many times?")
        await pilot.press("4", "enter")
        await on(pilot, app, Ask, "On what evidence")
        await pilot.press("2", "enter")
        await on(pilot, app, Adjustments, "◐ s1 单雄")
        assert "调研信息采用 ×4  +2" in seen(app)
        assert "1 entry is waiting for approval" in seen(app)
        assert "Not approved yet." in seen(app)
        assert "once approved" in said(app)
        await pilot.press("p")
        await on(pilot, app, Find, "Who approves this for 单雄?")
        assert "孙红" not in seen(app)
        await pilot.press("h", "enter")
        await on(pilot, app, Adjustments, "✔ s1 单雄")
        assert "Approved by 何局长" in seen(app)
        assert app.room.period("q2").extras["s1"].bonus == 2
        await pilot.press("p")
        assert "already approved" in said(app)
        await pilot.press("d")
        await on(pilot, app, Ask, "Why is this entry on 单雄 withdrawn?")
        await pilot.press("2", "enter")
        await on(pilot, app, Confirm, "Why it is withdrawn: entered twice")
        await pilot.press("y")
        await on(pilot, app, Adjustments, "✗ s1 单雄")
        assert "entered twice" in seen(app)
        assert "s1" not in app.room.period("q2").extras
        await pilot.press("d")
        assert "already withdrawn" in said(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])


async def test_in_a_closed_period_the_differences_are_seen_before_y(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q1", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments, "The period is closed")
        assert "the result is locked again." in " ".join(seen(app).split())
        entered = entries.enter_adjustment(
            app.room, "q1", "s3", "research", 6, "5期", correction="补录"
        )
        app.renew()
        app.screen.query_one("#entries-title")
        screen = app.screen
        assert isinstance(screen, Adjustments)
        screen.fill()
        await pilot.press("p")
        await on(pilot, app, Find)
        await pilot.press("h", "enter")
        await on(pilot, app, Ask, "Why is its result changed?")
        await pilot.press("1", "enter")
        await on(pilot, app, DifferencesScreen, "The result changes for 2 people.")
        shown = seen(app)
        assert "83.00 → 86.00  rank 3 → rank 2  称职" in shown
        assert "rank 2 → rank 3" in shown
        await pilot.press("enter")
        assert "Press Y or +" in said(app)
        await pilot.press("escape")
        await on(pilot, app, Adjustments, "◐ s3")
        frozen = overview.result(app.room, "q1")
        assert frozen is not None
        assert frozen.number == 1
        await pilot.press("p")
        await on(pilot, app, Find)
        await pilot.press("h", "enter")
        await on(pilot, app, Ask)
        await pilot.press("1", "enter")
        await on(pilot, app, DifferencesScreen)
        await pilot.press("y")
        await on(pilot, app, Adjustments, "✔ s3")
        frozen = overview.result(app.room, "q1")
        assert frozen is not None
        assert frozen.number == 2
        assert frozen.standings.row("s3").total == 86
        assert app.room.period("q1").facts.adjustments[0].id == entered


async def test_what_is_entered_in_a_closed_period_stands_above_what_it_changes(
    tmp_path: Path,
) -> None:
    """Person and entry, and no empty list under a heading, where no total changes."""
    app = ruled_app(tmp_path, "q1", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments)
        await pilot.press("a")
        await on(pilot, app, Find)
        await pilot.press("s", "3", "enter")
        await on(pilot, app, Choose, "Which rule")
        await pilot.press("enter")
        await on(pilot, app, Ask, "How many times?")
        await pilot.press("2", "enter")
        await on(pilot, app, Ask, "On what evidence")
        await pilot.press(*"x7", "enter")
        await on(pilot, app, Ask, "Why is its result changed?")
        await pilot.press("1", "enter")
        await on(pilot, app, DifferencesScreen, "No total, rank or proposed grade changes.")
        shown = seen(app)
        assert "Person: 王芳[/] (s3), 农业科" in shown
        assert "× 2. Evidence: x7." in shown
        assert "before → after" not in shown
        await pilot.press("y")
        await on(pilot, app, Adjustments, "◐ s3")
        await pilot.press("p")
        await on(pilot, app, Find)
        await pilot.press("h", "enter")
        await on(pilot, app, Ask, "Why is its result changed?")
        await pilot.press("1", "enter")
        await on(pilot, app, DifferencesScreen, "before → after")
        assert "Person: 王芳[/] (s3), 农业科" in seen(app)
        assert "× 2. Evidence: x7." in seen(app)
        assert "Approved by: 何局长" in seen(app)


async def test_absence_in_a_closed_period_is_told_with_its_person(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q1", Absences())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Absences)
        await pilot.press("a")
        await on(pilot, app, Find)
        await pilot.press("s", "2", "enter")
        await on(pilot, app, Ask, "How many days")
        await pilot.press(*"1.5", "enter")
        await on(pilot, app, Ask, "Why was 孙红 absent?")
        await pilot.press("1", "enter")
        await on(pilot, app, Ask, "Why is its result changed?")
        await pilot.press("1", "enter")
        await on(pilot, app, DifferencesScreen)
        assert "Person: 孙红 (s2), 综合科" in seen(app)
        assert "1.5 days: " in seen(app)


async def test_nobody_approves_his_own_and_bad_counts_are_refused(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments)
        await pilot.press("p")
        assert "There is no entry." in said(app)
        await pilot.press("a")
        await on(pilot, app, Find)
        await pilot.press("l", "1", "enter")
        await on(pilot, app, Choose)
        await pilot.press("down", "enter")
        await on(pilot, app, Ask, "−2 each time, at most 10")
        await pilot.press("x", "enter")
        await until(pilot, lambda: "not a whole number" in said(app))
        assert isinstance(app.screen, Ask)
        await pilot.press("escape")
        await on(pilot, app, Adjustments)
        entries.enter_adjustment(app.room, "q2", "l1", "violation", 1, "通报")
        app.renew()
        screen = app.screen
        assert isinstance(screen, Adjustments)
        screen.fill()
        await pilot.press("p")
        await on(pilot, app, Find, "Who approves")
        assert "刘副局长" in seen(app)
        assert not any("李副局长" in line and "leaders" in line for line in seen(app).splitlines())


async def test_a_veto_is_entered_and_withdrawn(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q1", Vetoes())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Vetoes, "Nobody is vetoed")
        await pilot.press("a")
        await on(pilot, app, Find)
        await pilot.press("s", "1", "enter")
        await on(pilot, app, Ask, "On what ground")
        await pilot.press("2", "enter")
        await on(pilot, app, Ask, "number of the document")
        assert "would get the grade 不称职" in seen(app)
        await pilot.press(*"2026-3", "enter")
        await on(pilot, app, Ask, "Which authority")
        await pilot.press("3", "enter")
        await on(pilot, app, Ask, "Why is its result changed?")
        await pilot.press("4", "enter")
        await on(pilot, app, DifferencesScreen, "rank 1 → vetoed")
        for told in ("单雄 (s1)", GROUND, "2026-3", "discipline inspection", "the grade 不称职"):
            assert told in seen(app)
        await pilot.press("plus")
        await on(pilot, app, Vetoes, "✔ s1 单雄")
        (veto,) = app.room.period("q1").facts.vetoes
        assert (veto.ground, veto.document) == (GROUND, "2026-3")
        await pilot.press("d")
        await on(pilot, app, Ask, "withdrawn?")
        await pilot.press("4", "enter")
        # The reason of the withdrawal is that of the correction, too.
        await on(pilot, app, DifferencesScreen, "vetoed → rank 1")
        await pilot.press("y")
        await on(pilot, app, Vetoes, "✗ s1 单雄")
        frozen = overview.result(app.room, "q1")
        assert frozen is not None
        assert frozen.number == 3


async def test_an_absence_in_half_days(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Absences())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Absences, "Nobody was absent")
        await pilot.press("a")
        await on(pilot, app, Find)
        await pilot.press("s", "2", "enter")
        await on(pilot, app, Ask, "How many days was 孙红 absent")
        await pilot.press(*"1.5", "enter")
        await on(pilot, app, Ask, "Why was 孙红 absent?")
        await pilot.press("1", "enter")
        await on(pilot, app, Absences, "1.5 days")
        assert "all together: 1.5 days" in seen(app)
        assert app.room.period("q2").facts.absent_days("s2") == Fraction("1.5")


async def test_an_exemption_for_the_year_and_one_for_the_period(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Exemptions())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Exemptions, "Everybody gets a grade")
        for code, moves in (("1", ()), ("2", ("down",))):
            await pilot.press("a")
            await on(pilot, app, Find)
            await pilot.press("s", code, "enter")
            await on(pilot, app, Choose, "What applies to")
            await pilot.press("enter")
            await on(pilot, app, Choose, "Where does it apply?")
            await pilot.press(*moves, "enter")
            await on(pilot, app, Ask, "get no grade?")
            await pilot.press("4", "enter")
            await on(pilot, app, Confirm, f"(s{code})")
            assert "out of the number that quotas are a part of" in " ".join(seen(app).split())
            await pilot.press("y")
            await on(pilot, app, Exemptions, f"✔ s{code}")
        (here,) = app.room.period("q2").facts.exemptions
        (year,) = entries.year_facts(app.room).exemptions
        assert (here.code, here.kind) == ("s1", ExemptionKind.UNDETERMINED)
        assert (year.code, year.period) == ("s2", YEAR)
        await pilot.press("down", "d")
        await on(pilot, app, Ask, "withdrawn?")
        await pilot.press("1", "enter")
        await on(pilot, app, Confirm, "graded by the rule again")
        await pilot.press("y")
        await on(pilot, app, Exemptions, "✗ s2")
        assert entries.year_facts(app.room).exemption_of("s2") is None


@pytest.mark.parametrize("keys", [["a"], ["a", "s", "1", "enter"]])
async def test_esc_at_any_question_enters_nothing(tmp_path: Path, keys: list[str]) -> None:
    app = ruled_app(tmp_path, "q2", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments)
        await pilot.press("a")
        await on(pilot, app, Find)
        if len(keys) > 1:
            await pilot.press(*keys[1:])
            await on(pilot, app, Choose)
        await pilot.press("escape")
        await on(pilot, app, Adjustments)
        assert app.room.period("q2").facts.adjustments == ()


async def test_long_texts_fit_the_smallest_terminal(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Adjustments())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Adjustments)
        for number in range(30):
            evidence = f"第{number}号" + "关于表彰统计工作先进集体和先进个人的决定" * 4
            entries.enter_adjustment(app.room, "q2", "s3", "research", 1, evidence)
        app.renew()
        screen = app.screen
        assert isinstance(screen, Adjustments)
        screen.fill()
        await pilot.press("pagedown")
        await until(pilot, lambda: "王芳[/]" in seen(app))
        assert all(cell_width(line) <= SIZE[0] for line in seen(app).splitlines())
        await until(pilot, lambda: "No. " in seen(app))
        assert "A" in seen(app).splitlines()[-1]


async def test_closing_a_reopened_period_shows_what_changes_first(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q1", ClosingScreen("head"))
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, ClosingScreen)
        steps.reopen_tier(app.room, "q1", "head", "更正")
        screen = app.screen
        assert isinstance(screen, ClosingScreen)
        screen.fill()
        await until(pilot, lambda: "No total, rank or proposed grade changes." in seen(app))
        entries.enter_adjustment(app.room, "q1", "s3", "research", 6, "5期", approved_by="h")
        app.renew()
        screen.fill()
        await until(pilot, lambda: "The result changes for 2 people." in seen(app))
        await pilot.press("enter")
        await on(pilot, app, DifferencesScreen, "83.00 → 86.00")
        await pilot.press("n")
        await on(pilot, app, ClosingScreen)
        assert not app.room.period("q1").steps.closed
        await pilot.press("enter")
        await on(pilot, app, DifferencesScreen)
        await pilot.press("y")
        await sign(pilot, app)
        await until(pilot, lambda: app.results == [True])
        assert app.room.period("q1").steps.closed


async def test_a_veto_in_an_open_period_waits_for_a_yes(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Vetoes())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Vetoes, "Nobody is vetoed")
        await pilot.press("a")
        await on(pilot, app, Find)
        await pilot.press("s", "1", "enter")
        await on(pilot, app, Ask, "On what ground")
        await pilot.press("2", "enter")
        await on(pilot, app, Ask, "number of the document")
        await pilot.press(*"2026-3", "enter")
        await on(pilot, app, Ask, "Which authority")
        await pilot.press("3", "enter")
        for last, then in (("escape", Ask), ("y", Vetoes)):
            await on(pilot, app, Confirm, "单雄 (s1)")
            for told in (GROUND, "Document: 2026-3", "discipline inspection", "the grade 不称职"):
                assert told in seen(app)
            assert app.room.period("q2").facts.vetoes == ()
            await pilot.press(last)
            await on(pilot, app, then)
            if then is Ask:
                # Esc leads back by one question, and that one still has its answer.
                await pilot.press("escape")
                await on(pilot, app, Ask, "Answer:  2026-3")
                await pilot.press("enter")
                await on(pilot, app, Ask, "Which authority")
                await pilot.press("3", "enter")
        assert len(app.room.period("q2").facts.vetoes) == 1


async def test_a_ground_is_one_of_the_scheme_and_no_other_can_be_written(tmp_path: Path) -> None:
    app = ruled_app(tmp_path, "q2", Vetoes())
    async with app.run_test(size=SIZE) as pilot:
        await on(pilot, app, Vetoes, "Nobody is vetoed")
        await pilot.press("a")
        await on(pilot, app, Find)
        await pilot.press("s", "1", "enter")
        await on(pilot, app, Ask, "On what ground")
        assert "0 " not in seen(app).splitlines()[-1]
        await pilot.press("0", "x", "-", "enter")
        await on(pilot, app, Ask, "On what ground")
        assert "Only these answers" in said(app)
        for other in ("9", "backspace"):
            await pilot.press(other)
            await on(pilot, app, Ask, "On what ground")
        app.post_message(Paste("统发〔2026〕9号"))
        await until(pilot, lambda: "Only these answers" in said(app))
        assert "统发" not in seen(app)
        await pilot.press("1", "enter")
        await on(pilot, app, Ask, "number of the document")
