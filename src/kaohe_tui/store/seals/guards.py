"""Check whether a table still fits its last seal, before anything is built on it.

A change made past kaohe leaves something that fits no seal. The checks in this module are cheap and
run before each change; ``checking`` looks at everything.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.ballot.state import BallotState, Keying
from kaohe_tui.domain.record.events import HandedIn, moment
from kaohe_tui.domain.record.thing_words import TABLES
from kaohe_tui.store.failures import ForeignChange
from kaohe_tui.store.seals import seals, sums
from kaohe_tui.words import N_, _

_SEAL = text(
    "SELECT id, at, actor, action, seal FROM record WHERE seal LIKE :named ORDER BY id DESC LIMIT 1"
)
_SEALS = text("SELECT id, at, actor, action, seal FROM record WHERE seal <> '' ORDER BY id DESC")
_HAND_IN_OF = (
    "SELECT ballot.id, record.id, record.at, record.actor, record.action, record.new{last}"
    " FROM ballot JOIN period ON period.id = ballot.period_id"
    " JOIN tier_step ON tier_step.period_id = ballot.period_id"
    " AND tier_step.number = ballot.tier_no"
    " JOIN participant ON participant.id = ballot.rater_id"
    " JOIN record ON record.period = period.key AND record.tier = tier_step.key"
    " AND record.subject = participant.code"
    f" WHERE record.action = '{HandedIn.action}' AND record.new <> ''"
    f" AND ballot.keying = {Keying.FIRST:d}"
)
_HAND_IN = text(
    _HAND_IN_OF.format(last="") + " AND ballot.id = :ballot_id ORDER BY record.id DESC LIMIT 1"
)
HAND_INS = text(_HAND_IN_OF.format(last=", MAX(record.id)") + " GROUP BY ballot.id")
"""Query: for every ballot, the newest entry of its handing in under its rater's name."""
_HEAD = text("SELECT period_id, state FROM ballot WHERE id = :ballot_id")
_LAST = text("SELECT id, chain FROM record ORDER BY id DESC LIMIT 1")


@dataclass(frozen=True, slots=True)
class Sealed:
    """The newest entry that sealed something."""

    entry: int
    """The entry's number."""
    at: str
    """Its time, ISO 8601 with its offset."""
    actor: str
    """Name of the operator who acted."""
    action: str
    """The entry's action."""
    digest: str
    """The digest it carries; empty where its seals cannot be read."""


def words_for(table: str) -> str:
    """Name the contents of a table in the language in use."""
    return _(TABLES[table]) if table in TABLES else table


def told(table: str, sealed: Sealed | None) -> str:
    """Return the sentence that a table does not fit its last seal.

    Args:
        table: the table, or ``seals.SHAPE``.
        sealed: its last seal; None where it never had one.
    """
    if sealed is None:
        return _("{what}: there is something that no entry of the record mentions.").format(
            what=words_for(table)
        )
    return _(
        "{what}: changed by a program other than kaohe after entry {entry} of the record ({at}, "
        "{actor})."
    ).format(what=words_for(table), entry=sealed.entry, at=moment(sealed.at), actor=sealed.actor)


def last_seal(tx: Connection, name: str) -> Sealed | None:
    """Return the newest seal of a thing, by its name in ``seals``; None where it has none."""
    row = tx.execute(_SEAL, {"named": f'%"{name}"%'}).first()
    return _sealed(name, *row) if row else None


def _last_seals(tx: Connection, names: Collection[str]) -> dict[str, Sealed]:
    """Return the newest seals of several things, in one pass through the record.

    It goes back from the newest entry as far as needed.
    """
    names_left, newest = {name: f'"{name}"' for name in names}, dict[str, Sealed]()
    with tx.execute(_SEALS) as rows:
        for row in rows:
            for name in [name for name, quoted in names_left.items() if quoted in row[4]]:
                newest[name] = _sealed(name, *row)
                del names_left[name]
            if not names_left:
                break
    return newest


def _sealed(name: str, entry: int, at: str, actor: str, action: str, seal_text: str) -> Sealed:
    try:
        digest = seals.read(seal_text).get(name, "")
    except ValueError:
        # The chain tells which entry it is.
        digest = ""
    return Sealed(entry, at, actor, action, digest)


def digest_now(tx: Connection, table: str) -> str:
    """Return the digest of a table, or of the shape of all, as it is now."""
    return seals.digest_of_shape(tx) if table == seals.SHAPE else seals.digest_of_table(tx, table)


def is_empty(tx: Connection, table: str) -> bool:
    """Return whether a table has no row."""
    return tx.exec_driver_sql(f'SELECT 1 FROM "{table}" LIMIT 1').first() is None


def fits(tx: Connection, table: str, sealed: Sealed | None) -> bool:
    """Return whether a table is as it was sealed; one that never was has to be empty."""
    if sealed is None:
        return table != seals.SHAPE and is_empty(tx, table)
    return sealed.digest == digest_now(tx, table)


