"""Show one entry of the record in full: every field a line, or as plain data."""

from collections.abc import Iterable, Iterator
from typing import Any

from kaohe_tui.domain.record.chain import grouped
from kaohe_tui.domain.record.event import kind_of
from kaohe_tui.domain.record.events import Names, TierClosed, TierReopened, moment, sentence
from kaohe_tui.domain.record.fields.contents import Content
from kaohe_tui.domain.rules.scheme.tiers import Entry as Entering
from kaohe_tui.services.counting import overview
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.record import pages
from kaohe_tui.store.record.records import Entry
from kaohe_tui.store.seals import guards, seals
from kaohe_tui.words import _

_HALF = 35
"""Terminal cells of four groups of a hash: two lines show all of it at any width."""


def lines(
    entry: Entry, called: Names, further: Iterable[tuple[str, str]] = ()
) -> Iterator[tuple[str, str]]:
    """Yield all that an entry holds as (name, text); empty fields are left out.

    A continued line has no name.

    Args:
        entry: the entry.
        called: names of keys and codes.
        further: what follows from other entries and the tables; see ``unconfirmed``.
    """
    yield _("Time"), moment(entry.at, seconds=True)
    yield _("Done by"), entry.actor or _("nobody named")
    yield _("Kind"), kind_of(entry.action).label
    yield from entry.event.details(called)
    yield from further
    yield _("Hash"), grouped(entry.chain)[:_HALF]
    yield "", grouped(entry.chain)[_HALF + 1 :]
    yield from _sealed(entry)


def unconfirmed(room: Room, entry: Entry, called: Names) -> list[tuple[str, str]]:
    """Return a line on the ballots that counted without being handed in when a tier was closed.

    The entry itself does not name them: what stood on them is kept by the entry that reopened the
    tier, and until then by the ballots. Of a secret tier nobody can tell.
    """
    event = entry.event
    if not isinstance(event, TierClosed) or event.period not in _periods(room):
        return []
    period_room = room.period(event.period)
    if period_room.id is None or event.tier not in {each.key for each in period_room.scheme.tiers}:
        return []
    if period_room.scheme.tier(event.tier).entry is Entering.DOUBLE:
        return []
    with room.database.reading() as tx:
        later = pages.of_period(tx, event.period, [TierReopened])
    reopened = (each.event for each in later if each.id > entry.id and each.tier == event.tier)
    match next(reopened, None):
        case TierReopened() as again:
            codes = [code for code, content in again.begun.items() if _has_whole(content)]
        case _:
            progress = overview.progress(room, period_room)[period_room.tier_number(event.tier)]
            codes = [line.rater.code for line in progress.unconfirmed]
    names = _(", ").join(map(called.person, codes))
    return [(_("Counted without being handed in"), names)] if codes else []


def _periods(room: Room) -> frozenset[str]:
    return frozenset(period.key for period in room.rules()[0].periods)


def _has_whole(content: Content) -> bool:
    return bool(content.abstained) or any(None not in marks for marks in content.marks.values())


def _sealed(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what the entry seals, each with the beginning of its digest."""
    try:
        digests = seals.read(entry.seal)
    except ValueError:
        yield _("Seals"), entry.seal
        return
    name = _("Seals")
    for thing, digest in digests.items():
        yield name, f"{_called(thing)}  {str(digest)[:8]}…"
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
