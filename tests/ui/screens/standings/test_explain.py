"""The explanation of one person's score on the screen."""

import re
from fractions import Fraction
from pathlib import Path

from kaohe_tui import words
from kaohe_tui.ui.screens.standings.explain import ExplainScreen
from kaohe_tui.ui.screens.standings.standings import StandingsScreen
from tests.prepared import demo_copy
from tests.ui.meeting_app import SIZE, MeetingApp, sample_copy, seen


async def test_it_adds_up_on_screen(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", ExplainScreen("35"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        shown = seen(app)
    products = []
    for added, count, weight, product in re.findall(r"([\d.]+) ÷ (\d+) × (\d+) = ([\d.]+)", shown):
        exact = Fraction(added) / int(count) * int(weight)
        assert abs(exact - Fraction(product)) <= Fraction(1, 200)
        products.append(Fraction(product))
    last = re.search(r"weighted mean = ([\d.]+) ÷ \((\d+) \+ (\d+)\) = ([\d.]+)", shown)
    assert last is not None
    over, first, second, score = last.groups()
    assert sum(products) == Fraction(over)
    assert abs(Fraction(over) / (int(first) + int(second)) - Fraction(score)) <= Fraction(1, 200)
    assert "rank 1 of 24 (provisional)" in shown
    assert "Each tier's mean times its weight" in shown


async def test_what_was_trimmed_is_named(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q1", ExplainScreen("34"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "mean 91.22" in seen(app)
        # The sample's peers are secret: a mean beside what was dropped would tell extremes.
        assert "highest and lowest trimmed, not shown" in seen(app)


async def test_the_neighbours_in_rank(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", StandingsScreen())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("left")
        assert "✗ This is the first person of the list." in seen(app)
        await pilot.press("right")
        assert "赵玉珍 · 农业科" in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "▶  2  赵玉珍" in seen(app)


async def test_it_scrolls_where_it_is_longer_than_the_screen(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", ExplainScreen("05"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Ranked among: middle managers." not in seen(app)
        await pilot.press("pagedown")
        await pilot.pause()
        assert "Ranked among: middle managers." in seen(app)


async def test_a_stranger_is_refused_in_words(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", ExplainScreen("nobody"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "✗ Nobody with code “nobody” is rated in this period." in seen(app)


async def test_the_language_is_switched_in_place(tmp_path: Path) -> None:
    app = MeetingApp(sample_copy(tmp_path), "q2", ExplainScreen("35"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        words.use_language("zh_CN")
        app.refresh_words()
        await pilot.pause()
        await pilot.pause()
        assert "第 1 名（共 24 人）" in seen(app)


async def test_a_head_too_wide_breaks_before_the_period(tmp_path: Path) -> None:
    path = demo_copy(tmp_path / "sample.db", "en")
    app = MeetingApp(path, "annual", ExplainScreen("35"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        first, second, *_rest = seen(app).splitlines()
        assert first.endswith("(provisional)")
        assert second.strip() == "Annual review"
