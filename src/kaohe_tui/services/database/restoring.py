"""Go back to a copy: check it first, keep what it replaces, warn others at work."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kaohe_tui.domain.record.events import Restored
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots import claims
from kaohe_tui.services.database.copies import not_now
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity import verifying
from kaohe_tui.services.room.keyboard import login_name
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy.secrecy import settle
from kaohe_tui.store.database import checking, replacing
from kaohe_tui.store.database.engine import Database
from kaohe_tui.store.database.whole_file import Progress, check_file, made_aside
from kaohe_tui.store.failures import Lost
from kaohe_tui.store.seals import chain
from kaohe_tui.words import N_, _, _n


@dataclass(frozen=True, slots=True)
class Plan:
    """What going back to a copy would bring; nothing is changed yet."""

    database: Path
    """The database that would be replaced."""
    file: Path
    """The copy."""
    entries: int
    """The number of entries in the copy's record."""
    head: str
    """The hash of the copy's last entry."""
    last_at: str
    """The time of the copy's last entry, ISO 8601."""
    replaced: replacing.Compared | None
    """How the present database compares with the copy; None where it is damaged or missing."""
    checked: Path
    """The checked copy beside the database, upgraded; ``restore`` puts it in place."""

    @property
    def is_prefix(self) -> bool:
        """Whether the copy is an earlier state of what is there now."""
        return self.replaced is not None and self.replaced.common == self.entries


@contextmanager
def planned(database: Path, file: Path, progress: Progress | None = None) -> Iterator[Plan]:
    """Check a copy, and compare it with what is there now.

    Args:
        database: what would be replaced; it may be damaged or missing.
        file: the copy; it stays as it is.
        progress: called with how many pages are read, of how many; None: not called.

    Yields:
        The plan, for ``restore`` within the block.

    Raises:
        Refusal: when the file is no database of kaohe's or its record does not hold, or the
            database must not be replaced now.
    """
    check_file(file)
    # What is beside a database is beside the file itself, not beside a link to it.
    database = Path(os.path.realpath(database))
    if database.exists() and database.samefile(file):
        raise Refusal("backup-is-database", N_("{path} is the database itself."), path=file)
    with made_aside(database) as checked:
        replacing.take(file, checked, progress)
        copy = _verified(checked, file)
        try:
            with copy.reading() as tx:
                entries, head = chain.head(tx)
                last_at = replacing.time_of(tx, entries)
            replaced = _compared(database, copy)
        finally:
            copy.close()
        yield Plan(database, file, entries, head, last_at, replaced, checked)


def what_is_there(database: Path) -> Room | None:
    """Return the database that would be replaced; None where nobody can sign in to it.

    Nobody can where nothing is there, or it is damaged, or none of kaohe's.

    Raises:
        Refusal: when it cannot be entered for any other reason: it is locked, cannot be written,
            or is of a newer kaohe. Nobody may take that for a way round the sign-in.
    """
    try:
        return enter_room(database)
    except Lost:
        return None


def consequences(plan: Plan) -> list[str]:
    """Return what going back to the copy brings, a sentence each."""
    sentences = [
        _n(
            "The backup is intact: {count} entry in the record, {at}.",
            "The backup is intact: {count} entries in the record, the last one of {at}.",
            plan.entries,
        ).format(count=plan.entries, at=_in_words(plan.last_at))
    ]
    replaced = plan.replaced
    if replaced is None:
        sentences.append(_("The current database is damaged or missing: it cannot be compared."))
        return sentences
    if not plan.is_prefix:
        sentences.append(
            _(
                "The backup is not an earlier state of this database: their records differ after "
                "entry {common}."
            ).format(common=replaced.common)
        )
    if replaced.lost:
        sentences.append(
            _n(
                "{count} current entry of the record is not in the backup, of {at}.",
                "{count} current entries of the record are not in the backup, the last one of "
                "{at}.",
                replaced.lost,
            ).format(count=replaced.lost, at=_in_words(replaced.last_at))
        )
    else:
        sentences.append(_("The backup contains every entry that is in the record now."))
    sentences.append(_("Marks entered since the backup was made are undone as well."))
    return sentences


