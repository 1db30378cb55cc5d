"""What every screen does: keys, reasons, help, palette, language, size."""

from textual.widgets import Input

from kaohe_tui import settings, words
from kaohe_tui.ui.widgets.statusline import StatusLine
from tests.ui.meeting_app import seen
from tests.ui.small_app import NAME, home_app, home_of


async def test_a_key_that_cannot_be_used_is_marked_and_says_why() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "T ✗Tiers" in seen(app)
        await pilot.press("t")
        await pilot.pause()
        assert f"✗ no tier for {NAME}" in seen(app)
        assert app.screen.query_one(StatusLine).has_class("-refused")
        await pilot.press("enter")
        await pilot.pause()
        assert "no tier" not in seen(app)
        assert "went 1" in seen(app)
        assert not app.screen.query_one(StatusLine).has_class("-refused")


async def test_a_refusal_from_a_key_is_said() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert f"✗ refused {NAME}" in seen(app)


async def test_help_names_every_key_of_the_screen() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for opening, closing in (
            ("question_mark", "escape"),
            ("f1", "enter"),
            ("question_mark", "question_mark"),
        ):
            await pilot.press(opening)
            await pilot.pause()
            shown = seen(app)
            assert "Small home" in shown
            assert f"About {NAME} and [b." in shown
            for command in home_of(app).KEYS:
                assert command.help in shown
            await pilot.press(closing)
            await pilot.pause()
            assert app.screen is home_of(app)


async def test_the_palette_offers_what_can_be_done_here() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        shown = seen(app)
        assert "Continue (Enter)" in shown
        assert f"not now: no tier for {NAME}" in shown
        assert "Screenshot" not in shown
        await pilot.press(*"reason", "enter")
        await pilot.pause()
        assert f"Why {NAME}?" in seen(app)


async def test_the_palette_is_searched_by_pinyin() -> None:
    words.use_language("zh_CN")
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        for typed in ("yy", "yuyan", "yuy"):
            await pilot.press("ctrl+p", *typed)
            await pilot.pause()
            lines = [x for x in seen(app).splitlines() if "▶" in x]
            assert len(lines) == 1
            assert "语言" in lines[0]
            await pilot.press("escape")
            await pilot.pause()


async def test_the_help_says_that_the_mouse_does_nothing() -> None:
    app = home_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "The mouse does nothing here; use the keyboard." in seen(app)


async def test_the_palette_runs_nothing_that_cannot_be_used() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"tiers", "enter")
        await pilot.pause()
        assert f"✗ no tier for {NAME}" in seen(app)
        await pilot.press("ctrl+p", *"zzz", "enter", "escape")
        await pilot.pause()
        assert app.screen is home_of(app)


async def test_the_language_is_switched_at_once_and_remembered() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"language", "enter")
        await pilot.pause()
        assert "▶ English" in seen(app)
        assert "简体中文" in seen(app)
        await pilot.press("up", "enter")
        await pilot.pause()
        assert words.language() == "zh_CN"
        assert app.screen is home_of(app)
        assert f"body of {NAME}" in seen(app)
        assert app.screen.query_one(StatusLine)
    assert settings.load()[0].language == "zh_CN"


async def test_too_small_a_terminal_loses_nothing() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "8", "5", "escape")
        focused = app.focused
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert "40x10" in seen(app)
        assert "80x24" in seen(app).replace("\n", " ")
        assert "body of" not in seen(app)
        await pilot.press("enter", "9", "question_mark")
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        assert "60x30" in seen(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert f"body of {NAME}" in seen(app)
        assert app.focused is focused
        assert app.screen.query_one(Input).value == "85"
        assert home_of(app).went == 0


async def test_it_can_be_left_while_too_small() -> None:
    app = home_app()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert "40x10" in seen(app)
        await pilot.press("q")
    assert app.return_code == 0


async def test_a_status_line_too_long_is_cut_with_a_mark() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        home_of(app).say("长" * 60)
        await pilot.pause()
        (line,) = (line for line in seen(app).splitlines() if "长" in line)
        assert line.rstrip().endswith("…")


async def test_a_refusal_that_does_not_fit_takes_up_to_three_lines() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        home_of(app).say("长" * 60, kind="refused")
        await pilot.pause()
        assert [line.strip() for line in seen(app).splitlines() if "长" in line] == [
            "✗ " + "长" * 37,
            "长" * 23,
        ]
        home_of(app).say("长" * 200, kind="refused")
        await pilot.pause()
        lines = [line.rstrip() for line in seen(app).splitlines() if "长" in line]
        assert len(lines) == 3
        assert lines[-1].endswith("…")
        home_of(app).say("短", kind="refused")
        await pilot.pause()
        assert seen(app).splitlines()[-2].strip() == "✗ 短"
