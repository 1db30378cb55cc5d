"""Themes: the shipped ones are whole and legible, a bad one is named and skipped."""

from pathlib import Path

import pytest
from textual.color import Color

from kaohe_tui import settings, words
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.resources import shipped
from kaohe_tui.ui.frame.themes import VARIABLES, load_themes, read_theme
from tests.ui.meeting_app import seen
from tests.ui.small_app import home_app

GOOD = (shipped("themes") / "ink.toml").read_text(encoding="utf-8")


def own_theme(name: str, content: str) -> Path:
    folder = settings.config_folder() / "themes"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(content, encoding="utf-8")
    return path


def luminance(colour: Color) -> float:
    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it, 1 to 21."""
    high, low = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_shipped_themes() -> None:
    themes, reports = load_themes()
    assert reports == []
    assert set(themes) == {"ink", "paper", "beam", "console"}
    assert [key for key in themes if themes[key].theme.ansi] == ["console"]
    words.use_language("zh_CN")
    assert themes["ink"].shown_name() == "墨（深色）"


@pytest.mark.parametrize(
    ("key", "least"), [("ink", 4.5), ("paper", 4.5), ("beam", 7.0), ("console", 0)]
)
def test_what_is_read_can_be_read(key: str, least: float) -> None:
    theme = load_themes()[0][key].theme
    own = theme.variables
    if theme.ansi:
        colours = [*own.values(), theme.background, theme.foreground]
        assert all(str(colour).startswith("ansi_") for colour in colours)
        return
    for background in (theme.background, own["zebra"]):
        assert background is not None
        for text in (theme.foreground, own["refused"], own["dim"], own["heading"]):
            assert text is not None
            assert contrast(text, background) >= least, (text, background)
    assert contrast(own["cursor-foreground"], own["cursor-background"]) >= least


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (GOOD.replace('"#f0938b"', '"reddish"'), "variables.refused"),
        (GOOD.replace("zebra", "zebras"), "variables.zebras"),
        (GOOD.replace('error = "#e58a82"', ""), "colours.error"),
        (GOOD.replace("dark = true", 'dark = "yes"'), "dark"),
        (GOOD.replace("dark = true", "dim = true"), "dim"),
        (GOOD.replace('en = "Ink (dark)"', "en = 5"), "name.en"),
        (GOOD.replace('en = "Ink (dark)"', 'en = "\\u001b[2J"'), "name.en"),
        ("colours = ", "bad"),
        ("#" + "x" * 70_000, "bad"),
    ],
)
def test_a_bad_theme_is_named_and_skipped(content: str, named: str) -> None:
    path = own_theme("bad", content)
    themes, reports = load_themes()
    assert "bad" not in themes
    assert len(reports) == 1
    assert str(path) in reports[0]
    assert named in reports[0]
    with pytest.raises(Refusal):
        read_theme(path)


async def test_a_persons_own_theme_and_a_bad_one_in_the_app() -> None:
    own_theme("ours", GOOD.replace("Ink (dark)", "Ours [/]").replace("#15191e", "#102030"))
    bad = own_theme("bad", "colours = 5")
    app = home_app()
    async with app.run_test(size=(200, 24)) as pilot:
        await pilot.pause()
        assert str(bad) in seen(app)
        await pilot.press("ctrl+p", *"theme", "enter")
        await pilot.pause()
        assert "Ours [/]" in seen(app)


async def test_preview_escape_and_keeping() -> None:
    app = home_app()
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.theme
        assert before == "ink"
        await pilot.press("ctrl+p", *"theme", "enter")
        await pilot.press("down")
        previewed = app.theme
        assert previewed != before
        await pilot.pause()
        wanted = Color.parse(str(app.themes[previewed].theme.background))
        assert app.screen.query_one(".band").styles.background == wanted
        await pilot.press("escape")
        assert app.theme == before
        assert settings.load()[0].theme == ""
        await pilot.press("ctrl+p", *"theme", "enter")
        await pilot.press("down", "enter")
        await pilot.pause()
        assert app.theme == previewed
    assert settings.load()[0].theme == previewed
    assert home_app().theme == previewed


def test_a_linux_console_begins_in_sixteen_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    assert home_app().theme == "console"


def test_every_colour_of_the_styles_is_a_variable() -> None:
    styles = Path(__file__).parents[3] / "src" / "kaohe_tui" / "ui" / "styles"
    themes, _reports = load_themes()
    known = {*home_app().get_css_variables(), *VARIABLES}
    assert themes
    for path in styles.glob("*.tcss"):
        for line in path.read_text(encoding="utf-8").splitlines():
            rule, _colon, value = line.strip().rstrip(";").partition(":")
            if rule in ("color", "background", "border-top", "tint"):
                names = [word[1:] for word in value.split() if word.startswith("$")]
                assert names or "transparent" in value, (path.name, line)
                assert set(names) <= known, (path.name, line)