def _in_words(at: str) -> str:
    return at[:19].replace("T", " ")


def restore(plan: Plan, actor: str | None = None) -> Path | None:
    """Put the copy in the place of the database.

    A database that is sound stays the file that it is and takes over the copy's content, so that
    other programs on it go on with that. What it held is kept beside it.

    Args:
        plan: of a block that is not left yet.
        actor: who does it; None for the login name.

    Returns:
        Where what was replaced is kept; None where nothing was there.

    Raises:
        Refusal: when the disk or another program is in the way; then nothing is changed.
    """
    now = datetime.now().astimezone()
    set_aside = _free(plan.database, now)
    at, who = now.isoformat(timespec="seconds"), login_name() if actor is None else actor

    # A name that is no text, as another system may have left it, cannot be written into the record.
    file = plan.file.name.encode(errors="replace").decode()

    def note_in(copy: Path, before: str = "") -> None:
        replacing.note(copy, at, who, Restored(replaced=before, copy=plan.head, file=file))

    if plan.replaced is None:
        _check_still_lost(plan.database)
        note_in(plan.checked)
        return replacing.move_in(plan.checked, plan.database, set_aside)
    replacing.pour_in(plan.checked, plan.database, set_aside, note_in)
    return set_aside


def _check_still_lost(database: Path) -> None:
    """Refuse to replace a database that was put right since the plan was made.

    Raises:
        Refusal: when it is sound again, or it cannot be looked at.
    """
    try:
        room = enter_room(database, read_only=True)
    except Lost:
        return
    try:
        if not _is_sound(room):
            return
    finally:
        room.close()
    raise Refusal(
        "database-intact-again",
        N_("{path} is intact again: nothing was replaced. Start again."),
        path=database,
    )


def _verified(checked: Path, file: Path) -> Database:
    """Return the copy, upgraded where it is of an older kaohe; the caller closes it.

    Raises:
        Refusal: naming the file and the first thing that does not hold.
    """
    try:
        database = Database.open(checked, keep=False)
    except Refusal as refusal:
        raise refusal.telling(path=file) from refusal
    try:
        room = Room(database)
        # An older kaohe kept what no entry of today's tells any more.
        settle(room)
        verified = verifying.verify(room)
        if verified.findings:
            raise Refusal(
                "check-failed",
                N_("{file} was not restored, because its check failed: {finding}"),
                file=file,
                finding=verified.findings[0],
            )
    except BaseException:
        database.close()
        raise
    return database


def _compared(database: Path, copy: Database) -> replacing.Compared | None:
    """Return how the database compares with the copy; None where it is damaged or missing.

    Raises:
        Refusal: when it is locked, cannot be looked at, or must not be copied now.
    """
    if not os.path.lexists(database):
        return None
    room = what_is_there(database)
    if room is None:
        claims.check_nobody_keys(database)
        return None
    try:
        if reason := not_now(room):
            raise Refusal("secret-ballots-would-show", reason)
        if not _is_sound(room):
            claims.check_nobody_keys(database)
            return None
        return replacing.compare(room.database, copy)
    finally:
        room.close()


def _is_sound(room: Room) -> bool:
    try:
        with room.database.reading() as tx:
            return checking.file_is_sound(tx)
    except Lost:
        return False


def _free(database: Path, now: datetime) -> Path:
    """Return a free name for what is replaced."""
    stem = f"{database.stem}.replaced-{now:%Y%m%d-%H%M%S}"
    number = 1
    while os.path.lexists(
        path := database.with_name(
            f"{stem}{f'-{number}' if number > 1 else ''}{database.suffix or '.db'}"
        )
    ):
        number += 1
    return path
