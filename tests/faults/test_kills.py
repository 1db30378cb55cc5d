"""Killed in the middle of keying, at moments that differ each time: see benchmarks/reliability."""

from pathlib import Path

from tests.faults.killing import Killing, bureau


def test_what_was_shown_as_saved_is_there_at_the_next_start(tmp_path: Path) -> None:
    report = Killing(bureau(tmp_path), seed=7).run(3)
    assert report.lost + report.unsound + report.disorder + report.stuck == []
    assert report.kills == 3
    assert report.accepted > 0
