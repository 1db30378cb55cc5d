"""Take a new roster or scheme in the middle of the year, for the periods still to be opened.

What was opened keeps the roster and the scheme that were frozen for it.
"""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kaohe_tui.domain.record.events import RosterChanged, RosterChanges, SchemeChanged
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import fingerprint, roster_fingerprint
from kaohe_tui.domain.rules.nobody import Unrated, unrated
from kaohe_tui.domain.rules.people import Person, Roster, shared_names
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import few, name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.disk.originals import keep_original
from kaohe_tui.files.roster.role_words import words_answered
from kaohe_tui.files.roster.roster import RosterReading
from kaohe_tui.files.roster.sections import look_alikes
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt
from kaohe_tui.services.periods import kept_entries
from kaohe_tui.services.periods.new_roster import understand_new
from kaohe_tui.services.periods.scheme_change import SchemeChange, keep_words, reweighed
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year import same_person
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import people, periods, schemes
from kaohe_tui.words import N_, _


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What a new roster changes."""

    joined: tuple[Person, ...]
    """The people whose code only the new roster has."""
    left: tuple[Person, ...]
    """The people whose code only the old roster has."""
    moved: tuple[tuple[Person, Person], ...]
    """The people who differ, before and after.

    In name, section, role, leader, identity or note.
    """
    reordered: bool
    """Whether the people in both rosters stand in another order."""
    holds_for: tuple[str, ...]
    """Names of the periods still to be opened."""
    kept_by: tuple[str, ...]
    """Names of the opened periods, which keep their roster."""
    unrated: tuple[Unrated, ...]
    """The tiers that will not count for all whom they rate."""
    doubts: tuple[same_person.Doubt, ...] = ()
    """The people of whom it has to be said whether they are the same as before."""
    look_alikes: tuple[str, ...] = ()
    """A sentence for every two sections that may be one."""
    shared: frozenset[str] = frozenset()
    """The names that several people of the old or new roster have (``people.shared_names``)."""
    understood: Sequence[str] = ()
    """What was read of the roster's file, and what was left out, a sentence each."""
    asked: Sequence[Doubt] = ()
    """What is doubtful in the file."""
    words: tuple[str, ...] = ()
    """The words for roles that were answered, which the scheme keeps."""

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(self.joined or self.left or self.moved or self.reordered)

    @property
    def words_told(self) -> str:
        """The sentence about words for roles; empty where there are none."""
        names = few([_("“{name}”").format(name=shown(word)) for word in self.words])
        sentence = _("The scheme keeps these words for roles, nobody is asked again: {words}.")
        return sentence.format(words=names) if self.words else ""


def change_roster(
    room: Room,
    path: Path,
    *,
    only_look: bool = False,
    same: Collection[str] = (),
    new: Collection[str] = (),
    choices: Choices = UNASKED,
) -> RosterChange:
    """Take a new roster, and the answers for words of roles, for the periods still to be opened.

    Args:
        room: the room.
        path: the roster file.
        only_look: say what would change, and change nothing.
        same: codes of those whose name is another one and who are the same person.
        new: codes of those who are somebody else than who had that name under another code.
        choices: what was answered about the file.

    Raises:
        Refusal: when the file cannot be used, every period was opened already, or it is not said
            of somebody whether it is the same person (see ``sameness``).
    """
    rules = room.rules()[0]
    reading = understand_new(read_book(path), rules, room.base()[2], choices)
    words = words_answered(reading.doubts, choices)
    if only_look:
        with room.database.reading() as tx:
            kept_entries.check_roster(room, tx, reading.value)
        change = _roster_change(room, reading.value, reading.told)
        return replace(change, asked=reading.doubts, words=tuple(words))
    people_now = reading.taken(choices)
    keep_original(room.database.path, rules, path, reading.digest)
    with room.acting() as tx:
        change = _roster_change(room, people_now, reading.told)
        same_person.check_answered(change.doubts, same, new)
        if change.is_any:
            kept_entries.check_roster(room, tx, people_now)
            _put(room, tx, people_now, change, reading)
        return replace(change, words=keep_words(room, tx, words))


def _put(
    room: Room, tx: Transaction, roster: Roster, change: RosterChange, reading: RosterReading
) -> None:
    """Put a roster in the place of the one in force, and note what of it came from which file."""
    before = roster_fingerprint(room.base()[2])
    people.put_roster(tx, roster)
    changed = RosterChanged(
        roster_before=before,
        roster_digest=roster_fingerprint(roster),
        changes=_codes(change),
        file_digest=reading.digest,
        understood=reading.understood,
    )
    room.note(tx, changed)


