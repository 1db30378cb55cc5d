"""Plays what was drawn through kaohe: its files, its verbs, its database."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from fractions import Fraction
from io import BytesIO, TextIOWrapper
from pathlib import Path
from random import Random
from unittest import mock

from kaohe_tui import cli
from kaohe_tui.domain.entries.entries import YEAR, ExemptionKind
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.entries import entries, from_files
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.database import connections, engine
from kaohe_tui.store.database.engine import Transaction
from tests.reference.files import Toml, adjustments_csv, ballots_csv, figures_csv, roster_csv
from tests.reference.generator import Drawn

REASON = "试"


@contextmanager
def quickly() -> Iterator[None]:
    """Take the tables from the first database that was made, and do not wait for the disk."""
    statements: list[str] = []
    upgrade = engine._upgrade

    def tables_as_before(tx: Transaction) -> None:
        if statements:
            for statement in statements:
                tx.exec_driver_sql(statement)
            return
        upgrade(tx)
        made = tx.connection.driver_connection.iterdump()  # type: ignore[union-attr]
        statements.extend(each for each in made if each not in ("BEGIN TRANSACTION;", "COMMIT;"))

    pragmas = [each for each in connections.PRAGMAS if not each.startswith("synchronous")]
    with (
        mock.patch.object(engine, "_upgrade", tables_as_before),
        mock.patch.object(connections, "PRAGMAS", (*pragmas, "synchronous=OFF")),
    ):
        yield


def play(folder: Path, drawn: Drawn) -> Room:
    """Hold every period, from opening to closing."""
    paths = folder / "scheme.toml", folder / "roster.csv"
    toml = Toml(None if drawn.in_words is None else Random(drawn.in_words))
    paths[0].write_text(toml.text(drawn.scheme), encoding="utf-8")
    paths[1].write_text(roster_csv(drawn), encoding="utf-8")
    room = new_year(folder / "kaohe.db", *paths)
    for key, facts in drawn.facts.items():
        for tier, rater, ratee in sorted(facts.recusals):
            assert not tier
            steps.recuse(room, key, (rater, ratee), REASON)
        tiers = drawn.period(key).tiers
        if not tiers:
            command(room, "open", "--period", key)
            enter(folder, room, drawn, key)
            command(room, "close", "--period", key, "--reason", REASON)
        for number, tier_table in enumerate(tiers, 1):
            tier = tier_table["key"]
            steps.open_tier(room, key, tier)
            if ratings := [each for each in facts.ratings if each.tier == tier]:
                file = folder / f"{key}-{tier}.csv"
                file.write_text(ballots_csv(drawn, tier_table, ratings), encoding="utf-8")
                import_ballots(room, file, key)
            if number == len(tiers):
                enter(folder, room, drawn, key)
            if number < len(tiers) or key != drawn.left_open:
                steps.close_tier(room, key, tier, REASON)
    for code in sorted(drawn.exempt):
        entries.exempt(room, YEAR, code, ExemptionKind.UNDETERMINED, REASON)
    return room


def command(room: Room, *words: str) -> None:
    """Run a command of kaohe beside the room, as another program would."""
    printed = TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(printed), redirect_stderr(printed):
        code = cli.run(["--lang", "en", "--db", str(room.database.path), *words])
    assert code == 0, f"{' '.join(words)}: {printed.buffer.getvalue().decode()}"


def enter(folder: Path, room: Room, drawn: Drawn, key: str) -> None:
    """Enter what the leading group and the office decided in a period."""
    facts = drawn.facts[key]
    if facts.adjustments:
        file = folder / f"{key}-adjustments.csv"
        file.write_text(adjustments_csv(facts.adjustments), encoding="utf-8")
        from_files.import_adjustments(room, file, key)
    if facts.figures:
        file = folder / f"{key}-figures.csv"
        codes = [person.code for person in drawn.roster]
        file.write_text(figures_csv(facts.figures, codes), encoding="utf-8")
        command(room, "figures-import", str(file), "--period", key)
    for code, kind, days in facts.absences:
        if kind:
            given = ("--period", key, "--days", days, "--reason", REASON)
            command(room, "absent", code, "--kind", kind, *given)
        else:
            entries.absent(room, key, code, Fraction(days), REASON)
    for number, (code, ground) in enumerate(facts.vetoes, 1):
        entries.enter_veto(room, key, code, ground, f"文{number}", "党组")
    for code in sorted(facts.exempt):
        entries.exempt(room, key, code, ExemptionKind.UNDETERMINED, REASON)
