"""A disk that fills up or reports errors at any call: refused in a sentence, nothing half done."""

from pathlib import Path

import pytest

from tests.faults import shim


@pytest.mark.skipif(not shim.IS_POSSIBLE, reason="needs Linux and a C compiler")
def test_a_disk_that_fails_at_every_so_many_th_call_of_a_meeting(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    given = shim.environment(tmp_path, tmp_path / "disk")
    told = shim.run("tests.faults.failing", [str(tmp_path / "disk"), "short", "40"], given)
    first, *wrong = told.splitlines()
    assert wrong == []
    assert int(first.split()[0]) > 50
