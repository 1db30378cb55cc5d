"""One whole review of a small bureau, from its files to the frozen result, by keys alone at 80x24.

The figures are computed apart, in this file, from what was typed.
"""

import json
import random
import re
from fractions import Fraction

from tests.terminal import Terminal
from tests.whole.desk import CONFIRM, Desk, begin, choose, hand_in, to_home
from tests.whole.small_office import ROLES, TIERS, WEIGHTS, keys, office_files, ratees, raters

RECUSED = ("s1", "s2")
ABSTAINED = ("peer", "m2", "s1")
MISSING = ("peer", "s4", "m1")
CORRECTED = ("peer", "m1", "m2")
Given = dict[str, dict[str, dict[str, tuple[int, ...]]]]
"""tier -> rater -> ratee -> the marks."""


def given(seed: int) -> Given:
    """What everybody thinks of everybody."""
    chance = random.Random(seed)
    told: Given = {}
    for tier in TIERS:
        for rater in raters(tier):
            people = [p for p in ratees(tier, rater) if (rater, p) != RECUSED]
            told.setdefault(tier, {})[rater] = {
                ratee: (chance.randint(0, 40), chance.randint(1, 45), chance.randint(0, 15))
                for ratee in people
                if (tier, rater, ratee) not in (ABSTAINED, MISSING)
            }
    return told


def typed(told: Given, tier: str, rater: str) -> str:
    """The keys of a ballot in its order."""
    text = ""
    for ratee in ratees(tier, rater):
        if (tier, rater, ratee) == ABSTAINED:
            text += "-"
        elif (tier, rater, ratee) == MISSING:
            text += "\x1b[B"
        elif (rater, ratee) != RECUSED:
            text += keys(*told[tier][rater][ratee])
    return text


def totals(told: Given, tier: str, ratee: str) -> list[int]:
    ballots = told[tier].values()
    return sorted(sum(ballot[ratee]) for ballot in ballots if ratee in ballot)


def counted(told: Given, tier: str, ratee: str) -> list[int]:
    """The totals that count: the peers' lowest and highest are dropped."""
    found = totals(told, tier, ratee)
    return found[1:-1] if tier == "peer" and len(found) > 2 else found


def score(told: Given, ratee: str) -> Fraction | None:
    over, under = Fraction(0), 0
    for tier, weight in WEIGHTS.items():
        if kept := counted(told, tier, ratee):
            over += weight * Fraction(sum(kept), len(kept))
            under += weight
    return over / under if under else None


