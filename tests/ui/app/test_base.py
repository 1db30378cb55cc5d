"""What every screen does: keys, reasons, help, palette, language, size."""

from textual.widgets import Input

from kaohe_tui import settings, words
from kaohe_tui.ui.widgets.statusline import StatusLine
from tests.ui.small_app import NAME, SmallApp


async def test_a_key_that_cannot_be_used_is_marked_and_says_why() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "T ✗Tiers" in app.seen()
        await pilot.press("t")
        await pilot.pause()
        assert f"✗ no tier for {NAME}" in app.seen()
        assert app.screen.query_one(StatusLine).has_class("-refused")
        await pilot.press("enter")
        await pilot.pause()
        assert "no tier" not in app.seen()
        assert "went 1" in app.seen()
        assert not app.screen.query_one(StatusLine).has_class("-refused")


async def test_a_refusal_from_a_key_is_said() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert f"✗ refused {NAME}" in app.seen()


async def test_help_names_every_key_of_the_screen() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for opening, closing in (
            ("question_mark", "escape"),
            ("f1", "enter"),
            ("question_mark", "question_mark"),
        ):
            await pilot.press(opening)
            await pilot.pause()
            seen = app.seen()
            assert "Small home" in seen
            assert f"About {NAME} and [b." in seen
            for command in app.home.KEYS:
                assert command.help in seen
            await pilot.press(closing)
            await pilot.pause()
            assert app.screen is app.home


async def test_the_palette_offers_what_can_be_done_here() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        seen = app.seen()
        assert "Continue (Enter)" in seen
        assert f"not now: no tier for {NAME}" in seen
        assert "Screenshot" not in seen
        await pilot.press(*"reason", "enter")
        await pilot.pause()
        assert f"Why {NAME}?" in app.seen()


async def test_the_palette_is_searched_by_pinyin() -> None:
    words.use_language("zh_CN")
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for typed in ("yy", "yuyan", "yuy"):
            await pilot.press("ctrl+p", *typed)
            await pilot.pause()
            lines = [x for x in app.seen().splitlines() if "▶" in x]
            assert len(lines) == 1
            assert "语言" in lines[0]
            await pilot.press("escape")
            await pilot.pause()


async def test_the_help_says_that_the_mouse_does_nothing() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "The mouse does nothing here; use the keyboard." in app.seen()


async def test_the_palette_runs_nothing_that_cannot_be_used() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"tiers", "enter")
        await pilot.pause()
        assert f"✗ no tier for {NAME}" in app.seen()
        await pilot.press("ctrl+p", *"zzz", "enter", "escape")
        await pilot.pause()
        assert app.screen is app.home


async def test_the_language_is_switched_at_once_and_remembered() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"language", "enter")
        await pilot.pause()
        assert "▶ English" in app.seen()
        assert "简体中文" in app.seen()
        await pilot.press("up", "enter")
        await pilot.pause()
        assert words.language() == "zh_CN"
        assert app.screen is app.home
        assert f"body of {NAME}" in app.seen()
        assert app.screen.query_one(StatusLine)
    assert settings.load()[0].language == "zh_CN"


async def test_too_small_a_terminal_loses_nothing() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "8", "5", "escape")
        focused = app.focused
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert "40x10" in app.seen()
        assert "80x24" in app.seen().replace("\n", " ")
        assert "body of" not in app.seen()
        await pilot.press("enter", "9", "question_mark")
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        assert "60x30" in app.seen()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert f"body of {NAME}" in app.seen()
        assert app.focused is focused
        assert app.screen.query_one(Input).value == "85"
        assert app.home.went == 0


async def test_it_can_be_left_while_too_small() -> None:
    app = SmallApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert "40x10" in app.seen()
        await pilot.press("q")
    assert app.return_code == 0


async def test_a_status_line_too_long_is_cut_with_a_mark() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.home.say("长" * 60)
        await pilot.pause()
        (line,) = (line for line in app.seen().splitlines() if "长" in line)
        assert line.rstrip().endswith("…")


async def test_a_refusal_that_does_not_fit_takes_up_to_three_lines() -> None:
    app = SmallApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.home.say("长" * 60, kind="refused")
        await pilot.pause()
        assert [line.strip() for line in app.seen().splitlines() if "长" in line] == [
            "✗ " + "长" * 37,
            "长" * 23,
        ]
        app.home.say("长" * 200, kind="refused")
        await pilot.pause()
        lines = [line.rstrip() for line in app.seen().splitlines() if "长" in line]
        assert len(lines) == 3
        assert lines[-1].endswith("…")
        app.home.say("短", kind="refused")
        await pilot.pause()
        assert app.seen().splitlines()[-2].strip() == "✗ 短"
