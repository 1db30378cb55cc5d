"""Openings taken back, tiers out of order, periods called off, tiers with nobody: as commands."""

import json
from pathlib import Path

from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.services.database.opening import enter_room
from tests.bureau import key_ballot
from tests.cli.conftest import ROSTER, TIERS, Kaohe, ballots, done, refused


def _copies(folder: Path) -> list[str]:
    found = sorted((folder / "year.db.backups").glob("*.db"))
    return [path.name.split("-before-")[1] for path in found]


def test_an_opening_is_taken_back_and_the_roster_replaced(tmp_path: Path, year: Kaohe) -> None:
    assert _copies(tmp_path) == ["opening.db"]
    assert "needs a reason" in refused(year("take-back", "peer", "--period", "q1", "--reason", ""))
    told = done(year("take-back", "互评", "--period", "一季度", "--reason", "名单有误"))
    assert "The opening of 互评 is taken back." in told
    assert "roster and scheme can be changed for it as before" in told
    assert "Next: kaohe roster FILE --db year.db" in told
    assert "taking-back.db" in _copies(tmp_path)
    (tmp_path / "new.csv").write_text(ROSTER + "s5,新来者,乙科,staff,l1,,\n", encoding="utf-8")
    assert "+ s5 新来者" in done(year("roster", "new.csv"))
    assert "7 ballots" in done(year("open", "peer", "--period", "q1"))
    assert json.loads(done(year("verify", "--json")))["holds"]


def test_what_is_in_or_half_keyed_keeps_it(tmp_path: Path, year: Kaohe) -> None:
    room = enter_room(tmp_path / "year.db")
    ballot = OpenBallot(room, "q1", "peer", "s1")
    for key in ("5", "0", "enter"):
        ballot.sheet.key(key)
    room.close()
    line = ["take-back", "peer", "--period", "q1", "--reason", "名单有误"]
    told = refused(year(*line))
    assert "1 ballot is partly entered: its marks will be gone." in told
    assert "--yes" in told
    path = ballots(tmp_path / "b.csv", [("peer", "s2", "s1", "50", "30", "")])
    done(year("import", path, "--period", "q1"))
    assert "ballot is in, so its opening cannot be taken back" in refused(year(*line, "--yes"))


def test_half_keyed_ballots_go_after_a_yes(tmp_path: Path, year: Kaohe) -> None:
    room = enter_room(tmp_path / "year.db")
    ballot = OpenBallot(room, "q1", "peer", "s1")
    for key in ("5", "0", "enter"):
        ballot.sheet.key(key)
    room.close()
    done(year("take-back", "peer", "--period", "q1", "--reason", "名单有误", "--yes"))
    assert json.loads(done(year("verify", "--json")))["holds"]


def test_a_tier_out_of_order_is_asked_about(bureau: Kaohe) -> None:
    told = refused(bureau("open", "leader", "--period", "q1"))
    assert "分管评分 waits for its turn: 互评 comes first." in told
    assert "--yes" in told
    assert "locked" in done(bureau("open", "leader", "--period", "q1", "--yes"))
    assert "waits until 分管评分 is closed" in refused(
        bureau("open", "peer", "--period", "q1", "--yes")
    )
    assert "before 互评" in done(bureau("record"))


def test_a_period_that_passes_others_over_is_asked_about(bureau: Kaohe) -> None:
    told = refused(bureau("open", "peer", "--period", "q2"))
    assert "一季度 has neither begun nor been called off." in told
    assert "--yes" in told
    assert json.loads(done(bureau("status", "--json")))["periods"][1]["state"] == "waiting"
    done(bureau("open", "peer", "--period", "q2", "--yes"))
    # It was asked about when the period was opened.
    assert "neither" not in refused(bureau("open", "leader", "--period", "q2"))


def test_a_period_before_which_all_are_called_off_is_not_asked_about(bureau: Kaohe) -> None:
    done(bureau("call-off", "--period", "q1", "--reason", "不再开展"))
    done(bureau("open", "peer", "--period", "q2"))


