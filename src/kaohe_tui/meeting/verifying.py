"""Whether the record holds: the chain of its entries, the seals, every frozen result.

What this finds is told in the order in which it is looked for, the first one first; see
docs/record.md, "Verifying".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kaohe_tui.domain.chain import FEWEST_DIGITS, typed
from kaohe_tui.domain.record import moment
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.meeting.recomputing import of_result, tier_named
from kaohe_tui.meeting.room import Room
from kaohe_tui.store import chain, checking, seals
from kaohe_tui.store import periods as periods_store
from kaohe_tui.store.engine import Transaction
from kaohe_tui.words import N_, _, _n

_TRIES = 5
"""How often all is read again where somebody else wrote meanwhile."""
_TABLES = {
    "absence": N_("absences"),
    "adjustment": N_("bonuses and deductions"),
    "comparison": N_("comparisons of two keyings"),
    "decision": N_("decided grades"),
    "declaration": N_("declared tasks"),
    "exemption": N_("people without a grade"),
    "forms": N_("numbers of paper forms"),
    "in_force": N_("the scheme in force"),
    "matter": N_("objections and reports"),
    "matter_step": N_("steps of objections and reports"),
    "notice": N_("public notices"),
    "operator": N_("operators"),
    "opinion": N_("opinions on tasks"),
    "participant": N_("rosters of opened periods"),
    "period": N_("opened periods"),
    "person": N_("the roster"),
    "rater_code": N_("raters' codes"),
    "recusal": N_("recusals"),
    "result": N_("frozen results"),
    "scheme": N_("schemes"),
    "task": N_("yearly tasks"),
    "tier_step": N_("states of tiers"),
    "veto": N_("vetoes"),
    seals.SHAPE: N_("tables and their guards"),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found."""

    entries: int
    """Entries in the record."""
    head: str
    """The hash of the last one; empty while there is none."""
    results: int
    """Frozen results that were made again from the marks."""
    findings: tuple[str, ...]
    """A sentence each; none where all holds."""

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(room: Room) -> Verified:
    """Check the record and everything that it seals.

    Raises:
        Refusal: when the database cannot be read at all.
    """
    for _try in range(_TRIES):
        found = _verified(room.twin())
        with room.database.reading() as tx:
            if chain.head(tx) == (found.entries, found.head):
                break
    return found


def told(found: Verified) -> str:
    """That all holds, in one sentence."""
    return _n(
        "The record holds: {entries} entries, {count} frozen result made again from the marks.",
        "The record holds: {entries} entries, {count} frozen results made again from the marks.",
        found.results,
    ).format(entries=found.entries, count=found.results)


def check_against(room: Room, digits: str) -> tuple[int, str]:
    """Find the entry whose hash somebody has on paper.

    Args:
        room: the room.
        digits: the hash, or its first 16 digits or more; spaces and dots do not count.

    Returns:
        The entry's number and time.

    Raises:
        Refusal: when that is no hash, or the record has no such entry.
    """
    wanted = typed(digits)
    if len(wanted) < FEWEST_DIGITS or set(wanted) - set("0123456789abcdef"):
        raise Refusal(
            _("“{text}” is no hash: type its {count} first digits (0-9, a-f) or more.").format(
                text=digits, count=FEWEST_DIGITS
            )
        )
    with room.database.reading() as tx:
        found = checking.holds_entry(tx, wanted)
    if found is None:
        raise Refusal(
            _(
                "The record has no entry with the hash {hash}: it was rewritten, cut short or is "
                "of another database than the paper with that hash."
            ).format(hash=wanted)
        )
    return found


def _verified(room: Room) -> Verified:
    with room.database.reading() as tx:
        entries, head = chain.head(tx)
        findings = list(_of_store(room, tx))
        periods = [facts for facts in periods_store.periods(tx) if facts.state == "closed"]
    for facts in periods:
        findings += of_result(room, facts.key)
    return Verified(entries, head, len(periods), tuple(findings))


# -- the file and the record -----------------------------------------------------------------------


def _of_store(room: Room, tx: Transaction) -> Iterator[str]:
    if not checking.file_is_sound(tx):
        yield _("The file is damaged: SQLite finds its structure out of order.")
    if broken := checking.first_broken_entry(tx):
        yield _(
            "Entry {number} of the record does not follow from the entries before it: an entry "
            "was changed, put in or taken out there."
        ).format(number=broken)
    try:
        last = checking.last_seals(tx)
    except ValueError:
        # The chain tells which entry it is.
        return
    yield from _of_tables(tx, last)
    yield from _of_ballots(room, tx, last)


def _of_tables(tx: Transaction, last: Mapping[str, checking.Sealed]) -> Iterator[str]:
    for table, digest in checking.tables(tx):
        sealed = last.get(table)
        if sealed is None and (table == seals.SHAPE or not checking.is_empty(tx, table)):
            yield _("{what}: there is something that no entry of the record tells of.").format(
                what=_what(table)
            )
        elif sealed and sealed.digest != digest:
            yield _(
                "{what}: changed by something else than kaohe since entry {entry} of the record "
                "({at}, {actor})."
            ).format(
                what=_what(table), entry=sealed.entry, at=moment(sealed.at), actor=sealed.actor
            )


def _of_ballots(room: Room, tx: Transaction, last: Mapping[str, checking.Sealed]) -> Iterator[str]:
    for ballot in checking.named_ballots(tx):
        if not ballot.holds:
            yield _(
                "{tier}: the ballot of {rater} is not as it was handed in (entry {entry})."
            ).format(
                tier=_which(room, ballot.period, ballot.tier),
                rater=ballot.rater,
                entry=ballot.entry,
            )
    for tier in checking.closed_tiers(tx):
        sealed = last.get(tier.name)
        which = _which(room, tier.period, tier.tier)
        if sealed is None:
            yield _("{tier}: no entry of the record tells of its closing.").format(tier=which)
        elif sealed.digest != tier.digest:
            yield _(
                "{tier}: its ballots were changed since entry {entry} of the record ({at}, "
                "{actor})."
            ).format(tier=which, entry=sealed.entry, at=moment(sealed.at), actor=sealed.actor)


def _which(room: Room, period: str, tier: str) -> str:
    """A tier of a period by name; by key where the names cannot be read."""
    try:
        here = room.period(period)
    except (Refusal, KeyError, ValueError):
        return f"{period} {tier}"
    return f"{here.steps.period.name} {tier_named(here, tier)}"


def _what(table: str) -> str:
    return _(_TABLES[table]) if table in _TABLES else table
