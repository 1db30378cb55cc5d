"""Warn of what something other than kaohe changed, and withhold papers."""

from collections.abc import Collection
from contextlib import nullcontext

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.record.events import Acknowledged
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction, version_of
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.record import pages
from kaohe_tui.store.seals import guards
from kaohe_tui.words import N_, _


def is_known_to_fit(room: Room) -> bool:
    """Return whether all that is sealed whole fits and nobody else has written since.

    It is a look at the disk that no key waits for.
    """
    with room.database.reading() as tx:
        version = version_of(tx)
    return version > 0 and room.database.fits_since == version


def found(room: Room, *, beside: bool = False) -> tuple[str, ...]:
    """Return what is sealed whole and does not fit, each by its name.

    ``verifying`` looks at more. Nothing is returned where it cannot be looked for: what the room is
    used for says why.

    Args:
        room: the room.
        beside: whether another thread uses the room at the same time.
    """
    try:
        with room.database.reading() as tx:
            version = version_of(tx)
        with room.database.beside() if beside else nullcontext(), room.database.reading() as tx:
            names = tuple(guards.words_for(table) for table, _sealed in guards.foreign_tables(tx))
    except Refusal:
        return ()
    if version and not names:
        room.database.fits_since = version
    return names


def warning(room: Room, changed: Collection[str] | None = None) -> str:
    """Say in one sentence what something other than kaohe changed, and what to do.

    Args:
        room: the room.
        changed: what ``found`` has returned, where it was called already.

    Returns:
        Empty where all fits.
    """
    if changed is None:
        changed = () if is_known_to_fit(room) else found(room)
    if not changed:
        return ""
    return _(
        "Changed by a program other than kaohe: {what}. “{command}” shows all of it; steps "
        "are refused until a supervisor has acknowledged it."
    ).format(what=_(", ").join(changed), command=command_line("verify"))


def operators_warning(room: Room) -> str:
    """Say that something other than kaohe changed the operators, so that PINs may not fit any more.

    Returns:
        Empty where they fit, or where it cannot be looked for.
    """
    try:
        with room.database.reading() as tx:
            if guards.fits(tx, "operator", guards.last_seal(tx, "operator")):
                return ""
    except Refusal:
        return ""
    return _(
        "A program other than kaohe changed the operators: PINs may not fit any more. “{command}” "
        "lists the backups; each can be opened instead with --db."
    ).format(command=command_line("restore", "--list"))


def check_holds(room: Room) -> None:
    """Refuse a paper on a frozen result unless the record and all that it seals hold.

    Raises:
        ForeignChange: naming the first thing that does not hold.
    """
    # Loading it is felt at the start of every command.
    from kaohe_tui.services.integrity import verifying

    first = next(iter(verifying.verify(room).found), None)
    if first is None:
        return
    if first.thing:
        raise guards.refusal(first.sentence)
    raise ForeignChange(
        "foreign-change",
        N_("{what} Nothing was done. Restore an intact backup: “{command}” lists the backups."),
        what=first.sentence,
        command=command_line("restore", "--list"),
    )


def acknowledged(tx: Transaction) -> tuple[tuple[int, str], ...]:
    """Return what was acknowledged: each entry's number and its reason, oldest first."""
    return tuple((entry.id, entry.reason) for entry in pages.of_events(tx, [Acknowledged]))
