"""Killed while a whole file is made, moved or rewritten: see benchmarks/reliability."""

import os
from pathlib import Path

import pytest

from tests.faults.killsteps import KINDS, kill


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_step_that_was_killed_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    report = kill(tmp_path, 2 * len(KINDS), seed=4)
    assert report.wrong == []
    assert {kind: figures.kills for kind, figures in report.kinds.items()} == dict.fromkeys(
        KINDS, 2
    )