def two_places(value: Fraction) -> str:
    hundredths = (value * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def key_tier(terminal: Terminal, told: Given, tier: str) -> None:
    """From home: every ballot of the tier, handed in, and back to home."""
    terminal.press("enter")
    terminal.wait_for("whose ballot?")
    for number, rater in enumerate(raters(tier), 1):
        terminal.wait_for(re.compile(rf"▶ \S {rater} "))
        begin(terminal)
        text = typed(told, tier, rater)
        while text:
            # Bursts of no particular length, now and then in the middle of a mark.
            end = 7 if "\x1b" not in text[:10] else len(text)
            terminal.send(text[:end])
            text = text[end:]
        missing = (tier, rater) == MISSING[:2]
        terminal.wait_for("1 not rated yet" if missing else "All rated —")
        hand_in(terminal)
        terminal.wait_for(f"{number} of {len(raters(tier))} ballots in")
    if tier == CORRECTED[0]:
        correct(terminal, told)
    terminal.press("escape")
    to_home(terminal)


def correct(terminal: Terminal, told: Given) -> None:
    """Have a ballot given back, change its first mark, hand it in anew."""
    tier, rater, ratee = CORRECTED
    choose(terminal, rater)
    terminal.press("b")
    terminal.wait_for("given back?")
    terminal.press("2", "enter")
    terminal.wait_for(re.compile(rf"▶ ◐ {rater} "))
    begin(terminal)
    terminal.press("ctrl+home")
    marks = told[tier][rater][ratee]
    told[tier][rater][ratee] = (40 - marks[0], *marks[1:])
    terminal.send(keys(*told[tier][rater][ratee]))
    hand_in(terminal)
    terminal.wait_for(f"{len(raters(tier))} of {len(raters(tier))} ballots in")


def recuse(terminal: Terminal) -> None:
    """On the screen before a tier opens: nobody rates a spouse."""
    rater, ratee = RECUSED
    terminal.press("r")
    terminal.wait_for("Nobody is recused")
    terminal.press("a")
    terminal.wait_for("Which rater is recused?")
    terminal.send(rater)
    terminal.wait_for(f": {rater}_")
    terminal.press("enter")
    terminal.wait_for("Whom does 张三[/] not rate?")
    terminal.send(ratee)
    terminal.wait_for(f": {ratee}_")
    terminal.press("enter")
    terminal.wait_for("Why does")
    terminal.press("1", "enter")
    terminal.wait_for("does not rate")
    terminal.press("escape")
    terminal.wait_for("1 pair recused")


def open_tier(terminal: Terminal, tier: str) -> None:
    """From home: what comes before a tier, and opening it."""
    terminal.press("enter")
    terminal.wait_for(re.compile("before .* opens"))
    if tier == "peer":
        recuse(terminal)
    terminal.press("enter")
    if tier == "peer":
        terminal.wait_for(CONFIRM)
        terminal.press("y")
    terminal.wait_for(re.compile(r"▶ Enter .*\[ Enter \]"))


def close_tier(terminal: Terminal, tier: str) -> None:
    """From home: Enter, with the reason where something is missing."""
    terminal.wait_for(re.compile("▶ .*close"))
    terminal.press("enter")
    terminal.wait_for(re.compile("closing "))
    if tier == MISSING[0]:
        terminal.wait_for("欧阳明日香")
        terminal.press("enter")
        terminal.wait_for("ratings missing?")
        terminal.press("1", "enter")
    else:
        terminal.wait_for("No ratings are missing.")
        terminal.press("enter")
    terminal.wait_for("for the count")
    terminal.press("enter")
    terminal.wait_for("as supervisor (监督)?")
    terminal.press("enter")
    terminal.wait_for("Hash of the record up to this closing")
    terminal.press("enter")
    to_home(terminal)


def test_a_whole_review_ends_in_the_figures_computed_apart(bare_desk: Desk) -> None:
    told = given(seed=36)
    scheme, roster = office_files(bare_desk.folder)
    made = bare_desk.run("new", "--scheme", str(scheme), "--roster", str(roster))
    assert (made.returncode, made.stderr) == (0, "")
    with bare_desk.start() as terminal:
        for tier in TIERS:
            open_tier(terminal, tier)
            key_tier(terminal, told, tier)
            close_tier(terminal, tier)
        terminal.wait_for(re.compile("▶ (Post the notice of|.*wait)"))
        scores = {code: two_places(s) for code in ROLES if (s := score(told, code)) is not None}
        terminal.press("s")
        # The first screen shows the names and the scores too.
        terminal.wait_for("Result no. 1")
        for code in ("s1", "s2", "s3", "s4"):
            terminal.wait_for(scores[code])
        terminal.press("escape")
        to_home(terminal)
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.disorder() == []
    compare(bare_desk, told, scores)


def compare(desk: Desk, told: Given, scores: dict[str, str]) -> None:
    """The frozen result, as a program reads it, with the figures computed apart."""
    done = desk.run("standings", "--json", "--period", "q1")
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert (result["period"], result["method"], result["complete"]) == ("q1", "tiers", False)
    found = {row["code"]: row for row in result["standings"]}
    assert {code: row["score"] for code, row in found.items()} == scores
    for code, row in found.items():
        for tier, figures in row["tiers"].items():
            kept = counted(told, tier, code)
            assert figures["mean"] == two_places(Fraction(sum(kept), len(kept)))
            assert figures["ratings"] == len(totals(told, tier, code))
            assert figures["owed"] == int((tier, code) == (MISSING[0], MISSING[2]))
        rivals = [other for other in scores if ROLES[other] == ROLES[code]]
        better = [other for other in rivals if Fraction(scores[other]) > Fraction(scores[code])]
        assert row["rank"] == len(better) + 1
        assert row["provisional"] == (code == MISSING[2])
    assert desk.count("abstention") == 1
    assert desk.count("result") == 1
