"""The commands about receipts, and what else a secret tier changes on the command line."""

import json
import stat
from pathlib import Path

from tests.cli.conftest import TIERS, ballots, done, refused
from tests.cli.conftest import Kaohe as Run

RATERS = ("m1", "m2", "s1", "s2", "s3", "s4")
Q1 = ("--period", "q1")
ROSTER = """code,name,section,role,supervisors
h1,胡局长,局领导,head,
l1,李副局,局领导,leader,
m1,马科长,甲科,middle,l1
m2,牛科长,乙科,middle,l1
s1,王芳,甲科,staff,l1
s2,赵四,甲科,staff,l1
s3,王芳,乙科,staff,l1
s4,欧阳明日香,乙科,staff,
"""


def of(rater: str) -> list[tuple[str, ...]]:
    """A whole ballot."""
    return [("peer", rater, ratee, "50", "30", "") for ratee in RATERS if ratee != rater]


def test_a_secret_tier_from_the_first_ballot_to_the_posted_list(
    tmp_path: Path, inside: Run
) -> None:
    scheme = TIERS.replace('key = "peer"', 'key = "peer"\nsecret = true\nreveal = "row"')
    (tmp_path / "scheme.toml").write_text(scheme, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    done(inside("open", "peer", *Q1))
    some = ballots(tmp_path / "some.csv", [row for rater in RATERS[:-1] for row in of(rater)])
    assert "imported 5 ballots, 25 ratings with marks" in done(inside("import", some, *Q1))
    assert "not all ballots are in" in refused(inside("backup", "copy.db"))
    assert "once it is closed" in refused(inside("receipts", "peer", *Q1))
    plain = json.loads(done(inside("standings", *Q1, "--json")))
    assert {each["tiers"]["peer"]["mean"] for each in plain["standings"]} == {None}
    assert "published when the tier is closed" in done(inside("explain", "s1", *Q1))
    status = json.loads(done(inside("status", *Q1, "--json")))
    assert [(t["ballots_in"], t["ratings_owed"]) for t in status["tiers"][:1]] == [(5, 5)]

    last = inside("import", ballots(tmp_path / "last.csv", of("s4")), *Q1)
    assert last.returncode == 0
    assert last.stderr.startswith("No backup was made before this step: 互评 is secret and not")
    result = inside("import", some, *Q1)
    assert (result.returncode, result.stdout) == (1, "")
    # A line for each rater in the file, and that nothing was taken.
    assert result.stderr.count("nothing can be added") == result.stderr.count("\n") - 1 == 5
    done(inside("close", "peer", *Q1))
    title, *codes = done(inside("receipts", "互评", *Q1)).splitlines()
    assert "6 ballots" in title
    assert codes == sorted(codes)
    assert len(set(codes)) == 6
    told = done(inside("receipt", codes[0].replace("-", "").lower()))
    assert f"Receipt {codes[0]} is valid: your ballot is one of the 6 counted" in told
    assert "no ballot" in refused(inside("receipt", "2222-2222"))
    done(inside("receipts", "peer", *Q1, "--out", "list.txt"))
    assert (tmp_path / "list.txt").read_text(encoding="utf-8").split()[-6:] == codes
    assert stat.S_IMODE((tmp_path / "list.txt").stat().st_mode) == 0o600
    done(inside("backup", "copy.db"))


def test_before_it_opens_it_is_said_that_it_can_hardly_be_secret(
    tmp_path: Path, inside: Run
) -> None:
    scheme = TIERS.replace('key = "peer"', 'key = "peer"\nsecret = true')
    (tmp_path / "scheme.toml").write_text(scheme, encoding="utf-8")
    few = "".join(line for line in ROSTER.splitlines(True) if line[:2] not in ("s4", "s3"))
    (tmp_path / "roster.csv").write_text(few, encoding="utf-8")
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    assert "4 people get fewer than 5 ratings" in done(inside("open", "peer", *Q1))
