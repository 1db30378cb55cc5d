"""Changes of several rows in one sense: what is on ballots, and whose they are."""

import random
import sqlite3
from typing import Any

_ON_BALLOT = ("rating", "abstention", "part_mark")


def one_of(connection: sqlite3.Connection, dice: random.Random, ask: str, *given: Any) -> Any:
    """One row of those that are found; an empty one where there is none."""
    found = connection.execute(ask, given).fetchall()
    return dice.choice(found) if found else ()


def _ballot(connection: sqlite3.Connection, dice: random.Random) -> Any:
    """One named ballot: id, period, tier, rater, keying, state."""
    return one_of(
        connection,
        dice,
        "SELECT id, period_id, tier_no, rater_id, keying, state FROM ballot"
        " WHERE rater_id IS NOT NULL ORDER BY id",
    )


def _without(connection: sqlite3.Connection, dice: random.Random, ballot: Any) -> int | None:
    """Somebody of the ballot's period who has none in its tier."""
    found = one_of(
        connection,
        dice,
        "SELECT id FROM participant WHERE period_id = ? AND id NOT IN (SELECT rater_id FROM ballot"
        " WHERE period_id = ? AND tier_no = ? AND keying = ? AND rater_id IS NOT NULL) ORDER BY id",
        ballot[1],
        *ballot[1:3],
        ballot[4],
    )
    return int(found[0]) if found else None


