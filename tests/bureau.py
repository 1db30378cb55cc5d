"""Bureaus on real files: any scheme as text, one of eight people, and how its ballots are keyed."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kaohe_tui.domain.record.events import Upgraded
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.counting.overview import pairs
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.database.migrations import HEAD
from kaohe_tui.store.seals import chain
from tests.prepared import copied

ROSTER = """code,name,section,role,supervisors
h,何局长,局领导,head,
l1,李副局长,局领导,leader,
l2,刘副局长,局领导,leader,
m1,马科长,综合科,middle,l1
m2,毛科长,农业科,middle,l2
s1,单雄,综合科,staff,l1
s2,孙红,综合科,staff,l1;l2
s3,王芳[/],农业科,staff,
"""
"""``s3`` has no supervising leader."""

KEYS = ("peer", "middle", "leader", "head")
_TIERS = {
    "peer": ("全员互评", ["staff", "middle", "leader", "head"], ["staff", "middle", "leader"]),
    "middle": ("中层干部评分", ["middle"], ["staff"]),
    "leader": ("分管领导评分", ["leader"], ["staff", "middle"]),
    "head": ("主要负责人评分", ["head"], ["staff", "middle", "leader"]),
}
INDICATORS = (("work", "工作业绩", 60), ("spirit", "精神状况", 40))

Marker = Callable[[str], Sequence[int] | None]
"""Ratee's code -> whole points by indicator; None abstains, an empty sequence leaves it open."""


def scheme_of(
    name: str,
    scoring: Mapping[str, Any],
    indicators: Iterable[tuple[str, str, int]],
    tiers: Mapping[str, Mapping[str, Any]],
    periods: Iterable[tuple[str, str, int]],
) -> str:
    """A scheme as its file has it.

    Args:
        name: what it is called.
        scoring: its table.
        indicators: key, name and points of each.
        tiers: key -> the rest of its table.
        periods: key, name and weight of each.
    """
    lines = [f'name = "{name}"', "year = 2026", *_table("[scoring]", scoring)]
    for key, label, points in indicators:
        lines += _table("[[indicators]]", {"key": key, "name": label, "points": points})
    for key, fields in tiers.items():
        lines += _table("[[tiers]]", {"key": key, **fields})
    for key, label, weight in periods:
        lines += _table("[[periods]]", {"key": key, "name": label, "weight": weight})
    return "\n".join(lines) + "\n"


def _table(head: str, fields: Mapping[str, Any]) -> list[str]:
    # What stands in these tables is written alike in JSON and in TOML.
    return [head, *(f"{key} = {json.dumps(fields[key], ensure_ascii=False)}" for key in fields)]


def write_files(folder: Path, scheme: str, roster: str) -> tuple[Path, Path]:
    """Write a scheme and a roster; returns their paths."""
    paths = folder / "scheme.toml", folder / "roster.csv"
    for path, text in zip(paths, (scheme, roster), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def scheme_text(
    *,
    method: str = "tiers",
    weights: Sequence[int] = (40, 20, 20, 20),
    trims: Sequence[int] = (0, 0, 0, 0),
    reveal: str = "row",
    scopes: Sequence[str] = ("all", "all", "supervised", "all"),
    tie_break: Iterable[str] = (),
    rank: str = "by_role",
    self_rating: bool = False,
) -> str:
    """A scheme of four tiers, two indicators and two periods."""
    scoring = {"method": method, "step": "1", "rank": rank, "self_rating": self_rating}
    tiers = {
        key: {
            **dict(zip(("name", "raters", "ratees"), _TIERS[key], strict=True)),
            "scope": scope,
            "weight": weight,
            "trim": trim,
            "reveal": reveal,
        }
        for key, weight, trim, scope in zip(KEYS, weights, trims, scopes, strict=True)
    }
    return scheme_of(
        "县统计局绩效考核方案",
        scoring | {"tie_break": list(tie_break)},
        INDICATORS,
        tiers,
        [(key, f"{key} 小评", 50) for key in ("q1", "q2")],
    )


def new_room(folder: Path, scheme: str, roster: str = ROSTER) -> Room:
    """A database made from files, as the command makes it."""
    write_files(folder, scheme, roster)
    return enter_room(copied(folder / "kaohe.db", _made, scheme, roster))


def _made(folder: Path, scheme: str, roster: str) -> Room:
    return new_year(folder / "kaohe.db", *write_files(folder, scheme, roster))


def key_row(ballot: OpenBallot, ratee: str, marks: Sequence[int] | None) -> None:
    """Key one row as a clerk would: its digits, Enter where the cursor does not move by itself."""
    sheet = ballot.sheet
    row = next(n for n, r in enumerate(sheet.rows) if r.ratee.code == ratee)
    sheet.go_to(row)
    if marks is None:
        press(ballot, "-")
        return
    for mark in marks:
        press(ballot, *str(mark))
        if sheet.text:
            press(ballot, "enter")


def press(ballot: OpenBallot, *keys: str) -> None:
    """Press keys that must all be taken."""
    for key in keys:
        outcome = ballot.sheet.key(key)
        assert outcome is not None, key
        assert not outcome.refused, (key, outcome.says)


def even(ratee: str) -> Sequence[int]:
    """The same marks for everybody: 50 and 30."""
    return (50, 30)


def key_ballot(
    room: Room,
    which: tuple[str, str, str],
    marks: Marker = even,
    *,
    hand_in: bool = True,
) -> OpenBallot:
    """Key a rater's whole ballot; ``which`` is period, tier, rater."""
    ballot = OpenBallot(room, *which)
    for row in list(ballot.sheet.rows):
        given = marks(row.ratee.code)
        if not row.recused and (given is None or given):
            key_row(ballot, row.ratee.code, given)
    if hand_in:
        ballot.hand_in()
    return ballot


def key_tier(room: Room, period: str, tier: str, marks: Marker = even) -> None:
    """Key and hand in every ballot of an open tier."""
    for person in room.period(period).roster:
        if person.code in raters(room, period, tier):
            key_ballot(room, (period, tier, person.code), marks)


@contextmanager
def planted(room: Room) -> Iterator[Transaction]:
    """A transaction in which a test puts into the tables what kaohe would have come to by many
    steps; an entry that tells of nothing seals it."""
    with room.database.writing(guarded=False) as tx:
        yield tx
        chain.add(tx, room.now(), "test", Upgraded(before=HEAD, revision=HEAD))
        chain.seal_all(tx, None)
    room.forget()


def raters(room: Room, period: str, tier: str) -> tuple[str, ...]:
    """Codes of those who owe a ballot in the tier."""
    return tuple(code for code, ratees in pairs(room, period, tier).items() if ratees)