def check_table(tx: Connection, table: str) -> None:
    """Refuse to write a table that does not fit its last seal.

    Raises:
        ForeignChange: when it does not.
    """
    if table in seals.UNSEALED or not _has_begun(tx):
        return
    sealed = last_seal(tx, table)
    if not fits(tx, table, sealed):
        raise refusal(told(table, sealed))


def foreign(tx: Connection) -> Iterator[str]:
    """Yield a sentence for everything sealed whole that does not fit."""
    for table, sealed in foreign_tables(tx):
        yield told(table, sealed)


def foreign_tables(tx: Connection) -> Iterator[tuple[str, Sealed | None]]:
    """Yield each table, or ``seals.SHAPE``, that does not fit, with its last seal."""
    if not _has_begun(tx):
        return
    tables = (seals.SHAPE, *seals.sealed_tables(tx))
    last = _last_seals(tx, tables)
    for table in tables:
        sealed = last.get(table)
        if not fits(tx, table, sealed):
            yield table, sealed


def _has_begun(tx: Connection) -> bool:
    """Return whether the record has any entry: before the first one nothing is sealed."""
    return tx.exec_driver_sql("SELECT 1 FROM record LIMIT 1").first() is not None


def fitting(tx: Connection) -> frozenset[str] | None:
    """Return the tables that fit their seals, before an upgrade changes them.

    Returns:
        Their names, and ``seals.SHAPE`` where that does; None where the record has no seals yet.
    """
    if not tx.exec_driver_sql(
        "SELECT 1 FROM pragma_table_info('record') WHERE name = 'seal'"
    ).all():
        return None
    tables = (seals.SHAPE, *seals.sealed_tables(tx))
    return frozenset(table for table in tables if fits(tx, table, last_seal(tx, table)))


def check_head(tx: Connection, entries: int, chain: str) -> None:
    """Refuse to add an entry where the record does not end as its head says.

    Raises:
        ForeignChange: when it does not.
    """
    last = tx.execute(_LAST).first()
    if (tuple(last) if last else (0, "")) != (entries, chain):
        raise refusal(_("The record does not end where it used to: entries were added or removed."))


def check_all(tx: Connection) -> None:
    """Refuse to go on where anything that is sealed whole does not fit.

    Raises:
        ForeignChange: naming the first that does not.
    """
    if first := next(foreign(tx), None):
        raise refusal(first)


def refusal(sentence: str) -> ForeignChange:
    """Return the refusal for something that does not fit."""
    return ForeignChange(
        "foreign-change",
        N_(
            "{what} Nothing was done. “{verify}” shows everything that failed; a supervisor "
            "investigates it and acknowledges it with “{acknowledge}”."
        ),
        what=sentence,
        verify=command_line("verify"),
        acknowledge=command_line("acknowledge"),
    )


# -- ballots ---------------------------------------------------------------------------------------


def last_digest(tx: Connection, ballot_id: int) -> Sealed | None:
    """Return the newest digest of a ballot in the record; None where it has none."""
    sealed = last_seal(tx, seals.ballot_name(ballot_id))
    row = tx.execute(_HAND_IN, {"ballot_id": ballot_id}).first()
    handed_in = Sealed(*row[1:]) if row else None
    candidates = [each for each in (sealed, handed_in) if each is not None]
    return max(candidates, key=lambda each: each.entry, default=None)


def check_ballot(tx: Connection, ballot_id: int, which: str, *, secret: bool) -> None:
    """Refuse to go on with a ballot that another program changed.

    Args:
        tx: the transaction.
        ballot_id: which one.
        secret: whether it is of a secret tier, which no entry seals before it is closed.
        which: what a refusal calls it.

    Raises:
        ForeignChange: when it says something else.
    """
    if not _ballot_holds(tx, ballot_id, secret=secret):
        raise refusal(_("{which} was changed by a program other than kaohe.").format(which=which))


def check_new(tx: Connection, *ballot_ids: int) -> None:
    """Refuse newly made ballots that have a sum already.

    Raises:
        ForeignChange: when something has.
    """
    if any(sums.has(tx, ballot_id) for ballot_id in ballot_ids):
        raise refusal(
            _("A program other than kaohe added marks to a ballot that did not have them.")
        )


def _ballot_holds(tx: Connection, ballot_id: int, *, secret: bool) -> bool:
    """Return whether a ballot is as it was keyed or handed in, as far as that is known."""
    period_id, state = tx.execute(_HEAD, {"ballot_id": ballot_id}).one()
    has_sum = ballot_id in sums.kept(tx)
    if state != BallotState.OPEN and not secret and (sealed := last_digest(tx, ballot_id)):
        return not has_sum and sealed.digest == seals.digest_of_ballot(tx, ballot_id)
    # What an older kaohe took from a file has neither.
    is_known = secret or state == BallotState.OPEN or has_sum
    return not is_known or sums.holds(tx, period_id, ballot_id)
