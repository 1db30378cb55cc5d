"""``scheme --check``: what a file means, without a database and beside one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bureau import write_files
from tests.cli.conftest import ROSTER, TIERS, Done, Kaohe, done, refused


@pytest.fixture
def alone(tmp_path: Path) -> Kaohe:
    """The program in a folder without any database."""
    home = {"HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}

    def run(*arguments: str | Path, **_extra: str) -> Done:
        return subprocess.run(
            [sys.executable, "-m", "kaohe_tui", *map(str, arguments)],
            cwd=tmp_path,
            env=home,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


def test_a_file_is_told_without_a_database(tmp_path: Path, alone: Kaohe) -> None:
    write_files(tmp_path, TIERS, ROSTER)
    text = done(alone("scheme", "--check", "scheme.toml", "--lang", "en"))
    assert "“互评”: staff, middle managers are rated by staff, middle managers" in text
    assert "An example, from the ballots to the grade" in text
    assert "differs" not in text
    assert not list(tmp_path.rglob("*.db"))
    assert "谁评谁" in done(alone("scheme", "--check", "scheme.toml", "--lang", "zh"))


def test_a_workbook_means_what_the_file_means(tmp_path: Path, alone: Kaohe) -> None:
    write_files(tmp_path, TIERS, ROSTER)
    done(alone("scheme", "scheme.toml", "--to", "xlsx", "--out", "考核方案.xlsx"))
    texts = [alone("scheme", "--check", name) for name in ("scheme.toml", "考核方案.xlsx")]
    assert done(texts[0]) == done(texts[1])


def test_a_file_that_is_wrong_is_refused(tmp_path: Path, alone: Kaohe) -> None:
    (tmp_path / "scheme.toml").write_text(TIERS.replace("weight = 40", "weight = 41", 1), "utf-8")
    sentence = refused(alone("scheme", "--check", "scheme.toml", "--lang", "en"))
    assert "add up to" in sentence


def test_beside_a_database_it_tells_what_differs_too(tmp_path: Path, bureau: Kaohe) -> None:
    (tmp_path / "new.toml").write_text(TIERS.replace("weight = 60", "weight = 50"), "utf-8")
    text = done(bureau("scheme", "new.toml", "--check"))
    assert "Who rates whom" in text
    told, differs = text.split("What differs from the scheme in force")
    assert "+ weight = 50" in differs
    assert "+ weight = 50" not in told