def change_scheme(room: Room, path: Path, *, only_look: bool = False) -> SchemeChange:
    """Take a new scheme for the periods still to be opened.

    Args:
        room: the room.
        path: the scheme file.
        only_look: say what would change, and change nothing.

    Raises:
        Refusal: when the file cannot be used, is of another year, lacks a period that was opened
            and is held, or one with entries that stand, or would have an entry mean something else,
            or every period was opened already.
    """
    new, text = read_scheme(path)
    if only_look:
        with room.database.reading() as tx:
            return _scheme_change(room, tx, new, text)
    with room.acting() as tx:
        change = _scheme_change(room, tx, new, text)
        if not change.is_any:
            return change
        old_print = room.base()[1]
        schemes.put_scheme(tx, text, fingerprint(text))
        after = fingerprint(text)
        room.note(tx, SchemeChanged(scheme_before=old_print, scheme=new.name, scheme_digest=after))
    return change


def _roster_change(room: Room, new: Roster, understood: Sequence[str]) -> RosterChange:
    scheme, _fingerprint, old = room.base()
    holds_for, kept_by = _periods(room, scheme)
    both = [person.code for person in old if person.code in new]
    lines = {(each.code, name_key(each.name)): each for each in (*old, *new)}
    return RosterChange(
        joined=tuple(person for person in new if person.code not in old),
        left=tuple(person for person in old if person.code not in new),
        moved=tuple((old[c], new[c]) for c in both if _shown(old[c]) != _shown(new[c])),
        reordered=both != [person.code for person in new if person.code in old],
        holds_for=holds_for,
        kept_by=kept_by,
        unrated=tuple(unrated(scheme, new)),
        doubts=same_person.doubts(room, new),
        look_alikes=tuple(look_alikes(new)),
        shared=shared_names(lines.values()),
        understood=understood,
    )


def _shown(person: Person) -> Person:
    """Return the person as the file has them, without the spelling, which follows from the name."""
    return replace(person, spelling="")


def _codes(change: RosterChange) -> RosterChanges:
    return RosterChanges(
        joined=tuple(person.code for person in change.joined),
        left=tuple(person.code for person in change.left),
        moved=tuple(after.code for _before, after in change.moved),
    )


def _periods(room: Room, scheme: Scheme) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the scheme's periods still to be opened, and of those opened.

    Raises:
        Refusal: when none is still to be opened, and none is dropped.
    """
    with room.database.reading() as tx:
        opened = {period.key for period in periods.periods(tx)}
    off = room.called_off()
    holds_for = tuple(p.name for p in scheme.periods if p.key not in opened and p.key not in off)
    if not holds_for and not _dropped(room, scheme):
        raise Refusal(
            "no-period-left", N_(
"Every period has been opened and keeps its roster and scheme: there is no period "
              "left for new ones."
)
        )  # fmt: skip
    return holds_for, tuple(p.name for p in scheme.periods if p.key in opened)


def _dropped(room: Room, scheme: Scheme) -> tuple[Period, ...]:
    """Return the periods of the scheme in force that another one lacks."""
    keys = {period.key for period in scheme.periods}
    return tuple(period for period in room.rules()[0].periods if period.key not in keys)


def _scheme_change(room: Room, tx: Transaction, new: Scheme, text: str) -> SchemeChange:
    old, _fingerprint, roster = room.base()
    if new.year != old.year:
        raise Refusal(
            "scheme-of-other-year",
            N_("The scheme is for {new}, this database holds {old}; a new year needs its own."),
            new=new.year,
            old=old.year,
        )
    _check_opened(room, tx, old, new)
    dropped = _dropped(room, new)
    kept_entries.check_dropped(tx, dropped)
    kept_entries.check_scheme(room, tx, new)
    holds_for, kept_by = _periods(room, new)
    before = schemes.current_scheme(tx).text.splitlines()
    differing = difflib.ndiff(before, text.splitlines())
    lines = tuple(line.rstrip() for line in differing if line[:2] in ("- ", "+ "))
    return SchemeChange(
        removed=tuple(line[2:] for line in lines if line.startswith("-")),
        added=tuple(line[2:] for line in lines if line.startswith("+")),
        lines=lines,
        holds_for=holds_for,
        kept_by=kept_by,
        dropped=tuple(period.name for period in dropped),
        unrated=tuple(unrated(new, roster)),
        reweighed=reweighed(room, new),
    )


def _check_opened(room: Room, tx: Transaction, old: Scheme, new: Scheme) -> None:
    known = {period.key for period in new.periods} | room.called_off().keys()
    for opened in periods.periods(tx):
        if opened.key not in known:
            name = next((p.name for p in old.periods if p.key == opened.key), opened.key)
            raise Refusal(
                "scheme-lacks-period",
                N_(
                    "The new scheme is missing the period “{key}” ({period}), which is already "
                    "open."
                ),
                key=opened.key,
                period=name,
            )
