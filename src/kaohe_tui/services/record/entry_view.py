"""Show one entry of the record in full: every field a line, or as plain data."""

from collections.abc import Iterator
from typing import Any

from kaohe_tui.domain.record.chain import grouped
from kaohe_tui.domain.record.event import kind_of
from kaohe_tui.domain.record.events import Names, moment, sentence
from kaohe_tui.store.record.records import Entry
from kaohe_tui.store.seals import guards, seals
from kaohe_tui.words import _

_HALF = 35
"""Terminal cells of four groups of a hash: two lines show all of it at any width."""


def lines(entry: Entry, called: Names) -> Iterator[tuple[str, str]]:
    """Yield all that an entry holds as (name, text); empty fields are left out.

    A continued line has no name.
    """
    yield _("Time"), moment(entry.at, seconds=True)
    yield _("Done by"), entry.actor or _("nobody named")
    yield _("Kind"), kind_of(entry.action).label
    yield from entry.event.details(called)
    yield _("Hash"), grouped(entry.chain)[:_HALF]
    yield "", grouped(entry.chain)[_HALF + 1 :]
    yield from _sealed(entry)


def _sealed(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what the entry seals, each with the beginning of its digest."""
    try:
        found = seals.read(entry.seal)
    except ValueError:
        yield _("Seals"), entry.seal
        return
    name = _("Seals")
    for what, digest in found.items():
        yield name, f"{_called(what)}  {str(digest)[:8]}…"
        name = ""


def _called(sealed: str) -> str:
    """Name what a seal covers: a table, the ballots of a tier, or one ballot."""
    kind, _space, numbers = sealed.partition(" ")
    if kind == "ballots":
        return _("the ballots of a closed tier")
    if kind == "ballot" and numbers:
        return _("a ballot (no. {number})").format(number=numbers)
    return guards.words_for(sealed)


def plain(entry: Entry, called: Names) -> dict[str, Any]:
    """Return an entry as ``kaohe record --json`` gives it."""
    try:
        sealed: object = seals.read(entry.seal)
    except ValueError:
        sealed = entry.seal
    return {
        "number": entry.id,
        "at": entry.at,
        "who": entry.actor,
        "action": entry.action,
        "kind": kind_of(entry.action).value,
        "told": sentence(entry, called),
        "period": entry.period,
        "tier": entry.tier,
        "subject": entry.subject,
        "old": entry.old,
        "new": entry.new,
        "reason": entry.reason,
        "seals": sealed,
        "hash": entry.chain,
    }
