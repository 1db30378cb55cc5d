"""Say what a new year was made of, and how to go on with it."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from kaohe_tui.cli.frame import command
from kaohe_tui.cli.printing import one_line, say
from kaohe_tui.cli.tables import say_doubts, say_understood
from kaohe_tui.commandline import command_line
from kaohe_tui.words import _

if TYPE_CHECKING:
    from kaohe_tui.domain.rules.scheme.scheme import Scheme
    from kaohe_tui.files.tables.doubts import Choices
    from kaohe_tui.services.database.years import Plan


def say_next(rules: "Scheme", path: Path, usual: Path) -> None:
    """Say how to go on, and with which database."""
    from kaohe_tui.services.database import years

    line = _first_step(rules)
    if path != usual and years.year_of(usual) > rules.year:
        sentence = _("{path} is of a later year: kaohe goes on opening that by itself.")
        say(sentence.format(path=one_line(str(usual))))
        line += " " + shlex.join(["--db", str(path)])
    elif path != usual:
        _take_over(path, usual)
    say(_("Next: {command}").format(command=line))


def _first_step(rules: "Scheme") -> str:
    """Return the command that opens the year's first period."""
    key = rules.periods[0].key
    first = next((tier.key for tier in rules.for_period(key).tiers), "")
    return command("open", *filter(None, [first]), "--period", key)


def say_made(made_of: "Plan", path: Path) -> None:
    """Say what a new year's database was made of."""
    from kaohe_tui.domain.rules.warnings import warnings
    from kaohe_tui.files.roster.sections import look_alikes

    rules = made_of.scheme
    if made_of.reading is not None:
        say_understood(made_of.reading.told)
    say(
        _("{scheme}: {people} people, {tiers} tiers, {periods} periods.").format(
            scheme=rules.name,
            people=len(made_of.roster),
            tiers=len(rules.tiers),
            periods=len(rules.periods),
        )
    )
    for sentence in warnings(rules, made_of.roster):
        say(one_line(sentence))
    for sentence in look_alikes(made_of.roster):
        say(one_line(f"! {sentence}"))
    say(_("The database: {path}").format(path=one_line(str(path))))


def say_plan(made_of: "Plan", choices: "Choices") -> None:
    """Say what was understood of the roster that a new year would be made of."""
    from kaohe_tui.files.roster.summary import summary

    if made_of.reading is not None:
        say_understood(made_of.reading.told)
        say_doubts(made_of.reading.doubts, choices)
    say_understood(summary(made_of.roster, made_of.scheme))


def _take_over(path: Path, before: Path) -> None:
    """Have ``kaohe`` open the new year from now on, and say how the old one is opened."""
    from dataclasses import replace

    from kaohe_tui import settings

    settings.save(replace(settings.load()[0], database=str(path.absolute())))
    say(_("kaohe opens it from now on; {path} stays as it is.").format(path=one_line(str(before))))
    line = one_line(command_line("--read-only", "--db", str(before)))
    say(_("To look into that one: {command}").format(command=line))
