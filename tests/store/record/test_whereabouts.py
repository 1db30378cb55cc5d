"""Where each kind of thing stands in the tables, one row after the other."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kaohe_tui.domain.record.things import Key
from kaohe_tui.domain.result.shape import fingerprint, roster_fingerprint
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import people
from kaohe_tui.store.record import whereabouts
from tests.store.rows import filled

EMPTY = roster_fingerprint(Roster(()))
FROZEN = roster_fingerprint(
    Roster(
        (
            Person("h", "何局长", "", Role.HEAD),
            Person("s1", "单“雄”", "", Role.STAFF),
            Person("s2", "孙'红", "", Role.STAFF),
        )
    )
)
THERE: Mapping[Key, str] = {
    ("period", "q1"): "open",
    ("tier", "q1", "peer"): "open",
    ("tier", "q1", "head"): "open",
    ("ballot", "q1", "peer", "h"): "handed_in",
    ("second", "q1", "peer", "s2"): "keyed",
    ("matter", "1"): "open",
    ("matter", "2"): "open",
    # Its text is another one than it is known by.
    ("scheme", "q1"): fingerprint(""),
    ("roster", ""): EMPTY,
    ("roster", "q1"): FROZEN,
}
"""What stands where before anything is changed."""
_SAID = "'q1', 's1', '', '', '', '{withdrawn}', '', 3"
_BALLOT = (
    "INSERT INTO ballot (period_id, tier_no, rater_id, state, keying, keyed_by, nonce)"
    " VALUES (1, 1, 3, '{state}', {keying}, '', '')"
)
CHANGES: Mapping[str, tuple[str, Mapping[Key, str]]] = {
    "an operator": (
        "INSERT INTO operator VALUES (1, '陈静', 'host', '', 'active', 0, '')",
        {("operator", "陈静"): "host active"},
    ),
    "a closed period": ("UPDATE period SET state = 'closed'", {("period", "q1"): "closed"}),
    "a tier not begun": (
        "UPDATE tier_step SET state = 'waiting' WHERE number = 1",
        {("tier", "q1", "head"): ""},
    ),
    "a closed tier": (
        "UPDATE tier_step SET state = 'closed' WHERE number = 1",
        {("tier", "q1", "head"): "closed"},
    ),
    "a result": (
        "INSERT INTO result VALUES (1, 1, 2, '', 'ab', '{}')",
        {("result", "q1", "2"): "ab"},
    ),
    "a recusal": (
        "INSERT INTO recusal VALUES ('q1', 'peer', 's1', 's2', '夫妻')",
        {("recusal", "q1", "peer", "s1", "s2"): "夫妻"},
    ),
    "a recusal without a reason": (
        "INSERT INTO recusal VALUES ('q1', 'peer', 's1', 's2', '')",
        {("recusal", "q1", "peer", "s1", "s2"): "-"},
    ),
    "forms": ("INSERT INTO forms VALUES (1, 1, 5, 4)", {("forms", "q1", "head"): "5/4"}),
    "a comparison": (
        "INSERT INTO comparison VALUES (1, 1, 3, '甲', '乙', '', 0, 0, 0)",
        {("comparison", "q1", "head", "s2"): "甲"},
    ),
    "a notice": (
        "INSERT INTO notice VALUES (1, 'q1', 2, 'ab', '2026-03-01', '2026-03-08', '')",
        {("notice", "q1", "2"): "ab 2026-03-01 2026-03-08"},
    ),
    "a closed matter": (
        "UPDATE matter SET state = 'closed' WHERE id = 2",
        {("matter", "2"): "closed"},
    ),
    "tasks": (
        "INSERT INTO declaration VALUES (7, 's1', 2, 'presented', '', '')",
        {("tasks", "s1", "2"): "presented"},
    ),
    **{
        f"a ballot {state}": (
            _BALLOT.format(state=state, keying=1),
            {("ballot", "q1", "head", "s2"): stands},
        )
        for state, stands in (("open", ""), ("keyed", "keyed"), ("void", "void"))
    },
    **{
        f"a second keying {state}": (
            _BALLOT.format(state=state, keying=2),
            {("second", "q1", "head", "s2"): stands},
        )
        for state, stands in (("open", ""), ("keyed", "keyed"))
    },
    **{
        f"{kind}{about}": (
            f"INSERT INTO {kind} VALUES ({_SAID.format(withdrawn=withdrawn)}, {rest})",
            {(kind, "3"): f"q1 s1 #3 {said}{' -' if withdrawn else ''}"},
        )
        for about, withdrawn in (("", ""), (" withdrawn", "2026"))
        for kind, rest, said in (
            ("adjustment", "'praise', 2, '通报', '', '', '', '', ''", "praise x2 通报"),
            ("adjustment", "'praise', 2, '通报', 'h', '2026', '', '', ''", "praise x2 通报 +"),
            (
                "adjustment",
                "'award', 1, '证书', '', '', '省级', '竞赛', ''",
                "award x1 证书\nlevel 省级\nmatter 竞赛",
            ),
            (
                "adjustment",
                "'award', 1, '证书', 'h', '2026', '', '', '2.50'",
                "award x1 证书\npoints 2.50 +",
            ),
            ("absence", "3, '家事', 'leave'", "3/2 家事\nkind leave"),
            ("veto", "'廉政', '号', '委'", "廉政 号 委"),
            ("exemption", "'undetermined', '新任职'", "undetermined 新任职"),
            ("absence", "3, '病假', ''", "3/2 病假"),
        )
    },
    "an adjustment that waits": (
        f"INSERT INTO adjustment VALUES ({_SAID.format(withdrawn='')},"
        " 'p', 1, 'x', '', '', '', '', '')",
        {("adjustment", "3"): "q1 s1 #3 p x1 x"},
    ),
    "a veto in the year": (
        "INSERT INTO veto VALUES ('', 's1', '', '', '', '', '', 3, '廉政', '', '')",
        {("veto", "3"): "- s1 #3 廉政  "},
    ),
    "a grade": (
        "INSERT INTO decision VALUES (1, 'q1', 's1', '优秀', '', '', '', '')",
        {("grade", "q1", "s1"): "优秀"},
    ),
    "grades one after the other": (
        "INSERT INTO decision VALUES (3, 'q1', 's1', '', '', '', '', ''),"
        " (2, 'q1', 's1', '优秀', '', '', '', ''), (4, 'q1', 's1', '称职', '', '', '', ''),"
        " (1, '', 's1', '优秀', '', '', '', '')",
        {("grade", "q1", "s1"): "优秀 - 称职", ("grade", "", "s1"): "优秀"},
    ),
    "the scheme in force": (
        "INSERT INTO in_force VALUES (1, 1)",
        {("scheme", ""): fingerprint("")},
    ),
    "a scheme that is what it is known by": (
        f"UPDATE period SET scheme_fingerprint = '{fingerprint('')}'",
        {("scheme", "q1"): fingerprint("")},
    ),
    "another text of a scheme": (
        "UPDATE scheme SET text = 'x'",
        {("scheme", "q1"): fingerprint("x")},
    ),
    "a role that there is not": (
        "UPDATE participant SET role = 'x' WHERE id = 2",
        {("roster", "q1"): "?"},
    ),
}


@pytest.fixture
def tx(tmp_path: Path) -> Iterator[Transaction]:
    database = filled(tmp_path / "kaohe.db")
    with database.writing() as opened:
        yield opened
    database.close()


def test_where_everything_stands(tx: Transaction) -> None:
    assert whereabouts.stands(tx) == THERE


@pytest.mark.parametrize("change", CHANGES)
def test_where_something_stands(tx: Transaction, change: str) -> None:
    statement, stands = CHANGES[change]
    tx.exec_driver_sql(statement)
    wanted = {**THERE, **stands}
    assert whereabouts.stands(tx) == {what: at for what, at in wanted.items() if at}


def test_an_opinion_is_of_its_declaration(tx: Transaction) -> None:
    tx.exec_driver_sql("INSERT INTO declaration VALUES (7, 's1', 2, 'presented', '', '')")
    tx.exec_driver_sql("INSERT INTO opinion VALUES (7, 's2', 'agree', '')")
    found = whereabouts.stands(tx)
    assert found["opinion", "s1", "2", "s2"] == "agree"
    assert len(found) == len(THERE) + 2


def test_the_roster_of_the_year_is_not_that_of_a_period(tx: Transaction) -> None:
    roster = Roster((Person("s1", "单雄", "综合科", Role.STAFF),))
    people.put_roster(tx, roster)
    found = whereabouts.stands(tx)
    assert found["roster", ""] == roster_fingerprint(roster)
    assert found["roster", "q1"] == FROZEN
