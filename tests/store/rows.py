"""One open period, filled row by row, with everything on its ballots that can be there."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kaohe_tui.store.database.engine import Database, Transaction

_PEOPLE = ((1, "h", "何局长", "head"), (2, "s1", "单“雄”", "staff"), (3, "s2", "孙'红", "staff"))
FILL = (
    "INSERT INTO scheme (id, text, fingerprint) VALUES (1, '', 'f')",
    "INSERT INTO period (id, key, state, scheme_id, scheme_fingerprint, roster_fingerprint)"
    " VALUES (1, 'q1', 'open', 1, 'f', 'r')",
    "INSERT INTO tier_step (period_id, number, key, state) VALUES (1, 0, 'peer', 'open'),"
    " (1, 1, 'head', 'open')",
    *(
        "INSERT INTO participant (id, period_id, position, code, name, section, role, supervisors,"
        f" identity, clerk_note, spelling) VALUES ({n}, 1, {n}, '{code}',"
        f" '{name.replace(chr(39), chr(39) * 2)}', '', '{role}', '', '', '', '')"
        for n, code, name, role in _PEOPLE
    ),
    # A tier with everything on it: a bare ballot, two of nobody, one of somebody keyed twice.
    "INSERT INTO ballot (id, period_id, tier_no, rater_id, state, keying, keyed_by, nonce) VALUES"
    " (5, 1, 0, 1, 'handed_in', 1, '甲', '00ff'), (6, 1, 0, NULL, 'handed_in', 1, '', 'aa'),"
    " (7, 1, 0, NULL, 'handed_in', 1, '', 'bb'), (8, 1, 0, 3, 'keyed', 2, '乙', ''),"
    " (9, 1, 1, 1, 'open', 1, '', '')",
    "INSERT INTO rating (ratee_id, ballot_id, mark_0, mark_1) VALUES (2, 6, 500, NULL),"
    " (2, 5, 600, 400), (3, 7, 0, 1000), (3, 9, 1, 1)",
    "INSERT INTO abstention (ratee_id, ballot_id) VALUES (3, 5), (1, 8)",
    "INSERT INTO part_mark (ratee_id, ballot_id, indicator_no, part_no, value) VALUES"
    " (2, 5, 0, 1, 250), (2, 5, 0, 0, 350), (3, 7, 0, 0, 0)",
    "INSERT INTO receipt (code, period_id, tier_no) VALUES ('ZYXW2345', 1, 0),"
    " ('ABCD2345', 1, 0), ('ABCD9999', 1, 1)",
    "INSERT INTO matter (id, period_key, code, about, kind, from_whom, received_on, due_on,"
    " handler, state, outcome, correction) VALUES (2, 'q1', 's1', '两“格”\n''有误''', 'objection',"
    " '', '2026-04-01', '2026-04-08', '', 'open', '', ''), (1, 'q1', '', 'é\\', 'report', '',"
    " '2026-04-01', '2026-04-08', '监督组', 'open', '', '')",
)


def filled(path: Path) -> Database:
    """A database that these rows were put into past kaohe: nothing is sealed, nothing has a sum."""
    return filled_further(path, _nothing)


def filled_further(path: Path, further: Callable[[Transaction], None]) -> Database:
    """The same with something done in the same transaction; made once a process and copied.

    Args:
        path: where it goes.
        further: what is done.
    """
    path.touch(mode=0o600)
    path.write_bytes(_content(further))
    return Database.open(path)


def _nothing(_tx: Transaction) -> None:
    pass


@lru_cache(maxsize=8)
def _content(further: Callable[[Transaction], None]) -> bytes:
    with TemporaryDirectory() as name:
        path = Path(name) / "kaohe.db"
        made = Database.create(path)
        with made.writing() as tx:
            for statement in FILL:
                tx.exec_driver_sql(statement)
            further(tx)
        made.close()
        return path.read_bytes()
