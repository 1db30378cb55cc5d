"""Make a database from files, or write templates to edit."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kaohe_tui.domain.record.events import YearBegun
from kaohe_tui.domain.record.fields.understood import NOTHING
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import fingerprint, roster_fingerprint
from kaohe_tui.domain.rules.class_weights import check_people
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.disk.writing import unwritable, write_new
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.scheme.book.opening import read_scheme, scheme_tables
from kaohe_tui.files.scheme.book.write import scheme_book
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Reading
from kaohe_tui.services.database.ready_made import SAMPLE, files_of
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Database, Transaction
from kaohe_tui.store.periods import people, schemes
from kaohe_tui.words import N_, language

BOOK = "考核方案.xlsx"
"""The name of the workbook that ``write_templates`` writes."""


def new_year(
    path: Path, scheme: Path, roster: Path, clock: Callable[[], datetime] = datetime.now
) -> Room:
    """Make the database of a new year.

    Args:
        path: where it goes; nothing may be there.
        scheme: the scheme file.
        roster: the roster file.
        clock: gives the time of each entry in the record.

    Raises:
        Refusal: when a file cannot be used or something is at ``path``; then nothing is made.
    """
    rules, text = read_scheme(scheme)
    reading = understand_roster(read_book(roster), rules, UNASKED)
    return make_year(path, rules, text, reading.taken(UNASKED), clock, reading)


def make_year(
    path: Path,
    rules: Scheme,
    text: str,
    everybody: Roster,
    clock: Callable[[], datetime],
    reading: Reading[Roster] | None = None,
) -> Room:
    """Make the database of a new year from a scheme and a roster that were read already.

    Args:
        path: where it goes; nothing may be there.
        rules: the scheme.
        text: the scheme's file.
        everybody: the roster.
        clock: gives the time of each entry in the record.
        reading: what was understood of the roster's file; None where there was none.

    Raises:
        Refusal: when the scheme does not give everybody one weight, something is at ``path`` or it
            cannot be written; then nothing is made.
    """
    check_people(rules, everybody)
    room = Room(Database(path), clock=clock)

    def fill(tx: Transaction) -> None:
        schemes.put_scheme(tx, text, fingerprint(text))
        people.put_roster(tx, everybody)
        begun = YearBegun(
            scheme=rules.name,
            scheme_digest=fingerprint(text),
            roster_digest=roster_fingerprint(everybody),
            file_digest=reading.digest if reading else "",
            understood=reading.understood if reading else NOTHING,
        )
        room.note(tx, begun)

    # In one step: a database without a scheme would be left where the power fails between two.
    Database.create(path, fill).close()
    return room


def write_templates(folder: Path, kind: str = SAMPLE, *, as_book: bool = False) -> tuple[Path, ...]:
    """Write a scheme and a roster to start from.

    Args:
        folder: where they go; it is made where it is missing.
        kind: one of ``ready_made.KINDS``.
        as_book: whether both are written as one workbook instead.

    Returns:
        The files written.

    Raises:
        Refusal: when there is no such kind, one of them is there already, or the folder cannot be
            written.
    """
    scheme, roster = files_of(kind, language())
    contents = {path.name: path.read_bytes() for path in (scheme, roster)}
    if as_book:
        lines = read_book(roster).sheets[0].rows
        year = read_scheme(scheme)[0].year
        contents = {BOOK: scheme_book(scheme_tables(scheme), lines, year)}
    targets = tuple(folder / name for name in contents)
    try:
        for target in targets:
            if target.exists():
                raise Refusal(
                    "file-exists", N_("{path} already exists; it was left as it is."), path=target
                )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for target in targets:
            write_new(target, contents[target.name])
    except OSError as error:
        raise unwritable(folder, error) from error
    return targets
