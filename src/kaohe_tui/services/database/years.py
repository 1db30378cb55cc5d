"""List the databases of several years, and make a new year from the one before.

From one year to the next go the people, with their codes, and the scheme, with the year's number
changed. Operators do not: their PINs are set again, by an entry of the new year's own record.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kaohe_tui.diskname import is_missing
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.recoding import recoded
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.disk.originals import keep_original
from kaohe_tui.files.roster.role_words import words_answered
from kaohe_tui.files.roster.roster import RosterReading, understand_roster
from kaohe_tui.files.scheme.book.layout import ROSTER
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.scheme.book.read import has_roster
from kaohe_tui.files.scheme.copies.adding_roles import with_roles, write_roles
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.database import starting
from kaohe_tui.services.database.opening import enter_room, look
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import next_thing
from kaohe_tui.services.tiers.next_thing import Do
from kaohe_tui.services.tiers.next_words import sentence
from kaohe_tui.store.failures import Lost
from kaohe_tui.store.periods import schemes
from kaohe_tui.words import N_, _

SUFFIXES = (".db", ".sqlite", ".sqlite3")
"""The endings of a database's name."""
_KEPT = re.compile(r"\.(before|replaced)-")
"""In the name of what kaohe kept of a database: it is no year of its own."""
_YEAR_LINE = re.compile(r"""^(\s*["']?(?:year|年度)["']?\s*=\s*["']?)(\d+)""", re.MULTILINE)
_NAME_LINE = re.compile(r"""^\s*["']?(?:name|名称)["']?\s*=.*$""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class YearFile:
    """One database of a folder."""

    path: Path
    """The database."""
    year: int
    """The year of its scheme; 0 where it cannot be opened."""
    name: str
    """The name of its scheme; empty where it cannot be opened."""
    state: str
    """In words: what comes next in it, or why it cannot be opened."""
    is_complete: bool
    """Whether nothing is left to do in it."""


def years(folder: Path) -> tuple[YearFile, ...]:
    """List every database of kaohe's in a folder, the newest year first; they are only read in.

    What is no database of kaohe's, and what kaohe kept of one, is left out.
    """
    files = []
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return ()
    for path in paths:
        fits = path.suffix in SUFFIXES and not path.name.startswith(".")
        if fits and not _KEPT.search(path.name) and (one := _year_file(path)):
            files.append(one)
    return tuple(sorted(files, key=lambda each: (-each.year, each.path.name)))


def _year_file(path: Path) -> YearFile | None:
    try:
        # Not upgraded to this kaohe's tables: listing the years changes none of them.
        room = enter_room(path, read_only=True)
    except Lost:
        return None
    except Refusal as refusal:
        return YearFile(path, 0, "", str(refusal), is_complete=False)
    try:
        scheme = room.rules()[0]
        step = next_thing.step(room)
        state = sentence(step)
    except Refusal as refusal:
        return YearFile(path, 0, "", str(refusal), is_complete=False)
    finally:
        room.close()
    done = step.do is Do.NEW_YEAR
    return YearFile(path, scheme.year, scheme.name, _("complete") if done else state, done)


def year_of(path: Path) -> int:
    """Return the year of a database; 0 where it cannot be opened."""
    file = _year_file(path)
    return file.year if file else 0


def place_for(taken: Path, year: int) -> Path:
    """Return where the database of a new year goes.

    It goes where nothing is yet, or beside the one that is there, under a name with the year.

    Args:
        taken: where it would go; a database of an earlier year may be there.
        year: of the new scheme.

    Raises:
        Refusal: when the database there is of that very year, or the other name is taken too.
    """
    if is_missing(taken) and not os.path.lexists(taken):
        return taken
    present = _year_file(taken)
    if present is not None and present.year == year:
        raise Refusal(
            "file-exists",
            N_(
                "{path} is already there; it was left as it is. It holds {year} ({name}): go on "
                "with that, or name another database with --db."
            ),
            path=taken,
            year=year,
            name=present.name,
        )
    own = taken.with_name(f"kaohe-{year}.db")
    if not is_missing(own):
        raise Refusal(
            "file-exists",
            N_(
                "{path} is already there; it was left as it is. Open it with --db, or name another "
                "database with --db."
            ),
            path=own,
        )
    return own


@dataclass(frozen=True, slots=True)
class Plan:
    """The scheme and the roster of a new year's database."""

    scheme: Scheme
    """The scheme."""
    text: str
    """The text of the scheme's file."""
    roster: Roster
    """The roster."""
    reading: RosterReading | None = None
    """What was understood of the roster's file; None where it is taken from last year's database.
    While something is in doubt, the roster holds what is proposed."""
    roster_file: Path | None = None
    """The roster's file; None where it is taken from last year's database."""


def plan(
    old: Path | None,
    scheme: Path | None,
    roster: Path | None,
    year: int | None = None,
    choices: Choices = UNASKED,
) -> Plan:
    """Read what a new year is made of; nothing is written.

    Args:
        old: the database of the year before; what no file is named for is taken from it.
        scheme: the scheme file; None: taken from ``old``.
        roster: the roster file; None: the sheet of the scheme's workbook, else taken from ``old``.
        year: of a scheme that is taken from ``old``; None for the year after it.
        choices: what was answered about the roster's file.

    Raises:
        Refusal: when a file or the database cannot be used, or the scheme's year cannot be changed.
    """
    roster, choices = _in_book(scheme, roster, choices)
    if old is None:
        assert scheme is not None
        assert roster is not None
        return _with_roster(*read_scheme(scheme), roster, choices)
    room = look(old)
    try:
        before, everybody = room.rules()[0], room.roster()
        with room.database.reading() as tx:
            text = schemes.current_scheme(tx).text
    finally:
        room.close()
    year = year or before.year + 1
    rules, text = read_scheme(scheme) if scheme else _carried(old, before, text, year)
    if roster is None:
        return Plan(rules, text, everybody)
    made_of = _with_roster(rules, text, roster, choices)
    if made_of.reading is not None and made_of.reading.is_numbered:
        return replace(made_of, roster=recoded(made_of.roster, everybody))
    return made_of


def _in_book(
    scheme: Path | None, roster: Path | None, choices: Choices
) -> tuple[Path | None, Choices]:
    """Return the file of the roster: the scheme's workbook where none is named and it has one."""
    if roster is None and scheme is not None and has_roster(scheme):
        return scheme, replace(choices, sheet=ROSTER)
    return roster, choices


def _with_roster(rules: Scheme, text: str, roster: Path, choices: Choices) -> Plan:
    reading = understand_roster(read_book(roster), rules, choices)
    return Plan(rules, text, reading.value, reading, roster)


def settle(
    old: Path | None, scheme: Path | None, roster: Path | None, choices: Choices
) -> tuple[Plan, Path | None]:
    """Return what a new year is made of once nothing is in doubt; see ``plan``.

    The roles that were answered for words of the roster go into a copy of the scheme's file, or
    into the scheme that is taken from last year's database, so that nobody asks for them again.

    Returns:
        The plan, and the copy of the scheme's file; None where none was written.

    Raises:
        Refusal: as ``plan`` does, or naming what is in doubt.
    """
    made_of = plan(old, scheme, roster, choices=choices)
    if made_of.reading is None:
        return made_of, None
    made_of.reading.taken(choices)
    words = words_answered(made_of.reading.doubts, choices)
    if not words:
        return made_of, None
    if scheme is None:
        text = with_roles(made_of.text, made_of.scheme.name, words, usual_first=True)
        return replace(made_of, scheme=parse_scheme(text, made_of.scheme.name), text=text), None
    copy = write_roles(scheme, words, usual_first=True)
    return plan(old, copy, roster, choices=choices), copy


def _carried(old: Path, before: Scheme, text: str, year: int) -> tuple[Scheme, str]:
    """Return the scheme with another year, in its name too; its comments stay."""
    carried = _YEAR_LINE.sub(lambda match: f"{match[1]}{year}", text, count=1)
    carried = _NAME_LINE.sub(lambda match: match[0].replace(str(before.year), str(year)), carried)
    scheme = parse_scheme(carried, old.name)
    if scheme.year != year:
        raise Refusal(
            "scheme-year-fixed",
            N_("The year in the scheme of {path} cannot be changed; give a scheme file."),
            path=old,
        )
    return scheme, carried


def make(path: Path, made_of: Plan, clock: Callable[[], datetime] = datetime.now) -> Room:
    """Make the database of the new year.

    Args:
        path: where it goes; nothing may be there.
        made_of: see ``plan``.
        clock: gives the time of each entry in the record.

    Raises:
        Refusal: when something is at ``path`` or it cannot be written; then nothing is made.
    """
    if made_of.reading is not None and made_of.roster_file is not None:
        keep_original(path, made_of.scheme, made_of.roster_file, made_of.reading.digest)
    return starting.make_year(
        path, made_of.scheme, made_of.text, made_of.roster, clock, made_of.reading
    )
