"""While a ballot is keyed the title counts towards its limits; a broken one is not handed in."""

from pathlib import Path

from textual.pilot import Pilot
from textual.screen import Screen

from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.ballot.ballot import BallotScreen
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.tiers.tier import TierScreen
from kaohe_tui.ui.widgets.textline import TextLine
from tests.bureau import key_ballot, new_room, scheme_text
from tests.services.keyed_twice import S1
from tests.ui.meeting_app import SIZE, MeetingApp, said, seen, until

WIDE = (120, 30)
TOP = '{ from = 90, at_most = 1 }, { below = 70, at_least = 1, by = "section" }'
VOID = '{ from = 90, at_most = 1, on_break = "void" }'


def an_app(
    folder: Path, limits: str, *, is_open: bool = True, is_keyed: bool = False
) -> MeetingApp:
    text = scheme_text().replace('key = "peer"\n', f'key = "peer"\nlimits = [{limits}]\n', 1)
    room = new_room(folder, text)
    if is_open:
        steps.open_tier(room, "q1", "peer")
    if is_keyed:
        key_ballot(room, S1, lambda _code: (60, 40), hand_in=False)
    room.close()
    screen: Screen[None] | TierScreen = Screen() if is_open else TierScreen("peer")
    return MeetingApp(folder / "kaohe.db", "q1", screen)


async def take_up(app: MeetingApp, pilot: Pilot[None]) -> OpenBallot:
    ballot = OpenBallot(app.room, *S1)
    await app.push_screen(BallotScreen(ballot))
    await until(pilot, lambda: "Ratee" in seen(app))
    return ballot


def title(app: MeetingApp) -> str:
    return app.screen.query_one("#ballot-title", TextLine).text


async def test_the_title_counts_as_marks_are_keyed(tmp_path: Path) -> None:
    app = an_app(tmp_path, TOP)
    async with app.run_test(size=WIDE) as pilot:
        await take_up(app, pilot)
        assert title(app).endswith(
            "rated 0/6   90 points or more 0/1   局领导 below 70 points 0, at least 1"
        )
        await pilot.press(*"60")
        assert "90 points or more 0/1" in title(app)
        await pilot.press(*"40")
        await until(pilot, lambda: "90 points or more 1/1" in title(app))
        await pilot.press("down")
        assert "综合科 below 70 points 0, at least 1" in title(app)


async def test_where_there_is_little_room_the_counts_stay(tmp_path: Path) -> None:
    app = an_app(tmp_path, TOP)
    async with app.run_test(size=SIZE) as pilot:
        await take_up(app, pilot)
        assert title(app).startswith("全员互评   单雄   rated 0/6   90 points or more 0/1")


async def test_a_digit_that_changes_no_count_draws_no_title(tmp_path: Path) -> None:
    app = an_app(tmp_path, TOP)
    async with app.run_test(size=WIDE) as pilot:
        await take_up(app, pilot)
        await pilot.pause()
        line, drawn = app.screen.query_one("#ballot-title", TextLine), list[object]()
        refresh = line.refresh
        line.refresh = lambda *given, **named: drawn.append(given) or refresh(*given, **named)  # type: ignore[method-assign, func-returns-value]
        await pilot.press(*"60")
        assert drawn == []
        await pilot.press(*"40")
        assert len(drawn) == 1


async def test_what_breaks_a_limit_is_not_handed_in(tmp_path: Path) -> None:
    app = an_app(tmp_path, TOP, is_keyed=True)
    async with app.run_test(size=WIDE) as pilot:
        ballot = await take_up(app, pilot)
        await pilot.press("f10")
        await until(pilot, lambda: "breaks a limit" in said(app))
        assert "“90 points or more” went to 6 of 6 people; at most 1" in said(app)
        assert not ballot.is_handed_in
        assert isinstance(app.screen, BallotScreen)


async def test_that_it_will_be_void_is_told_before(tmp_path: Path) -> None:
    app = an_app(tmp_path, VOID, is_keyed=True)
    async with app.run_test(size=WIDE) as pilot:
        ballot = await take_up(app, pilot)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        assert "It is then void and counts for nobody." in " ".join(seen(app).split())
        await pilot.press("y")
        await until(pilot, lambda: ballot.is_handed_in)


async def test_the_rule_is_told_before_the_tier_opens(tmp_path: Path) -> None:
    app = an_app(tmp_path, f"{TOP}, {VOID}, {{ all_equal = false }}", is_open=False)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        told = " ".join(seen(app).split())
        assert "Limits of a ballot: 90 points or more for at most 1 person; in each section" in told
        assert "(otherwise the ballot is void); not the same total for all." in told
