"""A new roster and a new scheme taken in the app, what is in doubt as questions."""

from pathlib import Path

from textual.pilot import Pilot

from kaohe_tui.services.database.copies import copies_of
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.periods.people import People
from kaohe_tui.ui.screens.periods.periods import Periods
from tests.bureau import ROSTER, new_room, scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until


def _words(app: MeetingApp) -> str:
    return " ".join(seen(app).split())


async def _choose(app: MeetingApp, pilot: Pilot[None], name: str) -> None:
    await pilot.press("n")
    await until(pilot, lambda: isinstance(app.screen, Files) and name in seen(app))
    await pilot.press(*name, "enter")


def _begun(folder: Path) -> Path:
    """The first period begun; the second one can still get another roster and scheme."""
    room = new_room(folder, scheme_text())
    steps.open_tier(room, "q1", "peer")
    room.close()
    return folder / "kaohe.db"


async def test_a_code_with_another_name_is_asked_about(tmp_path: Path) -> None:
    app = MeetingApp(_begun(tmp_path), "q1", People())
    new = tmp_path / "next.csv"
    new.write_text(ROSTER.replace("孙红", "新来的"), encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _choose(app, pilot, "next.csv")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "Code s2 was 孙红 and is now 新来的: the same person?" in _words(app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: "Somebody else needs a code" in said(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Files))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("1", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "changed: 新来的" in seen(app)
        assert app.room.roster()["s2"].name == "孙红"
        await pilot.press("y")
        await until(pilot, lambda: "The new roster is taken" in said(app))
        assert app.room.roster()["s2"].name == "新来的"
        assert app.room.period("q1").person("s2").name == "孙红"
        assert [each.why for each in copies_of(app.path)] == ["change"]
        assert verify(app.room).holds


async def test_a_name_with_another_code_is_asked_about(tmp_path: Path) -> None:
    app = MeetingApp(_begun(tmp_path), "q1", People())
    new = tmp_path / "next.csv"
    new.write_text(ROSTER.replace("s2,", "s9,"), encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _choose(app, pilot, "next.csv")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "孙红 had the code s2 and now has s9: the same person?" in _words(app)
        await pilot.press("1", "enter")
        await until(pilot, lambda: "keeps the code s2" in said(app))
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "s9" in app.room.roster())


async def test_a_scheme_tells_what_it_changes_in_the_year(tmp_path: Path) -> None:
    app = MeetingApp(_begun(tmp_path), "q1", Periods())
    first = app.path
    text = scheme_text()
    (tmp_path / "next.toml").write_text(_heavier(text), encoding="utf-8")
    (tmp_path / "as-it-is.toml").write_text(text, encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Periods))
        await _choose(app, pilot, "as-it-is.toml")
        await until(pilot, lambda: "is the one in force" in said(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Periods))
        await _choose(app, pilot, "next.toml")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "everybody’s year changes with it" in _words(app)
        await pilot.press("y")
        await until(pilot, lambda: "The new scheme is taken" in said(app))
        assert [each.why for each in copies_of(first)] == ["change"]
        assert verify(app.room).holds


def _heavier(text: str) -> str:
    """The scheme with more weight on its first period."""
    head, mark, rest = text.partition("[[periods]]")
    first, weight, after = rest.partition("weight = ")
    return head + mark + first + weight + "7" + after
