"""Recusals tier by tier, one at a time and from a file, as long as the tier is not open."""

from pathlib import Path

import pytest

from kaohe_tui.domain.record.events import RecusalFileImported
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.integrity.verifying import verify
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import recusing, steps
from kaohe_tui.store.record import records
from kaohe_tui.words import use_language
from tests.bureau import new_room, scheme_text


@pytest.fixture
def room(tmp_path: Path) -> Room:
    use_language("en")
    return new_room(tmp_path, scheme_text())


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "recusals.csv"
    path.write_text("\n".join(["层级,评分人,被考核人,理由", *lines]), encoding="utf-8")
    return path


def test_a_pair_is_recused_in_one_tier_before_its_period_opens(room: Room) -> None:
    recusing.recuse_in(room, "q1", "middle", ("m1", "s1"), "夫妻")
    assert room.period("q1").recused_in("middle") == {("m1", "s1")}
    assert room.period("q1").recused_in("peer") == frozenset()
    steps.open_tier(room, "q1", "peer")
    recusing.recuse_in(room, "q1", "middle", ("m2", "s1"), "亲属")
    assert verify(room).holds


@pytest.mark.parametrize(
    ("tier", "pair", "reason", "code"),
    [
        ("peer", ("m1", "s1"), "夫妻", "recusal-too-late"),
        ("middle", ("m1", "s2"), "夫妻", "pair-recused"),
        ("middle", ("s1", "s2"), "夫妻", "pair-not-rated"),
        ("middle", ("m1", "s1"), " ", "reason-missing"),
        ("middle", ("m9", "s1"), "夫妻", "person-unknown"),
        ("none", ("m1", "s1"), "夫妻", "tier-unknown"),
    ],
)
def test_what_cannot_be_recused(
    room: Room, tier: str, pair: tuple[str, str], reason: str, code: str
) -> None:
    recusing.recuse_in(room, "q1", "middle", ("m1", "s2"), "夫妻")
    steps.open_tier(room, "q1", "peer")
    with pytest.raises(Refusal) as caught:
        recusing.recuse_in(room, "q1", tier, pair, reason)
    assert caught.value.code == code


def test_a_file_is_taken_whole(room: Room, tmp_path: Path) -> None:
    path = _file(tmp_path, "中层干部评分,马科长,单雄,夫妻", "peer,s1,孙红,亲属")
    assert len(recusing.look_at_recusals(room, path, "q1").value) == 2
    assert room.period("q1").recused_in("peer") == frozenset()
    assert len(recusing.import_recusals(room, path, "q1")) == 2
    assert room.period("q1").recused_in("middle") == {("m1", "s1")}
    assert room.period("q1").recused_in("peer") == {("s1", "s2")}
    with room.database.reading() as tx:
        _entry, imported = records.latest(tx, RecusalFileImported) or (None, None)
    assert imported is not None
    assert (imported.file, imported.recusals) == ("recusals.csv", 2)
    assert verify(room).holds


def test_all_that_is_wrong_with_a_file_is_told_at_once(room: Room, tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "peer,s1,孙红,亲属",
        "全员互评,单雄,s2,亲属",
        "nothing,s1,s2,亲属",
        "peer,m1,s2,",
        "head,m1,s2,亲属",
        "peer,x9,s2,亲属",
    )
    with pytest.raises(Refusal) as caught:
        recusing.import_recusals(room, path, "q1")
    told = str(caught.value)
    assert all(f"line {line}" in told for line in (3, 4, 5, 6, 7))
    assert "line 2 already" in told
    assert room.period("q1").recused_in("peer") == frozenset()
