"""The real program, and a small bureau to run it on."""

import gettext
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from kaohe_tui import cli, words
from tests.bureau import scheme_of, write_files

Done = subprocess.CompletedProcess[str]
Kaohe = Callable[..., Done]

ROSTER = """code,name,section,role,supervisors,identity,clerk_note
h1,胡局长,局领导,head,,,
l1,李副局,局领导,leader,,,
m1,马科长,甲科,middle,l1,,
m2,牛科长,乙科,middle,l1,,
s1,王芳,甲科,staff,l1,,
s2,赵四,甲科,staff,l1,,
s3,王芳,乙科,staff,l1,,
s4,欧阳明日香,乙科,staff,,,
"""


def _scheme(method: str, peer: int, leader: int, head: int) -> str:
    def tier(name: str, raters: list[str], scope: str, weight: int) -> dict[str, Any]:
        both = {"raters": raters, "ratees": ["staff", "middle"]}
        return {"name": name, **both, "scope": scope, "weight": weight}

    return scheme_of(
        "小局考核方案",
        {"method": method, "step": "0.5", "decimals": 2, "rank": "by_role"},
        [("work", "业绩", 60), ("duty", "作风", 40)],
        {
            "peer": tier("互评", ["staff", "middle"], "all", peer) | {"trim": 1},
            "leader": tier("分管评分", ["leader"], "supervised", leader) | {"reveal": "tier"},
            "head": tier("主要负责人评分", ["head"], "all", head),
        },
        [("q1", "一季度", 40), ("q2", "二季度", 60)],
    )


TIERS = _scheme("tiers", 40, 25, 35)
PARTICIPATION = _scheme("participation", 1, 2, 3)


@pytest.fixture
def kaohe(tmp_path: Path) -> Kaohe:
    """Run the program in English in ``tmp_path``, with a home of its own, on ``year.db``."""
    home = tmp_path / "home"
    environment = {
        **{key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT")},
        "HOME": str(home),
        "TMPDIR": str(tmp_path),
        "LC_ALL": "C.UTF-8",
    }

    def run(*arguments: str | Path, **extra: str) -> Done:
        words = ["--lang", "en", "--db", "year.db", *map(str, arguments)]
        return subprocess.run(
            [sys.executable, "-m", "kaohe_tui", *words],
            cwd=tmp_path,
            env=environment | extra,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


def done(result: Done) -> str:
    """What a command printed that did its work."""
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def refused(result: Done) -> str:
    """The one line of a command that was refused."""
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1, result.stderr
    assert "Traceback" not in result.stderr
    return result.stderr.rstrip("\n")


def ballots(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write a file of ballots: tier, rater, ratee, work, duty, abstain."""
    heading = "tier,rater,ratee,work,duty,abstain\n"
    path.write_text(heading + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Kaohe]:
    """The same as ``kaohe`` within this process, where a start would cost more than the work."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANGUAGE", "")
    # Where tests run side by side it is set; a program that reads sets none.
    monkeypatch.delenv("COLUMNS", raising=False)
    language, domain = words.language(), gettext.textdomain()

    def run(*arguments: str | Path) -> Done:
        line = ["--lang", "en", "--db", "year.db", *map(str, arguments)]
        capsys.readouterr()
        code = cli.run(line)
        return Done(line, code, *capsys.readouterr())

    yield run
    words.use_language(language)
    gettext.textdomain(domain)


@pytest.fixture
def bureau(tmp_path: Path, inside: Kaohe) -> Kaohe:
    """``inside`` on a new year of the small bureau."""
    write_files(tmp_path, TIERS, ROSTER)
    done(inside("new", "--scheme", "scheme.toml", "--roster", "roster.csv"))
    return inside


@pytest.fixture
def year(bureau: Kaohe) -> Kaohe:
    """The same with its first tier open."""
    done(bureau("open", "peer", "--period", "q1"))
    return bureau
