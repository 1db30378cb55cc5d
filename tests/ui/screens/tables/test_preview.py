"""A table before it is taken: what was understood, the questions, the faults."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from textual.pilot import Pilot

from kaohe_tui import words
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Role, Roster
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.roster.summary import summary
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt, Option, Reading
from kaohe_tui.ui.screens.dialogs.working import Working
from kaohe_tui.ui.screens.tables.answers import Answers
from kaohe_tui.ui.screens.tables.preview import Agreed, Preview
from tests.bureau import scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until

PEOPLE = """××县统计局人员一览表,,,,,,
序号,姓名,科室,职务,分管领导,性别,备注
1,何光,局领导,局长,,男,
2,李明,局领导,副局长,,女,
3,马东,综合科,科长,李明,男,
4,单雄,综合科,科员,李明,男,
5,孙红,综合科,联络人,李明,女,
合计,5人,,,,,
"""
"""A table of an office's own; nothing tells what a 联络人 is."""
SCHEME = parse_scheme(scheme_text(), "scheme.toml")


def roster_preview(path: Path, choices: Choices = UNASKED) -> Preview[Roster]:
    return Preview(
        f"The roster {path.name}",
        lambda answers: understand_roster(read_book(path), SCHEME, answers),
        lambda roster: summary(roster, SCHEME),
        choices=choices,
    )


def written(folder: Path, text: str = PEOPLE) -> Path:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return path


def flat(app: MeetingApp) -> str:
    """All that is seen, without line ends."""
    return " ".join(seen(app).split())


def reads(app: MeetingApp, sentence: str) -> Callable[[], bool]:
    return lambda: sentence in flat(app)


async def answer(app: MeetingApp, pilot: Pilot[None], question: str, digit: str) -> None:
    """Open a question by its digit, and choose an answer by another."""
    await pilot.press(question)
    await until(pilot, lambda: isinstance(app.screen, Answers))
    await pilot.press(digit)
    await until(pilot, lambda: not isinstance(app.screen, Answers))


async def test_what_was_understood_stands_over_the_questions(tmp_path: Path) -> None:
    app = MeetingApp(None, "", roster_preview(written(tmp_path)))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "people.csv: headings in line 2, 5 lines read."))
        screen = flat(app)
        assert "Columns left out: 性别." in screen
        assert "Lines left out: 1 (title: ××县统计局人员一览表), 8 (" in screen
        assert "5 people: " in screen
        assert "Supervising leaders, with how many each: 李明 3." in screen
        assert "5 questions, 1 still to be answered" in screen
        assert "1 “局长” (1 person): which role is it? → head (proposed)" in screen
        # The cursor stands on the one that nobody can guess.
        assert "▶ 5 “联络人” (1 person): which role is it? → ? (not answered yet)" in screen


async def test_a_digit_answers_and_the_table_is_understood_again(tmp_path: Path) -> None:
    path = written(tmp_path)
    app = MeetingApp(None, "", roster_preview(path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "5 questions, 1 still"))
        await pilot.press("3")
        await until(pilot, lambda: isinstance(app.screen, Answers))
        assert "“科长” (1 person): which role is it?" in seen(app)
        assert "▶ 2  middle managers       kaohe’s proposal" in seen(app)
        await pilot.press("9")
        assert "press 1 to 6" in said(app)
        await pilot.press("1")
        await until(pilot, reads(app, "staff 3"))
        assert "▶ 5" in seen(app)
        assert "3 “科长” (1 person): which role is it? → staff (answered)" in flat(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Answers))
        await pilot.press("down", "enter")
        await until(pilot, reads(app, "5 questions. A digit changes an answer"))
        await pilot.press("y")
        await until(pilot, lambda: app.results != [])
    (agreed,) = app.results
    assert isinstance(agreed, Agreed)
    roles = [each.role for each in agreed.reading.value]
    assert roles == [Role.HEAD, Role.LEADER, Role.STAFF, Role.STAFF, Role.MIDDLE]
    assert agreed.reading.taken(agreed.choices) is agreed.reading.value
    assert agreed.choices.digest == read_book(path).digest


async def test_a_table_is_not_taken_while_a_question_has_no_answer(tmp_path: Path) -> None:
    """The cursor goes to that question; Enter answers it."""
    app = MeetingApp(None, "", roster_preview(written(tmp_path)))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "5 questions, 1 still"))
        await pilot.press("home", "y")
        assert "1 question has no answer yet" in said(app)
        assert "▶ 5" in seen(app)
        assert app.results == []
        await pilot.press("8")
        assert "There is no question 8: press 1 to 5." in said(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])


async def test_faults_stand_line_by_line_and_the_file_is_read_again(tmp_path: Path) -> None:
    """The answers given before are kept."""
    path = written(tmp_path)
    screen = roster_preview(path)
    app = MeetingApp(None, "", screen)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "5 questions, 1 still"))
        await answer(app, pilot, "5", "1")
        await until(pilot, reads(app, "→ staff (answered)"))
        written(tmp_path, PEOPLE.replace("5,孙红", "4,").replace("3,马东", "3,"))
        await pilot.press("r")
        await until(pilot, reads(app, "✗ people.csv"))
        lines = [line for line in seen(app).splitlines() if line.startswith(" ✗")]
        assert len(lines) == 2
        assert "It cannot be taken like this: correct the file, save it, press R." in flat(app)
        await pilot.press("y")
        assert "It cannot be taken like this" in said(app)
        written(tmp_path)
        await pilot.press("r")
        await until(pilot, reads(app, "5 questions. A digit"))
        assert "“联络人” (1 person): which role is it? → staff (answered)" in flat(app)
        await pilot.press("plus")
        await until(pilot, lambda: app.results != [])


