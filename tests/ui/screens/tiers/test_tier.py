"""Before a tier opens: who rates whom, who decides how much, and opening it."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui import words
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.tiers import Scope, Tier
from kaohe_tui.domain.rules.steps import Steps, StepState, TierStep
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.resources import shipped
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.tiers.pairs import Pairs, count_table
from kaohe_tui.ui.screens.tiers.recusals import Recusals
from kaohe_tui.ui.screens.tiers.tier import TierScreen
from kaohe_tui.ui.screens.tiers.weights import Weights, share_table
from tests.ui.meeting_app import SIZE, MeetingApp, said, sample_copy, seen, until


async def test_all_there_is_to_know_stands_on_one_small_screen(tmp_path: Path) -> None:
    """Counts, shares of every class, fingerprints, the key; nothing scrolled away at 80x24."""
    app = MeetingApp(sample_copy(tmp_path), "q3", TierScreen("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        shown = seen(app)
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "weight 40 · across all sections · 36 ballots, 1225 ratings" in lines
    assert "staff 24 552 192 72" in lines
    assert "head 1 24 8 3" in lines
    # 40/35 of the whole with a leader's tier, 40/35 of 80 without; together 23 or 24 of 35.
    assert "staff 24 1.14–1.43% 1.43% 1.90%" in lines
    assert "together 26.29–32.86% 34.29% 45.71%" in lines
    assert any(line.startswith("head 1 21.14–26.43%") for line in lines)
    assert "opening the first tier locks both" in shown
    assert "loses its name when handed in" in shown
    assert "▶ Open 全员互评 [ Enter ]" in lines


async def test_the_first_tier_opens_after_a_deliberate_yes_only(tmp_path: Path) -> None:
    """Enter asks and does not answer; Esc changes nothing; Y opens the period."""
    app = MeetingApp(sample_copy(tmp_path), "q3", TierScreen("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TierScreen))
        assert not app.room.period("q3").steps.opened
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "apply to the whole period" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: app.results == [True])
        assert app.room.period("q3").steps.state_of("peer") is StepState.OPEN


async def test_a_later_tier_opens_at_once(tmp_path: Path) -> None:
    """Nothing is fixed by it, so nothing is asked."""
    path = sample_copy(tmp_path)
    room = enter_room(path)
    steps.close_tier(room, "q2", "middle", "sick leave")
    room.close()
    app = MeetingApp(path, "q2", TierScreen("leader"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Fixed for this period" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.results == [True])
        assert app.room.period("q2").steps.state_of("leader") is StepState.OPEN


async def test_a_tier_out_of_turn_says_why(tmp_path: Path) -> None:
    """The reason stands on the screen and comes again with Enter."""
    app = MeetingApp(sample_copy(tmp_path), "q2", TierScreen("leader"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "▶ 分管领导评分 waits until 中层干部评分 is closed." in seen(app)
        await pilot.press("enter")
        assert "waits until" in said(app)
        assert not app.results


async def test_people_nobody_rates_are_named(tmp_path: Path) -> None:
    """One person of the sample has no supervising leader."""
    app = MeetingApp(sample_copy(tmp_path), "q3", TierScreen("leader"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        here = app.room.period("q3")
        tier = here.scheme.tier("leader")
        (alone,) = (p for p in here.scheme.ratees(tier, here.roster) if not p.supervisors)
        assert f"not counted here: {alone.name} ({alone.section})" in seen(app)


async def test_recusals_set_from_here_are_counted(tmp_path: Path) -> None:
    """The screen is written anew when one comes back to it."""
    app = MeetingApp(sample_copy(tmp_path), "q3", TierScreen("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Recusals))
        steps.recuse(app.room, "q3", ("06", "07"), "own request")
        await pilot.press("escape")
        await until(pilot, lambda: "1 pair recused in this tier" in seen(app))
        assert "1224 ratings" in seen(app)


async def test_the_list_of_pairs_leaves_out_the_recused(tmp_path: Path) -> None:
    """A rater is found by typing; beside him stands whom he rates, and no other."""
    path = sample_copy(tmp_path)
    room = enter_room(path)
    steps.recuse(room, "q3", ("06", "07"), "own request")
    recused = room.period("q3").person("07")
    expected = overview.pairs(room, "q3", "peer")["06"]
    room.close()
    app = MeetingApp(path, "q3", Pairs("peer"))
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("/")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("0", "6", "enter")
        await until(pilot, lambda: "rates 33 people" in seen(app))
        shown = seen(app)
    # Every rater stands on the left, those whom he rates on the right as well.
    for person in expected:
        assert shown.count(f"{person.code} {person.name} ") == 2
    assert shown.count(f"{recused.code} {recused.name} ") == 1


async def test_the_list_of_weights_finds_a_rater(tmp_path: Path) -> None:
    """The head decides more than anybody; the cursor stands on whom one looks for."""
    app = MeetingApp(sample_copy(tmp_path), "q3", Weights())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "21.14–26.43%" in next(x for x in seen(app).splitlines() if "▶ 01" in x)
        await pilot.press("/")
        await until(pilot, lambda: isinstance(app.screen, Find))
        await pilot.press("3", "3", "enter")
        await until(pilot, lambda: "▶ 33" in seen(app))


async def test_another_language_leaves_nothing_empty(tmp_path: Path) -> None:
    """Composing again writes everything again."""
    app = MeetingApp(sample_copy(tmp_path), "q3", TierScreen("peer"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        words.use_language("zh_CN")
        app.refresh_words()
        await until(pilot, lambda: "一般人员" in seen(app) and "21.14–26.43%" in seen(app))


async def test_a_name_like_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    """In the lists, beside them, and in the sentences."""
    sample = shipped("sample_data")
    roster = (sample / "roster.csv").read_text(encoding="utf-8-sig").replace("王芳", "张三[/]")
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    path = tmp_path / "new.db"
    new_year(path, sample / "scheme.toml", tmp_path / "roster.csv").close()
    for screen in (Pairs("peer"), Weights()):
        app = MeetingApp(path, "q1", screen)
        async with app.run_test(size=(120, 60)) as pilot:
            await pilot.pause()
            assert "06 张三[/]" in " ".join(seen(app).split())


@pytest.mark.parametrize("sections", ["AAAAABBB", "BBBAAAAA"])
def test_a_class_is_told_from_its_lowest_to_its_highest_share(sections: str) -> None:
    """In a section of five each rater gives one of four ratings, in one of three one of two."""
    tier = Tier(
        "peer",
        "Peers",
        frozenset({Role.STAFF}),
        frozenset({Role.STAFF}),
        frozenset({Scope.SECTION}),
        Fraction(100),
    )
    scheme, _text = read_scheme(shipped("sample_data") / "scheme.toml")
    people = [Person(str(n), f"P{n}", s, Role.STAFF) for n, s in enumerate(sections)]
    period = scheme.periods[0]
    here = PeriodRoom(
        key=period.key,
        id=None,
        scheme=replace(scheme, tiers=(tier,)),
        whole=scheme,
        scheme_fingerprint="",
        roster=Roster(tuple(people)),
        roster_fingerprint="",
        ids={},
        codes={},
        steps=Steps(period, opened=False, tiers=(TierStep(tier, StepState.WAITING),)),
        recused={},
    )
    heading, one, together = share_table(here)
    assert heading.split() == ["staff"]
    assert one.split() == ["staff", "8", "25.00–50.00%"]
    assert together.split() == ["together", "100.00%"]
    assert count_table(here, tier)[1].split() == ["staff", "8", "26"]
