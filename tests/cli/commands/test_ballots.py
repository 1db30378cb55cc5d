"""The commands that put single ballots right."""

from pathlib import Path

from tests.cli.conftest import Kaohe, ballots, done, refused


def _brought(inside: Kaohe, folder: Path, rater: str, *ratees: str) -> None:
    rows = [["peer", rater, ratee, "50", "30", ""] for ratee in ratees]
    done(inside("import", ballots(folder / f"{rater}.csv", rows), "--period", "q1"))


Q1 = ("--period", "q1", "--reason", "录错了")


def test_a_ballot_is_struck_out_restored_given_back(tmp_path: Path, year: Kaohe) -> None:
    _brought(year, tmp_path, "s1", "s2", "s3")
    out = done(year("ballot-void", "peer", "s1", *Q1))
    assert out == "王芳 s1's ballot is voided; ballot-restore takes that back.\n"
    assert "0/6 (1 voided)" in done(year("status", "--period", "q1"))
    assert done(year("ballot-restore", "互评", "s1", *Q1)) == "王芳 s1's ballot is restored.\n"
    out = done(year("ballot-return", "peer", "s1", *Q1))
    assert out == "王芳 s1's ballot is given back; its marks stay and may be changed.\n"
    told = refused(year("ballot-restore", "peer", "s1", *Q1))
    assert told.endswith("王芳 s1's ballot is not voided.")
    done(year("verify"))


def test_a_ballot_is_moved_and_two_are_exchanged(tmp_path: Path, year: Kaohe) -> None:
    _brought(year, tmp_path, "s1", "s3", "s4")
    out = done(year("ballot-move", "peer", "s1", "赵四", *Q1))
    assert out == "The ballot is 赵四's now; 王芳 s1 still has to hand one in.\n"
    _brought(year, tmp_path, "m1", "s3", "s4")
    told = refused(year("ballot-move", "peer", "m1", "s2", *Q1))
    assert "赵四 has a ballot in 互评 already: exchange the two" in told
    out = done(year("ballot-swap", "peer", "m1", "s2", *Q1))
    assert out == "The ballots of 马科长 and 赵四 are exchanged.\n"
    told = refused(year("ballot-swap", "peer", "m1", "s4", *Q1))
    assert told.endswith("欧阳明日香 has no ballot in 互评: there is nothing to move.")
    told = refused(year("ballot-move", "peer", "m1", "s3", *Q1))
    assert "王芳 s3 does not rate 王芳 s3 in 互评" in told
    done(year("verify"))
