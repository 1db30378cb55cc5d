"""Finding a person on a plain keyboard."""

from pathlib import Path

import pytest

from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.ui.screens.dialogs.find import Find
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until

TRAP = "张三[/]"


def screen(path: Path) -> MeetingApp:
    """The search over the roster of the sample."""
    app = MeetingApp(path, "q2", Find("", []))

    def people() -> list[tuple[Person, str]]:
        return [(person, "note [b") for person in app.room.period("q2").roster]

    def open_search() -> None:
        app.push_screen(Find("Whom?", people()), app.results.append)

    app.call_later(open_search)
    return app


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sxm", "单雪梅"),  # 单 is shàn as a surname
        ("shanxue", "单雪梅"),
        ("qzy", "仇志远"),
        ("zengyq", "曾永清"),
        ("xwb", "解文斌"),
        ("oymrx", "欧阳明日香"),
        ("ouym", "欧阳明日香"),
        ("ay", "阿依古丽·买买提"),
        ("25", "宋长河"),
        ("长河", "宋长河"),
    ],
)
async def test_a_person_is_found_by_what_is_typed(tmp_path: Path, typed: str, name: str) -> None:
    """Initials, pinyin that breaks off, code, name; the likeliest stands under the cursor."""
    app = screen(sample_copy(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Whom?" in seen(app))
        await pilot.press(*typed)
        await pilot.press("enter")
        await until(pilot, lambda: len(app.results) == 1)
        assert app.room.period("q2").person(app.results[0]).name == name


async def test_two_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """The list shows code and section; the arrows choose."""
    app = screen(sample_copy(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Whom?" in seen(app))
        await pilot.press(*"wangfang")
        await pilot.pause()
        lines = [line for line in seen(app).splitlines() if "王芳" in line]
        assert len(lines) == 2
        await pilot.press("down", "enter")
        await until(pilot, lambda: len(app.results) == 1)
        assert lines[1].split()[0] == app.results[0]


async def test_nobody_found_is_said_and_corrected(tmp_path: Path) -> None:
    """Enter takes nobody then; Backspace brings everybody back; Esc gives None."""
    app = screen(sample_copy(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Whom?" in seen(app))
        await pilot.press("z", "z", "z", "enter")
        assert "Nobody found" in said(app)
        await pilot.press("backspace", "backspace", "backspace")
        await pilot.pause()
        assert "01 曹守诚" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])


async def test_names_are_text(tmp_path: Path) -> None:
    """A name that looks like markup is shown as it is."""
    app = MeetingApp(
        sample_copy(tmp_path), "q2", Find(TRAP, [(Person("9", TRAP, "[b", Role.STAFF), "[/]")])
    )
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert seen(app).count(TRAP) == 2


async def test_the_cursor_stays_in_sight(tmp_path: Path) -> None:
    """With more people than there are lines, the list follows it."""
    app = screen(sample_copy(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Whom?" in seen(app))
        await pilot.press(*["down"] * 34)
        await until(pilot, lambda: "▶ 35" in seen(app))