def test_a_period_that_is_never_held(tmp_path: Path, bureau: Kaohe) -> None:
    told = done(bureau("call-off", "--period", "q2", "--reason", "不再开展"))
    assert "二季度 is called off." in told
    assert "kaohe hold --period q2" in told
    assert "called off: 不再开展" in done(bureau("status"))
    now = json.loads(done(bureau("status", "--period", "q2", "--json")))
    assert now["called_off"] == "不再开展"
    assert now["next"] == {"do": "begin", "tier": "peer", "period": "q1"}
    assert [each["state"] for each in now["periods"]] == ["waiting", "called_off"]
    assert "called off (不再开展)" in refused(bureau("open", "peer", "--period", "q2"))
    assert "二季度 was called off (不再开展)" in done(bureau("standings", "--year"))
    assert json.loads(done(bureau("standings", "--year", "--json")))["called_off"] == {
        "q2": "不再开展"
    }
    assert "was called off" in done(bureau("standings", "--period", "q2"))
    assert "was called off: 不再开展" in done(bureau("notice", "--period", "q2"))
    assert _copies(tmp_path) == ["calling-off.db"]
    for tier in ("peer", "leader", "head"):
        done(bureau("open", tier, "--period", "q1"))
        done(bureau("close", tier, "--period", "q1", "--reason", "到时间"))
    years = json.loads(done(bureau("grades", "--year", "--json")))
    assert years["closed"]
    told = done(bureau("hold", "--period", "q2", "--reason", "仍要开展"))
    assert "Next: kaohe open peer --period q2" in told
    assert not json.loads(done(bureau("grades", "--year", "--json")))["closed"]
    assert json.loads(done(bureau("verify", "--json")))["holds"]


def test_a_begun_period_is_called_off_after_a_yes(year: Kaohe) -> None:
    told = refused(year("call-off", "--period", "q1", "--reason", "误开始"))
    assert "互评 is open: it waits." in told
    done(year("call-off", "--period", "q1", "--reason", "误开始", "--yes"))


def test_a_scheme_without_a_period_that_was_never_begun(tmp_path: Path, year: Kaohe) -> None:
    start = TIERS.index('[[periods]]\nkey = "q2"')
    (tmp_path / "short.toml").write_text(TIERS[:start], encoding="utf-8")
    told = done(year("scheme", "short.toml"))
    assert "No more in the scheme, so not in the year either: 二季度" in told
    assert "no period" in refused(year("status", "--period", "q2"))


def test_tiers_with_nobody_are_told_before_anything_is_frozen(
    tmp_path: Path, inside: Kaohe
) -> None:
    people = "".join(line for line in ROSTER.splitlines(keepends=True) if "head" not in line)
    (tmp_path / "roster.csv").write_text(people, encoding="utf-8")
    (tmp_path / "whole.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "scheme.toml").write_text(TIERS, encoding="utf-8")
    lacking = "主要负责人评分: nobody rates in it; 35 of 100 of the weight falls away"
    some = "分管评分: nobody rates 欧阳明日香 (乙科) in it; 25 of 100"
    told = done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    assert lacking in told
    assert some in told
    told = done(inside("roster", "whole.csv", "--check"))
    assert lacking not in told
    assert some in told
    told = done(inside("open", "peer", "--period", "q1"))
    assert lacking in told
    done(inside("close", "peer", "--period", "q1", "--reason", "到时间"))
    assert lacking not in done(inside("open", "leader", "--period", "q1"))
    done(inside("close", "leader", "--period", "q1", "--reason", "到时间"))
    assert lacking in done(inside("open", "head", "--period", "q1"))
    assert lacking in done(inside("close", "head", "--period", "q1"))


def test_what_cannot_be_held_again_is_not_offered(tmp_path: Path, inside: Kaohe) -> None:
    """A secret tier is partly handed in: copies made meanwhile would tell its ballots apart."""
    secret = TIERS.replace('key = "peer"\n', 'key = "peer"\nsecret = true\nreveal = "tier"\n')
    (tmp_path / "scheme.toml").write_text(secret, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    done(inside("open", "peer", "--period", "q1"))
    room = enter_room(tmp_path / "year.db")
    key_ballot(room, ("q1", "peer", "s1"))
    room.close()
    told = inside("call-off", "--period", "q1", "--reason", "停止", "--yes").stdout
    assert "this can never be taken back" in told
    assert "kaohe hold" not in told
    assert "kaohe hold" not in done(inside("status", "--period", "q1"))
    assert "copies made since" in refused(inside("hold", "--period", "q1", "--reason", "继续"))


def test_a_paused_tier_is_told(tmp_path: Path, year: Kaohe) -> None:
    """It stood as not begun, with five of eight ballots in."""
    path = ballots(tmp_path / "b.csv", [("peer", "s2", "s1", "50", "30", "")])
    done(year("import", path, "--period", "q1"))
    done(year("call-off", "--period", "q1", "--reason", "停止", "--yes"))
    done(year("hold", "--period", "q1", "--reason", "继续"))
    told = done(year("status", "--period", "q1"))
    assert "◐  互评" in told
    assert "paused" in told
    assert "Next: continue 互评: kaohe open peer --period q1" in told
    plain = json.loads(done(year("status", "--period", "q1", "--json")))
    assert [tier["paused"] for tier in plain["tiers"]] == [True, False, False]
