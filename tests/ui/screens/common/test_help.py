"""The help of a screen, where it is longer than the terminal."""

from pathlib import Path

from kaohe_tui.ui.screens.home.home import Home
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, until


async def test_it_says_that_it_goes_on(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", Home())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: said(app).startswith("↓ ") and "more lines" in said(app))
        more = int(said(app).split()[1])
        await pilot.press("down")
        await until(pilot, lambda: said(app) == f"↓ {more - 1} more lines")
        await pilot.press("end")
        await until(pilot, lambda: said(app) == "")