def remove_ballot(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A ballot with all that stands on it."""
    if not (ballot := _ballot(connection, dice)):
        return ""
    for table in _ON_BALLOT:
        connection.execute(f"DELETE FROM {table} WHERE ballot_id = ?", ballot[:1])
    connection.execute("DELETE FROM ballot WHERE id = ?", ballot[:1])
    return f"{ballot}"


def empty_ballot(connection: sqlite3.Connection, dice: random.Random) -> str:
    """All that stands on a ballot, whoever's."""
    if not (ballot := one_of(connection, dice, "SELECT id, state FROM ballot ORDER BY id")):
        return ""
    for table in _ON_BALLOT:
        connection.execute(f"DELETE FROM {table} WHERE ballot_id = ?", ballot[:1])
    return f"{ballot}"


def move_ballot(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A ballot to somebody who has none."""
    if not (ballot := _ballot(connection, dice)):
        return ""
    if (other := _without(connection, dice, ballot)) is None:
        return ""
    connection.execute("UPDATE ballot SET rater_id = ? WHERE id = ?", (other, ballot[0]))
    return f"{ballot} to {other}"


def add_ballot(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A ballot once more, for somebody who has none."""
    if not (ballot := _ballot(connection, dice)):
        return ""
    if (other := _without(connection, dice, ballot)) is None:
        return ""
    new = connection.execute(
        "INSERT INTO ballot (period_id, tier_no, rater_id, state, keying, keyed_by, nonce)"
        " SELECT period_id, tier_no, ?, state, keying, keyed_by, nonce FROM ballot WHERE id = ?",
        (other, ballot[0]),
    ).lastrowid
    for table in _ON_BALLOT:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        there = ", ".join("?" if name == "ballot_id" else name for name in names)
        connection.execute(
            f"INSERT INTO {table} SELECT {there} FROM {table} WHERE ballot_id = ?",
            (new, ballot[0]),
        )
    return f"{ballot} for {other} as {new}"


def swap_raters(connection: sqlite3.Connection, dice: random.Random) -> str:
    """Two ballots of a tier change hands."""
    if not (one := _ballot(connection, dice)):
        return ""
    other = one_of(
        connection,
        dice,
        "SELECT id, rater_id FROM ballot WHERE period_id = ? AND tier_no = ? AND keying = ?"
        " AND rater_id IS NOT NULL AND id <> ? ORDER BY id",
        *one[1:3],
        one[4],
        one[0],
    )
    if not other:
        return ""
    for rater, ballot in ((None, one[0]), (one[3], other[0]), (other[1], one[0])):
        connection.execute("UPDATE ballot SET rater_id = ? WHERE id = ?", (rater, ballot))
    return f"{one[0]} and {other[0]}"


def restate_ballot(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A ballot struck out, reopened, handed in or waiting by its state."""
    if not (ballot := _ballot(connection, dice)):
        return ""
    state = dice.choice([s for s in ("open", "keyed", "handed_in", "void") if s != ballot[5]])
    nonce = dice.choice(["", "nonce", "nonce || 'a'"])
    connection.execute(
        f"UPDATE ballot SET state = ?, nonce = {nonce or repr('')} WHERE id = ?",
        (state, ballot[0]),
    )
    return f"{ballot} to {state}, nonce {nonce!r}"


def mark_without_nonce(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A mark of a ballot whose nonce is emptied."""
    found = one_of(
        connection,
        dice,
        "SELECT ballot_id, ratee_id, mark_0 FROM rating JOIN ballot ON ballot.id = ballot_id"
        " WHERE state = 'handed_in' AND mark_0 IS NOT NULL ORDER BY 1, 2",
    )
    if not found:
        return ""
    ballot, ratee, mark = found
    new = mark - 10 if mark >= 10 else mark + 10
    connection.execute("UPDATE ballot SET nonce = '' WHERE id = ?", (ballot,))
    connection.execute(
        "UPDATE rating SET mark_0 = ? WHERE ballot_id = ? AND ratee_id = ?", (new, ballot, ratee)
    )
    return f"ballot {ballot} on {ratee}: {mark} to {new}"


def all_marks_of(connection: sqlite3.Connection, dice: random.Random) -> str:
    """Every mark that somebody got, a point less."""
    found = one_of(connection, dice, "SELECT DISTINCT ratee_id FROM rating ORDER BY 1")
    if not found:
        return ""
    connection.execute(
        "UPDATE rating SET mark_1 = mark_1 - 10 WHERE ratee_id = ? AND mark_1 >= 10", found
    )
    return f"of {found[0]}"


def swap_ratees(connection: sqlite3.Connection, dice: random.Random) -> str:
    """Two people's marks on one ballot change places."""
    found = one_of(
        connection,
        dice,
        "SELECT a.ballot_id, a.ratee_id, b.ratee_id FROM rating a JOIN rating b"
        " ON a.ballot_id = b.ballot_id AND a.ratee_id < b.ratee_id ORDER BY 1, 2, 3",
    )
    if not found:
        return ""
    ballot, one, other = found
    for new, old in ((-1, one), (one, other), (other, -1)):
        connection.execute(
            "UPDATE rating SET ratee_id = ? WHERE ballot_id = ? AND ratee_id = ?",
            (new, ballot, old),
        )
    return f"{one} and {other} on {ballot}"


def move_rating(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A rating to another ballot of its tier that has none of that person."""
    found = one_of(
        connection,
        dice,
        "SELECT r.ratee_id, r.ballot_id, other.id FROM rating r JOIN ballot own"
        " ON own.id = r.ballot_id JOIN ballot other ON other.period_id = own.period_id"
        " AND other.tier_no = own.tier_no AND other.id <> own.id WHERE NOT EXISTS (SELECT 1"
        " FROM rating x WHERE x.ratee_id = r.ratee_id AND x.ballot_id = other.id) ORDER BY 1, 2, 3",
    )
    if not found:
        return ""
    ratee, ballot, other = found
    for table in _ON_BALLOT:
        connection.execute(
            f"UPDATE {table} SET ballot_id = ? WHERE ratee_id = ? AND ballot_id = ?",
            (other, ratee, ballot),
        )
    return f"on {ratee} from {ballot} to {other}"


def abstain(connection: sqlite3.Connection, dice: random.Random) -> str:
    """An abstention, in the place of a rating as a rule."""
    found = one_of(
        connection,
        dice,
        "SELECT participant.id, ballot.id FROM ballot JOIN participant USING (period_id)"
        " WHERE NOT EXISTS (SELECT 1 FROM abstention WHERE ratee_id = participant.id"
        " AND ballot_id = ballot.id) ORDER BY 1, 2",
    )
    if not found:
        return ""
    if dice.random() < 0.7:
        for table in ("rating", "part_mark"):
            connection.execute(f"DELETE FROM {table} WHERE ratee_id = ? AND ballot_id = ?", found)
    connection.execute("INSERT INTO abstention (ratee_id, ballot_id) VALUES (?, ?)", found)
    return f"{found}"
