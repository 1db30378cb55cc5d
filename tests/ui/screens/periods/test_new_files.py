"""A new roster and a new scheme taken in the app, what is in doubt as questions."""

from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from kaohe_tui.services.database.copies import copies_of
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.periods.people import People
from kaohe_tui.ui.screens.periods.periods import Periods
from kaohe_tui.ui.screens.tables.answers import Answers
from kaohe_tui.ui.screens.tables.preview import Preview
from tests.bureau import ROSTER, new_room, scheme_text
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until


def _words(app: MeetingApp) -> str:
    return " ".join(seen(app).split())


def _tells(app: MeetingApp, told: str) -> bool:
    return told in _words(app)


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


async def _preview(app: MeetingApp, pilot: Pilot[None], name: str, sentence: str) -> None:
    """Choose a roster, and wait for a sentence of what was understood."""
    await _choose(app, pilot, name)
    await until(pilot, lambda: isinstance(app.screen, Preview) and sentence in _words(app))


async def _answer(app: MeetingApp, pilot: Pilot[None], question: str, sentence: str) -> None:
    """Give the first answer to a question, and wait for what is said of it."""
    await pilot.press(question)
    await until(pilot, lambda: isinstance(app.screen, Answers))
    await pilot.press("1")
    await until(pilot, partial(_tells, app, sentence))


async def test_a_code_with_another_name_is_asked_about(tmp_path: Path) -> None:
    """The answers are kept while the file is chosen again."""
    app = MeetingApp(_begun(tmp_path), "q1", People())
    new = tmp_path / "next.csv"
    new.write_text(ROSTER.replace("孙红", "新来的"), encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _preview(app, pilot, "next.csv", "1 question, still to be answered")
        asked = _words(app)
        assert "1 Code s2 was 孙红 and is now 新来的: the same person?" in asked
        assert "Somebody else needs a code that nobody had this year" in asked
        await pilot.press("y")
        assert "1 question has no answer yet" in said(app)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Answers))
        await pilot.press("2")
        assert "press 1 to 1" in said(app)
        await pilot.press("1")
        await until(pilot, partial(_tells, app, "→ the same person (answered)"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Files))
        await pilot.press("enter")
        await until(pilot, partial(_tells, app, "→ the same person (answered)"))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "changed: 孙红 – Name: 孙红 → 新来的" in seen(app)
        assert app.room.roster()["s2"].name == "孙红"
        await pilot.press("y")
        await until(pilot, lambda: "The new roster is taken" in said(app))
        assert app.room.roster()["s2"].name == "新来的"
        assert app.room.period("q1").person("s2").name == "孙红"
        assert [each.why for each in copies_of(app.path)] == ["change"]
        assert verify(app.room).holds


async def test_a_name_with_another_code_is_asked_about(tmp_path: Path) -> None:
    """Where the code is in use, the same person has to keep it."""
    app = MeetingApp(_begun(tmp_path), "q1", People())
    new = tmp_path / "next.csv"
    new.write_text(ROSTER.replace("s2,", "s9,"), encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _preview(app, pilot, "next.csv", "孙红 had the code s2 and now has s9")
        assert "Then they keep the code s2; write it into the file." in _words(app)
        await _answer(app, pilot, "1", "→ somebody else (answered)")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "s9" in app.room.roster())


