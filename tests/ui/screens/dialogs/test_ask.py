"""Questions over a screen: reasons, a deliberate yes, a list."""

import pytest
from textual import events
from textual.widgets import Input

from tests.ui.meeting_app import seen
from tests.ui.small_app import NAME, home_app, home_of


async def answered(*keys: str) -> tuple[str, str]:
    """What is seen before the last key, and after it."""
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys[:-1])
        await pilot.pause()
        before = seen(app)
        await pilot.press(keys[-1])
        await pilot.pause()
        return before, seen(app)


async def test_what_is_asked_is_text_not_markup() -> None:
    before, after = await answered("a", "1", "enter")
    for text in (f"Why {NAME}?", "voids [/]", " 1  ill [b", " 2  away"):
        assert text in before
    assert "answer ill [b" in after


async def test_full_width_digits_choose_too() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "２")
        assert app.screen.query_one(Input).value == "away"


@pytest.mark.parametrize("way", ["0", "tab"])
async def test_a_reason_of_ones_own(way: str) -> None:
    _before, after = await answered("a", way, *"病假2天", "enter")
    assert "answer 病假2天" in after


async def test_too_short_is_refused_in_place() -> None:
    _before, after = await answered("a", "0", "x", "enter")
    assert "✗ Type an answer or pick one." in after
    assert "Why" in after


async def test_bidirectional_characters_are_refused() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "0")
        app.screen.query_one(Input).value = "abc\u202edef"
        await pilot.press("enter")
        await pilot.pause()
        assert "U+202E" in seen(app)


async def test_a_digit_without_an_answer_begins_one_of_ones_own() -> None:
    _before, after = await answered("a", *"51days", "enter")
    assert "answer 51days" in after


async def test_writing_simply_begins() -> None:
    _before, after = await answered("a", *"/etc/xx2026", "enter")
    assert "answer /etc/xx2026" in after


@pytest.mark.parametrize(
    "mended",
    [
        pytest.param(("backspace", "backspace", "backspace", *"460"), id="taken back and typed"),
        pytest.param(tuple("460"), id="typed anew"),
        pytest.param(("end", "backspace", "0"), id="mended at its end"),
    ],
)
async def test_a_refused_answer_stays_and_takes_the_keys_that_mend_it(
    mended: tuple[str, ...],
) -> None:
    before, after = await answered("n", *"461", "enter", *mended, "enter")
    assert "Which total?" in before
    assert "Answer:  460" in before
    assert "answer 460" in after
    before, after = await answered("n", *"461", "enter", "escape")
    assert "✗ “461” is not the total" in before
    assert "Answer:  461" in before
    assert "answer None" in after


@pytest.mark.parametrize("begun", ["病假", "x"])
async def test_digits_that_come_with_the_text_are_text(begun: str) -> None:
    """An input method gives all it holds at once, before the line has the focus."""
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await pilot.pause()
        for character in f"{begun}12 2?":
            key = {" ": "space", "?": "question_mark"}.get(character, character)
            app.post_message(events.Key(key, character))
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query_one(Input).value == f"{begun}12 2?"


async def test_enter_takes_the_only_answer_and_writing_replaces_it() -> None:
    before, after = await answered("o", "enter")
    assert "Answer:  /home/here" in before
    assert "answer /home/here" in after
    _before, after = await answered("o", "0", *"x", "enter")
    assert "answer x" in after
    _before, after = await answered("o", "end", "tab", "end", *"/2", "enter")
    assert "answer /home/here/2" in after


async def test_a_reason_is_given_by_nobodys_habit() -> None:
    before, after = await answered("a", "enter")
    assert "Answer:  ill" not in before
    assert "Type an answer or pick one." in after
    _before, after = await answered("a", "enter", "2", "enter")
    assert "answer away" in after


async def test_where_only_ready_answers_are_taken_nothing_is_written() -> None:
    for way in ("0", "tab", "x"):
        _before, after = await answered("p", way, *"other", "enter")
        assert "Only these answers" in after
        assert "other" not in after
    _before, after = await answered("p", "tab", "2", "enter")
    assert "answer no" in after


async def test_a_ready_answer_is_taken_back_by_backspace() -> None:
    _before, after = await answered("a", "2", "backspace", *"ke", "enter")
    assert "answer awake" in after


async def test_escape_gives_none() -> None:
    _before, after = await answered("a", "1", "escape")
    assert "answer None" in after


@pytest.mark.parametrize("habit", ["enter", "space", "1"])
async def test_nobody_confirms_by_habit(habit: str) -> None:
    before, after = await answered("y", habit)
    assert f"Void {NAME}?" in before
    assert "gone [b" in before
    assert f"Void {NAME}?" in after


@pytest.mark.parametrize(
    ("key", "result"), [("y", True), ("Ｙ", True), ("escape", False), ("n", False)]
)
async def test_a_deliberate_key_decides(key: str, result: bool) -> None:
    _before, after = await answered("y", key)
    assert f"confirmed {result}" in after


async def test_choosing_from_a_list() -> None:
    before, after = await answered("c", "up", "enter")
    assert f"▶ {NAME}" in before
    assert "note [b" in before
    assert "chose a" in after


async def test_a_list_stops_at_its_ends() -> None:
    _before, after = await answered("c", *["down"] * 5, "enter")
    assert "chose c" in after
    _before, after = await answered("c", "escape")
    assert "chose None" in after


async def test_keys_typed_ahead_do_not_ask_twice() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for _key in range(3):
            app.simulate_key("a")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is home_of(app)


async def test_a_paste_that_is_too_long_is_refused_whole() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n", *"46")
        app.post_message(events.Paste("9" * 500))
        await pilot.pause()
        await pilot.pause()
        assert "longer than 400 characters" in seen(app)
        assert app.screen.query_one(Input).value == "46"
        app.post_message(events.Paste(" 0\n"))
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query_one(Input).value == "460"


async def test_the_bar_promises_ready_answers_only_while_a_digit_chooses_one() -> None:
    """After an answer of one's own was refused a digit mends it; Tab leads to the ready ones."""
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        assert "1-9 ready answer" in seen(app)
        await pilot.press("5", "enter")
        await pilot.pause()
        assert "✗ Type an answer or pick one." in seen(app)
        assert "1-9" not in seen(app)
        assert "Tab Ready answers" in seen(app)
        await pilot.press("2")
        assert app.screen.query_one(Input).value == "2"
        await pilot.press("tab", "2")
        assert app.screen.query_one(Input).value == "away"
        await pilot.pause()
        assert "1-9 ready answer" in seen(app)


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("2026-12-03", "2026-12-03"),
        ("1", "ill [b"),
        ("12", "away"),
        ("12月3日", "12月3日"),
        ("10", "10"),
        ("25", "25"),
        ("2省局", "away省局"),
    ],
)
async def test_a_text_that_begins_with_digits_is_kept(typed: str, stands: str) -> None:
    """Key by key, as a date is typed: 2 is a ready answer at first, 20 is none."""
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        for character in typed:
            await pilot.press({"-": "minus"}.get(character, character))
            await pilot.pause()
        assert app.screen.query_one(Input).value == stands