async def test_thirty_faults_are_scrolled_through(tmp_path: Path) -> None:
    lines = "".join(f"{n},,综合科,staff,\n" for n in range(1, 41))
    path = written(tmp_path, "code,name,section,role,supervisors\n" + lines)
    app = MeetingApp(None, "", roster_preview(path))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "✗ people.csv, line 2"))
        assert "and 10 faults more" not in seen(app)
        await pilot.press("end")
        await until(pilot, reads(app, "and 10 faults more"))
        await pilot.press("pageup", "home")
        await until(pilot, reads(app, "✗ people.csv, line 2:"))
        await pilot.press("down", "5")
        await until(pilot, lambda: "line 2:" not in seen(app))
        assert "It cannot be taken like this" in said(app)


NAMES = "、".join(f"王芳{n}" for n in range(20))
ASKED = Doubt(
    "long",
    f"Which of them is it: {NAMES}?",
    (Option("a", "the first"), Option("b", "the last")),
    "",
)


def reading_of(doubts: Sequence[Doubt] = (), told: Sequence[str] = ("Read.",)) -> Reading[str]:
    return Reading("x.csv", "everything", told, doubts, "d1")


async def test_a_long_question_is_broken_and_not_cut() -> None:
    app = MeetingApp(None, "", Preview("x", lambda _c: reading_of([ASKED, ASKED]), lambda _v: ()))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "2 questions, 2 still"))
        whole = "".join(seen(app).split())
        assert whole.count("王芳19?→?(notansweredyet)") == 2
        assert "".join(f"Whichofthemisit:{NAMES}".split()) in whole


async def test_what_is_asked_beside_the_table_is_answered_in_the_same_list() -> None:
    """It is asked of what the table holds with the answers so far."""
    own = Doubt("own", "Which sheet?", (Option("1", "one"), Option("2", "two")), "1")

    def read(choices: Choices) -> Reading[str]:
        return Reading("x.csv", choices.answer(own), ["Read."], [own], "d1")

    def further(value: str) -> list[Doubt]:
        return [Doubt("who", f"Is it {value}?", (Option("y", "yes"),), "")]

    app = MeetingApp(None, "", Preview("x", read, lambda value: [f"value {value}"], further))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "2 Is it 1?"))
        await answer(app, pilot, "1", "2")
        await until(pilot, reads(app, "2 Is it 2?"))
        assert "value 2" in seen(app)
        await answer(app, pilot, "2", "1")
        await until(pilot, reads(app, "→ yes (answered)"))
        await pilot.press("y")
        await until(pilot, lambda: app.results != [])
    assert app.results[0].choices.answers == {"own": "2", "who": "y"}


async def test_a_long_reading_is_told_and_can_be_left() -> None:
    go_on = threading.Event()

    def read(_choices: Choices) -> Reading[str]:
        go_on.wait(timeout=20)
        return reading_of()

    app = MeetingApp(None, "", Preview("x", read, lambda _v: ()))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Reading the file" in said(app))
        await pilot.press("y")
        assert "This takes a moment" in said(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.results == [None])
        go_on.set()


async def test_nothing_else_is_done_while_a_reading_works_on_the_room() -> None:
    """Neither Esc nor any other key reaches the screen before it ends."""
    go_on = threading.Event()

    def read(_choices: Choices) -> Reading[str]:
        go_on.wait(timeout=20)
        return reading_of()

    app = MeetingApp(None, "", Preview("x", read, lambda _v: (), is_alone=True))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Working))
        await pilot.press("escape", "f9")
        assert isinstance(app.screen, Working)
        go_on.set()
        await until(pilot, reads(app, "Nothing is in doubt. Y takes it"))
        assert app.results == []


async def test_a_table_without_questions_is_taken_by_y_alone() -> None:
    app = MeetingApp(None, "", Preview("x", lambda _c: reading_of(), lambda _v: ("One.",)))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "Nothing is in doubt. Y takes it"))
        await pilot.press("enter")
        assert "Nothing is in doubt. Y takes it" in said(app)
        assert app.results == []
        await pilot.press("y")
        await until(pilot, lambda: app.results != [])


async def test_what_was_understood_follows_the_language() -> None:
    def read(_choices: Choices) -> Reading[str]:
        return reading_of(told=[words._("The file is empty.")])

    app = MeetingApp(None, "", Preview("x", read, lambda _v: ()))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "The file is empty."))
        words.use_language("zh_CN")
        try:
            app.refresh_words()
            await until(pilot, reads(app, "文件是空的"))
            assert "按 Y 采用" in seen(app)
        finally:
            words.use_language("en")


async def test_what_cannot_be_said_of_a_table_is_a_fault_of_it() -> None:
    def further(_value: str) -> list[Doubt]:
        raise Refusal("no-period-left", "Every period has been opened.")

    app = MeetingApp(None, "", Preview("x", lambda _c: reading_of(), lambda _v: (), further))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, reads(app, "✗ Every period has been opened."))
