"""Clerks at their own terminals on one database at once: see benchmarks/reliability."""

from pathlib import Path

from tests.faults.killing import bureau
from tests.faults.writing import write


def test_clerks_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    report = write(bureau(tmp_path), 3, pace=25, seconds=60, marks=9)
    assert (report.lost, report.wrong, report.doubled, report.unsound) == (0, 0, 0, ())
    assert [sum(clerk.typed.values()) for clerk in report.clerks] == [9, 9, 9]
