"""The screen of the copies, and what a start says after a crash."""

import os
from pathlib import Path

import pytest

from kaohe_tui.services.counting import overview
from kaohe_tui.services.database import copies
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.database.backups import Backups
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.tiers.closing import ClosingScreen
from kaohe_tui.ui.screens.tiers.tiers import Tiers
from kaohe_tui.ui.terminal import faults
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until


async def test_a_copy_is_made_and_gone_back_to(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", Backups())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "There are none yet." in seen(app)
        await pilot.press("enter")
        assert said(app) == "✗ There are no backups yet; N makes one."
        await pilot.press("n")
        await until(pilot, lambda: said(app).startswith("Backed up and checked"))
        assert "made by hand" in seen(app)
        steps.close_tier(app.room, "q2", "middle", "会议结束")
        before = len(overview.overview(app.room, "q2").tiers)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "1 current entry of the record is not in the backup" in seen(app)
        await pilot.press("enter", "y")
        await until(pilot, lambda: said(app).startswith("Restored. What was replaced is kept"))
        assert len(overview.overview(app.room, "q2").tiers) == before
        assert app.room.period("q2").steps.current
        assert list(tmp_path.glob("meeting.replaced-*.db"))


async def test_esc_goes_back_to_nothing(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", Backups())
    async with app.run_test(size=SIZE) as pilot:
        copies.copied_now(app.room)
        app.screen.fill()  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Backups))
        assert not list(tmp_path.glob("*replaced*"))
        assert not list(tmp_path.glob(".*.new"))


async def test_a_closing_without_a_copy_is_asked_for(tmp_path: Path) -> None:
    path = sample_copy(tmp_path)
    in_the_way = path.with_name("meeting.db.backups")
    in_the_way.write_text("in the way", encoding="utf-8")
    app = MeetingApp(path, "q2", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("home", *["up"] * 5, "r")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Continue without a backup?" in seen(app)
        assert "cannot be written" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "Answer:  a ballot came late" in seen(app)
        assert app.room.period("q2").steps.state_of("peer").value == "closed"
        in_the_way.unlink()
        await pilot.press("enter")
        await until(pilot, lambda: "is open again" in said(app))
        assert [copy.why for copy in copies.copies_of(path)] == ["reopening"]


async def test_large_databases_are_copied_beside_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample_copy(tmp_path)
    monkeypatch.setattr(copies, "WORTH_A_THREAD", 0)
    app = MeetingApp(path, "q2", Tiers())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press(*["up"] * 5, "r")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: "is open again" in said(app))
        assert [copy.why for copy in copies.copies_of(path)] == ["reopening"]


async def test_closing_makes_a_copy(tmp_path: Path) -> None:
    path = sample_copy(tmp_path)
    app = MeetingApp(path, "q2", ClosingScreen("middle"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("2", "enter")
        for _question in range(2):
            await until(pilot, lambda: "Who signs" in seen(app))
            await pilot.press("enter")
        await until(pilot, lambda: app.room.period("q2").steps.state_of("middle") == "closed")
        assert [copy.why for copy in copies.copies_of(path)] == ["closing"]


def test_a_report_of_a_fault_is_told_once() -> None:
    assert faults.untold() == []
    report = faults.write_report("details")
    assert report
    [told] = faults.untold()
    assert str(report) in told
    assert faults.untold() == []
    later = faults.write_report("more")
    assert later
    os.utime(later, (report.stat().st_mtime + 5,) * 2)
    [told] = faults.untold()
    assert str(later) in told
    assert faults.untold() == []