async def test_what_a_roster_changes_is_told_with_the_codes_of_namesakes(tmp_path: Path) -> None:
    new_room(tmp_path, scheme_text()).close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", People())
    changed = ROSTER.replace("s3,王芳[/],农业科,staff,", "s3,王芳[/],综合科,middle,l2")
    (tmp_path / "next.csv").write_text(changed + "s4,王芳[/],农业科,staff,\n", encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _preview(app, pilot, "next.csv", "Nothing is in doubt")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        told = _words(app)
        assert "joined: 王芳[/] s4" in told
        assert (
            "changed: 王芳[/] s3 – Section: 农业科 → 综合科; Role: staff → middle managers" in told
        )
        assert "Supervising leaders: none → 刘副局长 (l2)" in told


async def test_somebody_else_can_have_a_code_that_has_nothing(tmp_path: Path) -> None:
    new_room(tmp_path, scheme_text()).close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", People())
    exchanged = ROSTER.replace("s1,单雄", "s1,孙红").replace("s2,孙红", "s2,单雄")
    (tmp_path / "next.csv").write_text(exchanged, encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _preview(app, pilot, "next.csv", "2 questions, 2 still to be answered")
        for question in ("1", "2"):
            await pilot.press(question)
            await until(pilot, lambda: isinstance(app.screen, Answers))
            await pilot.press("2")
            await until(pilot, lambda: isinstance(app.screen, Preview))
        await until(pilot, partial(_tells, app, "2 questions. A digit"))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "The new roster is taken" in said(app))
        assert app.room.roster()["s1"].name == "孙红"


async def test_the_same_person_can_get_another_code_where_theirs_has_nothing(
    tmp_path: Path,
) -> None:
    new_room(tmp_path, scheme_text()).close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", People())
    (tmp_path / "next.csv").write_text(ROSTER.replace("s2,", "s9,"), encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _preview(app, pilot, "next.csv", "1 question, still")
        await _answer(app, pilot, "1", "→ the same person (answered)")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "s9" in app.room.roster())


async def test_words_for_roles_and_people_are_asked_about_in_one_list(tmp_path: Path) -> None:
    app = MeetingApp(_begun(tmp_path), "q1", People())
    new = ROSTER.replace("孙红", "新来的").replace("综合科,staff,l1\n", "综合科,科员,l1\n")
    (tmp_path / "next.csv").write_text(new, encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _preview(app, pilot, "next.csv", "2 questions, 1 still to be answered")
        assert "1 “科员” (1 person): which role is it? → staff (proposed)" in _words(app)
        await _answer(app, pilot, "2", "→ the same person (answered)")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "The new roster is taken" in said(app))
        assert app.room.roster()["s2"].name == "新来的"
        assert app.room.roster()["s1"].role.value == "staff"


async def test_people_with_line_numbers_alone_are_known_by_their_names(tmp_path: Path) -> None:
    """Somebody new above them shifts all numbers; nobody is asked whether they are the same."""
    head, *lines = ROSTER.splitlines()
    bodies = [line.partition(",")[2] for line in lines]
    bodies = [body.replace("l1;l2", "").replace("l1", "").replace("l2", "") for body in bodies]

    def numbered(bodies: list[str]) -> str:
        whole = [f"{number},{body}" for number, body in enumerate(bodies, 1)]
        return "\n".join([head.replace("code", "序号"), *whole]) + "\n"

    room = new_room(tmp_path, scheme_text(scopes=("all",) * 4), numbered(bodies))
    steps.open_tier(room, "q1", "peer")
    room.close()
    app = MeetingApp(tmp_path / "kaohe.db", "q1", People())
    shifted = numbered([bodies[0], "新来的,局领导,leader,", *bodies[1:]])
    (tmp_path / "next.csv").write_text(shifted, encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _preview(app, pilot, "next.csv", "Nothing is in doubt")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "joined: 新来的" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: "The new roster is taken" in said(app))
        assert app.room.roster()["2"].name == "李副局长"
        assert app.room.roster()["9"].name == "新来的"


async def test_a_roster_that_changes_nothing_is_told_as_such(tmp_path: Path) -> None:
    app = MeetingApp(_begun(tmp_path), "q1", People())
    (tmp_path / "next.csv").write_text(ROSTER, encoding="utf-8")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, People))
        await _preview(app, pilot, "next.csv", "Nothing is in doubt")
        await pilot.press("y")
        await until(pilot, lambda: "is the one in force" in said(app))
        assert isinstance(app.screen, Preview)


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
