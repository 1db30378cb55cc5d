"""Verify the record: the chain of its entries, the seals, every frozen result.

Findings come in the order in which they are looked for; see docs/record.md, "Verifying".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kaohe_tui.domain.record.chain import FEWEST_DIGITS, typed
from kaohe_tui.domain.record.course import FOLLOWED, Course
from kaohe_tui.domain.record.things import Finding
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.integrity import compared, intact
from kaohe_tui.services.integrity.recomputing import of_results
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database import checking
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.record import pages
from kaohe_tui.store.seals import chain
from kaohe_tui.words import N_, _, _n

_TRIES = 5
"""How often everything is read at most when another program keeps writing meanwhile."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of a check."""

    entries: int
    """The number of entries in the record."""
    head: str
    """The hash of the last entry; empty while there is none."""
    results: int
    """The number of frozen results that were computed again from the marks."""
    found: tuple[Finding, ...]
    """What does not hold and nobody has acknowledged."""
    differing: int = 0
    """The number of frozen results that do not follow from the marks, as somebody acknowledged."""

    @property
    def findings(self) -> tuple[str, ...]:
        """What does not hold, a sentence each; none where all holds."""
        return tuple(each.sentence for each in self.found)

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.found


def verify(room: Room) -> Verified:
    """Check the record and everything that it seals.

    Raises:
        Refusal: when the database cannot be read at all.
    """
    for _try in range(_TRIES):
        verified = _verified(room.twin())
        with room.database.reading() as tx:
            if chain.head(tx) == (verified.entries, verified.head):
                break
    return verified


def told(verified: Verified) -> str:
    """Say that every check passed, and which results differ as acknowledged."""
    agreeing = verified.results - verified.differing
    sentence = _n(
        "The record is intact: {entries} entries; {count} locked result recalculated from the "
        "original marks, and it agrees.",
        "The record is intact: {entries} entries; {count} locked results recalculated from the "
        "original marks, and they agree.",
        agreeing,
    ).format(entries=verified.entries, count=agreeing)
    if not verified.differing:
        return sentence
    return f"{sentence} " + _n(
        "{count} locked result does not follow from the marks as they are now; that was "
        "acknowledged.",
        "{count} locked results do not follow from the marks as they are now; that was "
        "acknowledged.",
        verified.differing,
    ).format(count=verified.differing)


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
    typed_digits = typed(digits)
    if len(typed_digits) < FEWEST_DIGITS or set(typed_digits) - set("0123456789abcdef"):
        raise Refusal(
            "hash-malformed",
            N_("“{text}” is not a hash: type its first {count} digits (0-9, a-f) or more."),
            text=digits,
            count=FEWEST_DIGITS,
        )
    with room.database.reading() as tx:
        entry = checking.holds_entry(tx, typed_digits)
    if entry is None:
        raise Refusal(
            "hash-unknown",
            N_(
                "The record has no entry with the hash {hash}: it was rewritten or cut short, or "
                "belongs to another database than the paper with that hash."
            ),
            hash=typed_digits,
        )
    return entry


def _verified(room: Room) -> Verified:
    results, differing, findings = 0, 0, list[Finding]()
    with room.database.reading() as tx:
        entries, head = chain.head(tx)
        course = followed(tx)
        with _unreadable(findings):
            findings += _of_store(room, tx, course)
    with _unreadable(findings):
        for finding in of_results(room, course):
            results += 1
            known = [each.is_acknowledged(course.acknowledged) for each in finding]
            differing += bool(known) and all(known)
            findings += finding
    left = tuple(each for each in findings if not each.is_acknowledged(course.acknowledged))
    return Verified(entries, head, results, left, differing)


@contextmanager
def _unreadable(findings: list[Finding]) -> Iterator[None]:
    """Add a finding where a value is not of its column's type.

    A changed byte may make a number of a text.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        findings.append(
            Finding(
                _(
                    "Something in the database cannot be read: a program other than kaohe "
                    "changed it."
                )
            )
        )


def followed(tx: Transaction) -> Course:
    """Return what has to be there according to the record."""
    course = Course()
    for entry in pages.of_events(tx, FOLLOWED):
        course.take(entry.id, entry.event)
    return course


# -- the file and the record -----------------------------------------------------------------------


def _of_store(room: Room, tx: Transaction, course: Course) -> Iterator[Finding]:
    if not checking.file_is_sound(tx):
        yield Finding(_("The file is damaged: SQLite finds an inconsistency in its structure."))
    if broken := checking.first_broken_entry(tx):
        yield Finding(checking.broken_entry(broken))
    try:
        last = checking.last_seals(tx)
    except ForeignChange:
        # The chain tells which entry it is.
        return
    yield from intact.of_tables(tx, last)
    ballots, digests = checking.ballots(tx), checking.Digests(tx)
    yield from intact.of_ballots(room, tx, last, ballots, digests)
    yield from intact.of_stray_sums(room, tx, last, ballots)
    for table, digest in checking.strays(tx):
        sentence = _("A ballot has marks for somebody who is not on it.")
        yield Finding(sentence, ("stray", table), digest)
    for tier in checking.closed_tiers(tx):
        yield from intact.of_tier(room, last, tier, digests)
    yield from compared.with_record(room, tx, course)
