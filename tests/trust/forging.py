"""Changes of several rows in one sense: tiers, operators, entries, results; and all of them."""

import json
import random
import re
import sqlite3
from collections.abc import Mapping

from kaohe_tui.domain.result.shape import fingerprint
from tests.trust import forging_ballots as ballots
from tests.trust.foreign import Forge
from tests.trust.forging_ballots import one_of


def restate_tier(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A tier opened, closed or put to wait by its state, the period as it then is."""
    found = one_of(connection, dice, "SELECT period_id, number, state FROM tier_step ORDER BY 1, 2")
    if not found:
        return ""
    state = dice.choice([s for s in ("waiting", "open", "closed") if s != found[2]])
    connection.execute(
        "UPDATE tier_step SET state = ? WHERE period_id = ? AND number = ?", (state, *found[:2])
    )
    connection.execute(
        "UPDATE period SET state = CASE WHEN EXISTS (SELECT 1 FROM tier_step"
        " WHERE period_id = period.id AND tier_step.state <> 'closed') THEN 'open'"
        " ELSE 'closed' END WHERE id = ?",
        found[:1],
    )
    return f"{found} to {state}"


def make_host(connection: sqlite3.Connection, dice: random.Random) -> str:
    """Somebody a host, with nobody's wrong PINs counted any more."""
    found = one_of(
        connection, dice, "SELECT id, name FROM operator WHERE duty <> 'host' ORDER BY 1"
    )
    if not found:
        return ""
    connection.execute("UPDATE operator SET duty = 'host' WHERE id = ?", found[:1])
    connection.execute("UPDATE operator SET failures = 0, waits_until = ''")
    return f"{found}"


def take_pin(connection: sqlite3.Connection, dice: random.Random) -> str:
    """One operator's PIN for another."""
    found = one_of(
        connection,
        dice,
        "SELECT a.id, b.id FROM operator a JOIN operator b ON a.pin <> b.pin ORDER BY 1, 2",
    )
    if not found:
        return ""
    connection.execute(
        "UPDATE operator SET pin = (SELECT pin FROM operator WHERE id = ?) WHERE id = ?", found
    )
    return f"of {found[0]} for {found[1]}"


def no_operators(connection: sqlite3.Connection, _dice: random.Random) -> str:
    """All operators gone."""
    return f"{connection.execute('DELETE FROM operator').rowcount}"


def adjust(connection: sqlite3.Connection, dice: random.Random) -> str:
    """An adjustment counted thrice and approved, or let stand again."""
    found = one_of(connection, dice, "SELECT id, count FROM adjustment ORDER BY 1")
    if not found:
        return ""
    change = dice.choice(
        [
            "count = count * 3",
            "count = count * 3, approved_by = '何局长', approved_at = entered_at",
            "withdrawn_by = '', withdrawn_at = '', withdrawn_reason = ''",
            "approved_by = '', approved_at = ''",
        ]
    )
    connection.execute(f"UPDATE adjustment SET {change} WHERE id = ?", found[:1])
    return f"{found}: {change}"


def refreeze(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A frozen result with another figure, its fingerprint made to fit."""
    found = one_of(connection, dice, "SELECT id, body FROM result ORDER BY 1")
    if not found:
        return ""
    number, body = found
    figures = list(re.finditer(r"\d+", body))
    figure = dice.choice(figures)
    new = str((int(figure[0]) + 1) % 10 ** len(figure[0]) or 1)
    body = body[: figure.start()] + new + body[figure.end() :]
    connection.execute(
        "UPDATE result SET body = ?, fingerprint = ? WHERE id = ?",
        (body, fingerprint(body), number),
    )
    return f"result {number}: {figure[0]} at {figure.start()} to {new}"


def replace_receipt(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A receipt by another one."""
    found = one_of(connection, dice, "SELECT code FROM receipt ORDER BY 1")
    if not found:
        return ""
    connection.execute("UPDATE receipt SET code = 'AAAA2222' WHERE code = ?", found)
    return f"{found[0]}"


def swap_codes(connection: sqlite3.Connection, dice: random.Random) -> str:
    """Two raters' codes change hands."""
    found = one_of(
        connection,
        dice,
        "SELECT a.rater_id, a.code, b.rater_id, b.code FROM rater_code a JOIN rater_code b"
        " USING (period_id, tier_no) WHERE a.rater_id < b.rater_id ORDER BY 1, 3",
    )
    if not found:
        return ""
    connection.execute("UPDATE rater_code SET code = ? WHERE code = ?", (found[3], found[1]))
    connection.execute("UPDATE rater_code SET code = ? WHERE rater_id = ?", (found[1], found[2]))
    return f"{found[0]} and {found[2]}"


def swap_people(connection: sqlite3.Connection, dice: random.Random) -> str:
    """Two people of an opened period change codes and names."""
    found = one_of(
        connection,
        dice,
        "SELECT a.id, a.code, a.name, b.id, b.code, b.name FROM participant a JOIN participant b"
        " USING (period_id) WHERE a.id < b.id ORDER BY 1, 4",
    )
    if not found:
        return ""
    put = "UPDATE participant SET code = ?, name = ? WHERE id = ?"
    connection.execute(put, ("-", "-", found[0]))
    connection.execute(put, (found[1], found[2], found[3]))
    connection.execute(put, (found[4], found[5], found[0]))
    return f"{found[1]} and {found[4]}"


def shift_points(connection: sqlite3.Connection, dice: random.Random) -> str:
    """Points from one task to the next, the sum the same."""
    found = one_of(connection, dice, "SELECT DISTINCT declaration_id FROM task ORDER BY 1")
    if not found:
        return ""
    connection.execute(
        "UPDATE task SET points = points + CASE position WHEN (SELECT min(position) FROM task)"
        " THEN 10 ELSE -10 END WHERE declaration_id = ?",
        found,
    )
    return f"declaration {found[0]}"


def empty_table(connection: sqlite3.Connection, dice: random.Random) -> str:
    """All that a table holds."""
    names = ("recusal", "absence", "veto", "notice", "matter", "decision", "forms", "comparison",
             "exemption", "adjustment", "receipt", "rater_code", "opinion", "matter_step",
             "abstention")  # fmt: skip
    filled = [n for n in names if connection.execute(f"SELECT 1 FROM {n} LIMIT 1").fetchone()]
    if not filled:
        return ""
    table = dice.choice(filled)
    connection.execute(f"DELETE FROM {table}")
    return table


def enter_in_empty(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A recusal, a veto or an absence in a table that nothing was ever entered in, or much."""
    whom = one_of(
        connection,
        dice,
        "SELECT period.key, participant.code FROM participant JOIN period ON period.id = period_id"
        " ORDER BY 1, 2",
    )
    if not whom:
        return ""
    entered = (*whom, "甲", "2026-03-02T09:00:00+00:00", "", "", "")
    told = dice.choice(["veto", "absence", "recusal"])
    names = "period_key, code, entered_by, entered_at, withdrawn_by, withdrawn_at, withdrawn_reason"
    if told == "veto":
        connection.execute(
            f"INSERT INTO veto ({names}, ground, document, authority)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, '廉政', '县纪发99号', '县纪委')",
            entered,
        )
    elif told == "absence":
        connection.execute(
            f"INSERT INTO absence ({names}, half_days, reason, kind)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 40, '病假', '')",
            entered,
        )
    else:
        connection.execute("INSERT INTO recusal VALUES (?, 'head', 'h', ?, '近亲属')", whom)
    return f"{told} {json.dumps(whom)}"


def declare(connection: sqlite3.Connection, dice: random.Random) -> str:
    """A trigger that does another program's work from then on, or a table of its own."""
    told = dice.choice(
        [
            "CREATE TRIGGER helper AFTER UPDATE ON ballot BEGIN"
            " UPDATE rating SET mark_0 = 0 WHERE ballot_id = new.id; END",
            "CREATE TABLE helper (id INTEGER PRIMARY KEY)",
            "CREATE VIEW helper AS SELECT name FROM person",
        ]
    )
    connection.execute(told)
    return told


FORGES: Mapping[str, Forge] = {
    each.__name__: each
    for each in (
        *(ballots.remove_ballot, ballots.empty_ballot, ballots.move_ballot, ballots.add_ballot),
        *(ballots.swap_raters, ballots.restate_ballot, ballots.mark_without_nonce),
        *(ballots.all_marks_of, ballots.swap_ratees, ballots.move_rating, ballots.abstain),
        *(restate_tier, make_host, take_pin, no_operators, adjust, refreeze, replace_receipt),
        *(swap_codes, swap_people, shift_points, empty_table, enter_in_empty),
        declare,
    )
}
"""By name."""
